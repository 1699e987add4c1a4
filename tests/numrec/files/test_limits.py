"""A limit follows the file's size, and reading takes no more than the file holds."""

import io
import zipfile
from typing import Any

import pytest

from numrec.errors import FormatError
from numrec.files.limits import layer_shapes, read_up_to, unpack, unpacked_limit


@pytest.mark.parametrize("size", [0, 1, 1000])
def test_a_packed_file_may_hold_sixteen_times_its_size_and_65536_bytes(size: int) -> None:
    file = io.BytesIO(bytes(size))
    file.seek(size // 2)
    assert unpacked_limit(file) == 16 * size + 65536
    assert file.tell() == 0


def test_no_more_is_asked_for_than_a_megabyte_and_what_is_left() -> None:
    asked = []

    class File(io.BytesIO):
        def read(self, size: Any = -1) -> bytes:
            asked.append(size)
            return super().read(size)

    most = (1 << 20) + 5
    assert len(read_up_to(File(bytes(most + 9)), most)) == most
    assert asked == [1 << 20, 5, 0]


def test_a_locked_member_is_refused_and_one_with_another_flag_is_not() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("ö", b"12")  # whose flag says that the name is UTF-8
    with zipfile.ZipFile(file) as archive:
        (entry,) = archive.infolist()
        assert entry.flag_bits == 0x800
        assert unpack(archive, entry, "x.zip", "images", 2) == b"12"
        entry.flag_bits |= 1
        with pytest.raises(FormatError, match="images: found a password, expected none"):
            unpack(archive, entry, "x.zip", "images", 2)


def test_layers_up_to_the_largest_network_have_shapes() -> None:
    for most in (32, 33):
        assert layer_shapes([5, 4, 3], most) == [(4, 5), (3, 4)]
    assert layer_shapes([5, 4, 3], most=31) == []
    assert layer_shapes([1 << 25, 1]) == [(1, 1 << 25)]
    assert layer_shapes([(1 << 25) + 1, 1]) == []
    assert layer_shapes([5, 0, 3]) == layer_shapes([]) == []
