"""Broken files by the thousand: read or refused; and a reader that lets one through is seen."""

import gzip
import time
from pathlib import Path

import numpy as np
import pytest

from numrec.errors import FormatError
from tools.fuzz import Read, fuzz, limited_memory, mutated, seeds

SOME = 3000


def test_every_mutated_file_is_read_or_refused(tmp_path: Path) -> None:
    counts, faults = fuzz(SOME, 1, tmp_path / "kept")
    assert faults == []
    assert sum(counts.values()) == SOME
    for kind in ("idx", "gz", "npz", "txt", "bmp", "png"):
        assert counts[f"{kind}: refused"] > SOME / 20, "the mutations break something"
        assert counts[f"{kind}: read"] + counts[f"{kind}: refused"] == SOME / 6
    assert not (tmp_path / "kept").exists()


def lets_an_error_out(path: Path) -> object:
    return path.read_bytes()[200]


def takes_its_time(path: Path) -> object:
    time.sleep(5)
    return None


def believes_the_header(path: Path) -> object:
    return np.zeros(1 << 28, np.float64).sum()


def names_no_file(path: Path) -> object:
    raise FormatError(Path("other"), "byte 0", "something", "something else")


@pytest.mark.parametrize(
    ("reader", "fault", "count"),
    [
        (lets_an_error_out, "IndexError", 200),
        (takes_its_time, "TooSlowError", 1),
        (believes_the_header, "MemoryError", 1),
        (names_no_file, "a refusal without the file", 1),
    ],
)
def test_a_faulty_reader_is_seen_and_the_file_kept(
    tmp_path: Path, reader: Read, fault: str, count: int
) -> None:
    counts, faults = fuzz(count, 2, tmp_path / "kept", {"txt": reader})
    assert counts["txt: FAULT"] == len(faults) > 0
    assert fault in faults[0]
    kept = Path(faults[0].partition(": ")[0])
    assert kept.is_file()


def test_one_seed_breaks_files_in_one_way() -> None:
    sound = bytes(range(200))
    one, same, other = (mutated(sound, np.random.default_rng(k)) for k in (1, 1, 2))
    assert one == same != other


def test_sound_files_are_read(tmp_path: Path) -> None:
    for kind, (files, read) in seeds(tmp_path).items():
        for place, data in enumerate(files):
            path = tmp_path / f"{place}.{kind}"
            path.write_bytes(data)
            if (kind, place) == ("gz", 1):  # ten million zeros, packed: no IDX file
                with pytest.raises(FormatError), limited_memory():
                    read(path)
            else:
                read(path)


def test_a_small_file_that_unpacks_to_far_more_is_refused_without_the_memory(
    tmp_path: Path,
) -> None:
    head = bytes([0, 0, 8, 3]) + np.array([10, 28, 28], ">u4").tobytes()
    path = tmp_path / "bomb.gz"
    path.write_bytes(gzip.compress(head + bytes(400_000_000), 1))
    counts_before = path.stat().st_size
    assert counts_before < 2_000_000
    with limited_memory(), pytest.raises(FormatError):
        seeds(tmp_path)["idx"][1](path)
