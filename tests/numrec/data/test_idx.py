"""IDX files are read exactly, and whatever is wrong with one is a FormatError that names it."""

import gzip
import struct
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from measures import peak_of

from numrec.data.idx import read_idx
from numrec.errors import FormatError
from numrec.files.limits import BESIDE, TIMES

MB, LARGEST = 1_000_000, 1 << 28
ZIPPED = pytest.mark.parametrize("zipped", [False, True], ids=["raw", "gzip"])


def header(*sizes: int, kind: int = 8) -> bytes:
    return bytes([0, 0, kind, len(sizes)]) + struct.pack(f">{len(sizes)}I", *sizes)


SMALL = header(2, 3, 2) + bytes(range(12))
SMALL_GZIP = gzip.compress(SMALL, mtime=0)


def written(folder: Path, data: bytes, zipped: bool = False) -> Path:
    (folder / "some-idx-file").write_bytes(gzip.compress(data) if zipped else data)
    return folder / "some-idx-file"


def refused(path: Path, dims: int | None = None) -> FormatError:
    with pytest.raises(FormatError) as caught:
        read_idx(path, dims)
    assert caught.value.path == str(path)
    return caught.value


@ZIPPED
@pytest.mark.parametrize("shape", [(1,), (5,), (1, 1), (3, 256), (6, 1, 4), (2, 3, 2, 5)])
def test_what_is_written_is_read(tmp_path: Path, shape: tuple[int, ...], zipped: bool) -> None:
    array = np.random.default_rng(0).integers(0, 256, shape).astype(np.uint8)
    path = written(tmp_path, header(*shape) + array.tobytes(), zipped)
    for dims in (None, len(shape)):
        found = read_idx(path, dims)
        assert found.dtype == np.uint8
        assert np.array_equal(found, array)


@ZIPPED
@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "byte 0: found nothing, expected 0x00000801 to 0x00000804"),
        (b"\0", "found magic 0x00, expected 0x00000801 to 0x00000804"),
        (SMALL[:3], "magic 0x000008,"),
        (SMALL[:4], "byte 4: found 0 bytes, expected 3 sizes of 4 bytes"),
        (SMALL[:15], "byte 4: found 11 bytes"),
        (SMALL[:16], "byte 16: found 0 bytes, expected 12 bytes for sizes (2, 3, 2)"),
        (SMALL[:-1], "byte 16: found 11 bytes, expected 12 bytes"),
        (SMALL + b"\0", "byte 16: found more, expected 12 bytes"),
        (b"\1" + SMALL[1:], "magic 0x01000803"),
        (b"\0\1" + SMALL[2:], "magic 0x00010803"),
        (b"\0\0\7" + SMALL[3:], "magic 0x00000703"),
        (b"\xff" + SMALL[1:], "magic 0xff000803"),
        (header(2, kind=9) + b"\1\2", "magic 0x00000901"),
        (header() + b"\1", "magic 0x00000800"),
        (header(1, 1, 1, 1, 1) + b"\1", "magic 0x00000805"),
        (header(0), r"byte 4: found sizes (0,), expected 1 to "),
        (header(3, 0, 2), "sizes (3, 0, 2)"),
        (header(*[2**32 - 1] * 3) + bytes(34), "bytes of data in a file of this size"),
        (header(LARGEST + 1), "bytes of data in a file of this size"),
    ],
)
def test_a_wrong_file_is_refused(tmp_path: Path, data: bytes, says: str, zipped: bool) -> None:
    assert says in str(refused(written(tmp_path, data, zipped)))


def test_the_largest_file_is_looked_for_in_its_data(tmp_path: Path) -> None:
    expected = f"{LARGEST} bytes for sizes ({LARGEST},)"
    assert refused(written(tmp_path, header(LARGEST))).expected == expected


@pytest.mark.parametrize("dims", [1, 2, 4])
def test_another_number_of_dimensions_is_refused(tmp_path: Path, dims: int) -> None:
    error = refused(written(tmp_path, SMALL), dims)
    assert (error.found, error.expected) == ("magic 0x00000803", f"0x0000080{dims}")


@pytest.mark.parametrize("dims", ["1", 0, 5, 1.0])
def test_dims_that_are_none_are_no_fault_of_the_file(tmp_path: Path, dims: Any) -> None:
    with pytest.raises(ValueError, match=r"^dims is .*; expected .*1 to 4"):
        read_idx(written(tmp_path, SMALL), dims)


@ZIPPED
@pytest.mark.parametrize("sizes", [(2**32 - 1,) * 3, (200_000, 1000, 1)], ids=["2^96", "200 MB"])
def test_memory_follows_what_the_file_holds(tmp_path: Path, sizes: Any, zipped: bool) -> None:
    path = written(tmp_path, header(*sizes).ljust(50, b"\7"), zipped)
    assert peak_of(lambda: refused(path)) < 5 * MB


@pytest.mark.parametrize("declared", [10, 30 * MB, 2_000_000_000])
def test_a_gzip_bomb_is_not_unpacked(tmp_path: Path, declared: int) -> None:
    """30 MB of zeros in 30 kB, also where the header says honestly that they are there."""
    path = written(tmp_path, header(declared) + bytes(30 * MB), zipped=True)
    assert path.stat().st_size < 50_000
    assert peak_of(lambda: refused(path)) < MB


def test_a_gzip_may_hold_sixteen_times_its_size_and_a_little(tmp_path: Path) -> None:
    assert read_idx(written(tmp_path, header(BESIDE) + bytes(BESIDE), True)).shape == (BESIDE,)
    path = written(tmp_path, header(9 * BESIDE) + bytes(9 * BESIDE), True)
    most = TIMES * path.stat().st_size + BESIDE
    assert refused(path).expected.startswith(f"1 to {most} bytes")


@pytest.mark.parametrize("kept", [*range(2, len(SMALL_GZIP)), "CRC", "length"])
def test_a_gzip_cut_short_or_with_wrong_sums_is_refused(tmp_path: Path, kept: int | str) -> None:
    broken = bytearray(SMALL_GZIP)
    if isinstance(kept, int):
        del broken[kept:]
    else:
        broken[-8 if kept == "CRC" else -4] ^= 1
    error = refused(written(tmp_path, bytes(broken)))
    assert (error.where, error.expected) == ("gzip", "a whole file")
    assert error.found.startswith("broken data (")
