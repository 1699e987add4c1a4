"""IDX files are read exactly, and whatever is wrong with one is a FormatError that names it."""

import gzip
import struct
import tracemalloc
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from numrec.data.idx import read_idx
from numrec.errors import FormatError

MB = 1_000_000
HERE = settings(
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def header(*sizes: int, kind: int = 8, dims: int | None = None) -> bytes:
    dims = len(sizes) if dims is None else dims
    return bytes([0, 0, kind, dims]) + struct.pack(f">{len(sizes)}I", *sizes)


SMALL = header(2, 3, 2) + bytes(range(12))
ZIPPED = gzip.compress(SMALL, mtime=0)


def written(folder: Path, data: bytes) -> Path:
    path = folder / "some-idx-file"
    path.write_bytes(data)
    return path


def refused(path: Path, dims: int | None = None) -> FormatError:
    with pytest.raises(FormatError) as caught:
        read_idx(path, dims)
    assert str(path) in str(caught.value)
    assert caught.value.path == str(path)
    return caught.value


def peak_of_refusal(path: Path) -> int:
    tracemalloc.start()
    try:
        refused(path)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@HERE
@given(
    hnp.arrays(np.uint8, hnp.array_shapes(min_dims=1, max_dims=4, max_side=6)),
    st.booleans(),
)
def test_what_is_written_is_read(tmp_path: Path, array: np.ndarray, zipped: bool) -> None:
    data = header(*array.shape) + array.tobytes()
    path = written(tmp_path, gzip.compress(data) if zipped else data)
    for dims in (None, array.ndim):
        found = read_idx(path, dims)
        assert found.dtype == np.uint8
        assert np.array_equal(found, array)


@pytest.mark.parametrize("zipped", [False, True], ids=["raw", "gzip"])
@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "nothing"),
        (b"\0", "magic 0x00,"),
        (SMALL[:3], "magic 0x000008,"),
        (SMALL[:4], "byte 4: found 0 bytes, expected 3 sizes"),
        (SMALL[:15], "byte 4: found 11 bytes"),
        (SMALL[:16], "byte 16: found 0 bytes, expected 12 bytes"),
        (SMALL[:-1], "byte 16: found 11 bytes, expected 12 bytes"),
        (SMALL + b"\0", "byte 16: found more, expected 12 bytes"),
        (b"\1" + SMALL[1:], "magic 0x01000803"),
        (b"\0\1" + SMALL[2:], "magic 0x00010803"),
        (header(2, kind=9) + b"\1\2", "magic 0x00000901"),
        (header(kind=8, dims=0) + b"\1", "magic 0x00000800"),
        (header(1, 1, 1, 1, 1) + b"\1", "magic 0x00000805"),
        (header(0), r"sizes (0,)"),
        (header(3, 0, 2), "sizes (3, 0, 2)"),
        (header(*[2**32 - 1] * 3) + bytes(34), "bytes of data in a file of this size"),
        (header(1 << 30, 2), "bytes of data in a file of this size"),
    ],
)
def test_a_wrong_file_is_refused(tmp_path: Path, data: bytes, says: str, zipped: bool) -> None:
    path = written(tmp_path, gzip.compress(data) if zipped else data)
    assert says in str(refused(path))


@pytest.mark.parametrize("dims", [1, 2, 4])
def test_another_number_of_dimensions_is_refused(tmp_path: Path, dims: int) -> None:
    error = refused(written(tmp_path, SMALL), dims)
    assert (error.found, error.expected) == ("magic 0x00000803", f"0x0000080{dims}")


@pytest.mark.parametrize("dims", ["1", 0, 5, 1.0])
def test_dims_that_are_none_are_no_fault_of_the_file(tmp_path: Path, dims: Any) -> None:
    with pytest.raises(ValueError, match=r"dims is .*; expected .*1 to 4") as refused_:
        read_idx(written(tmp_path, SMALL), dims)
    assert not isinstance(refused_.value, FormatError)


@pytest.mark.parametrize("zipped", [False, True], ids=["raw", "gzip"])
@pytest.mark.parametrize(
    "sizes", [(2**32 - 1,) * 3, (900_000, 1000, 1)], ids=["2^96", "900 MB in 50 bytes"]
)
def test_memory_follows_what_the_file_holds_not_what_it_says(
    tmp_path: Path, sizes: tuple[int, ...], zipped: bool
) -> None:
    data = header(*sizes).ljust(50, b"\7")
    path = written(tmp_path, gzip.compress(data) if zipped else data)
    assert peak_of_refusal(path) < 20 * MB


def test_a_gzip_bomb_is_not_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "bomb.gz"
    with gzip.open(path, "wb", compresslevel=1) as file:
        file.write(header(10))
        for _ in range(100):
            file.write(bytes(MB))
    assert path.stat().st_size < MB
    assert peak_of_refusal(path) < 20 * MB


def test_a_gzip_bomb_that_declares_itself_too_large_is_not_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "bomb.gz"
    with gzip.open(path, "wb", compresslevel=1) as file:
        file.write(header(2_000_000_000))
        for _ in range(100):
            file.write(bytes(MB))
    assert peak_of_refusal(path) < 20 * MB


def test_an_honest_gzip_that_unpacks_to_far_more_is_refused_without_the_memory(
    tmp_path: Path,
) -> None:
    """The header says 30 MB, and 30 MB of zeros are there, in 30 kB."""
    path = tmp_path / "bomb.gz"
    path.write_bytes(gzip.compress(header(30_000, 1000) + bytes(30 * MB)))
    assert path.stat().st_size < 50_000
    assert peak_of_refusal(path) < MB


@pytest.mark.parametrize("kept", range(2, len(ZIPPED)))
def test_a_gzip_cut_short_is_refused_wherever_it_is_cut(tmp_path: Path, kept: int) -> None:
    assert refused(written(tmp_path, ZIPPED[:kept])).where == "gzip"


@pytest.mark.parametrize("place", [-8, -4], ids=["CRC", "length"])
def test_a_gzip_whose_sums_do_not_match_is_refused(tmp_path: Path, place: int) -> None:
    broken = bytearray(ZIPPED)
    broken[place] ^= 1
    assert "broken data" in str(refused(written(tmp_path, bytes(broken))))


def test_a_file_that_is_not_there_is_no_format_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read_idx(tmp_path / "nothing")


@settings(HERE, max_examples=400)
@given(st.data(), st.sampled_from([SMALL, ZIPPED]))
def test_changed_bytes_are_read_or_refused(
    tmp_path: Path, data: st.DataObject, file: bytes
) -> None:
    changed = bytearray(file)
    edits = st.tuples(st.integers(0, len(file) - 1), st.integers(0, 255))
    for place, value in data.draw(st.lists(edits, min_size=1, max_size=4)):
        changed[place] = value
    path = written(tmp_path, bytes(changed[: data.draw(st.integers(0, len(file)))]))
    try:
        found = read_idx(path)
    except FormatError:
        return
    assert found.dtype == np.uint8
    assert found.size > 0
