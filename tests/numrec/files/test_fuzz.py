"""Broken files by the thousand: read or refused; and a reader that lets one through is seen."""

from pathlib import Path

import numpy as np
import pytest

from numrec.errors import FormatError
from tools.fuzz import HAS_ALARM, HAS_LIMIT, fuzz, trial
from tools.fuzz_seeds import Read, bombs, seeds

SOME = 1800
LIMIT = pytest.mark.skipif(not HAS_LIMIT, reason="this system cannot limit memory: no /proc")
ALARM = pytest.mark.skipif(not HAS_ALARM, reason="this system has no setitimer to ring")


def test_every_mutated_file_is_read_or_refused(tmp_path: Path) -> None:
    counts, faults = fuzz(SOME, 1, tmp_path / "kept")
    assert faults == []
    assert sum(counts.values()) == SOME
    for kind in ("idx", "gz", "npz", "txt", "bmp", "png", "zip"):
        assert counts[f"{kind}: refused"] > SOME / 20, "the mutations break something"


def takes_its_time(path: Path) -> object:
    while True:
        pass


def names_no_file(path: Path) -> object:
    raise FormatError(Path("other"), "byte 0", "something", "something else")


@pytest.mark.parametrize(
    ("reader", "fault"),
    [
        (lambda path: path.read_bytes()[10**6], "IndexError"),
        (names_no_file, "a refusal without the file"),
        pytest.param(takes_its_time, "TooSlowError", marks=ALARM),
        pytest.param(lambda path: np.zeros(1 << 23).sum(), "MemoryError", marks=LIMIT),  # 64 MB
    ],
)
def test_a_faulty_reader_is_seen(tmp_path: Path, reader: Read, fault: str) -> None:
    counts, (said,) = fuzz(1, 2, tmp_path / "kept", {"txt": reader})
    assert counts["txt: FAULT"] == 1
    assert fault in said
    assert Path(said.partition(": ")[0]).is_file()


def test_sound_files_are_read_and_bombs_are_no_danger(tmp_path: Path) -> None:
    sound, packed = seeds(), bombs()
    ends = {"gz": "refused", "npz": "refused", "png": "read", "zip": "refused"}
    for kind, (files, read) in sound.items():
        for data in files + packed.get(kind, []):
            path = tmp_path / f"file.{kind}"
            path.write_bytes(data)
            assert trial(read, path) == ("read" if data in files else ends[kind])
            assert len(data) < 100_000
