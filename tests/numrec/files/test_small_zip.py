"""A small zip file that anybody may have made: each limit at its edge."""

import io
import zipfile

import pytest

from numrec import FormatError
from numrec.files.small_zip import read_members

LARGEST, ENTRIES, TABLE = 8 * 1024 * 1024, 1100, 256 * 1100


def packed(*names: str, content: bytes = b"12345") -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in names:
            archive.writestr(zipfile.ZipInfo(name), content)
    return file.getvalue()


def refused(data: bytes, most: int = 5) -> str:
    with pytest.raises(FormatError) as told:
        read_members("a.zip", data, {"b": most})
    return str(told.value)


def with_a_table_of(size: int) -> bytes:
    sound = packed("b")
    return sound[:-10] + size.to_bytes(4, "little") + sound[-6:]


def test_a_wanted_member_is_found_behind_others_and_may_be_as_large_as_it_is_said() -> None:
    assert read_members("a.zip", packed("a", "of mine/b"), {"b": 5}) == {"b": b"12345"}
    assert refused(packed("b"), most=4) == "a.zip: b: found 5 bytes, expected at most 4"


def test_a_file_and_what_is_in_it_may_be_so_large_and_no_larger() -> None:
    assert "no end of a zip file" in refused(bytes(LARGEST))
    assert f"found {LARGEST + 1} bytes" in refused(bytes(LARGEST + 1))
    many = [str(k) for k in range(ENTRIES)]
    assert read_members("a.zip", packed(*many), {}) == {}
    assert f"found {ENTRIES + 1} entries" in refused(packed(*many, "b"))


def test_the_table_is_judged_by_what_the_end_says_of_it() -> None:
    assert "broken data" in refused(with_a_table_of(TABLE))
    for size in (TABLE + 1, 1 << 24):
        assert f"found a table of more than {TABLE} bytes" in refused(with_a_table_of(size))
    sound = packed("b")
    large = sound[:-22] + b"PK\6\7" + bytes(16) + sound[-22:]  # what a zip of 64 bits has there
    assert "found a table of more than" in refused(large)
    assert "no end of a zip file" in refused(b"PK\5\6" + bytes(17))


@pytest.mark.parametrize("odd", ["../b", "/b", "b\x1f", "b?"])
def test_an_odd_name_is_refused_by_its_place(odd: str) -> None:
    assert ": entry 2: found an odd name" in refused(packed("a", odd))
