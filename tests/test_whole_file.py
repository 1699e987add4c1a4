"""A file appears whole under its own name, with the rights it should have, or not at all."""

import errno
import os
import stat
from pathlib import Path

import pytest

from numrec.files.atomic import written_whole

POSIX = pytest.mark.skipif(os.name != "posix", reason="Windows has no such rights, nor a umask")


def write(path: Path, data: bytes, *, keep: bool = True) -> None:
    with written_whole(path, keep=keep) as file:
        file.write(data)


def rights(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_it_is_there_whole_and_alone(tmp_path: Path) -> None:
    for data in (b"one", b"two"):
        write(tmp_path / "file", data)
        assert [(p.name, p.read_bytes()) for p in tmp_path.iterdir()] == [("file", data)]


def test_a_trial_leaves_nothing_and_changes_nothing(tmp_path: Path) -> None:
    write(tmp_path / "new", b"one", keep=False)
    assert not list(tmp_path.iterdir())
    write(tmp_path / "old", b"one")
    write(tmp_path / "old", b"two", keep=False)
    assert [(p.name, p.read_bytes()) for p in tmp_path.iterdir()] == [("old", b"one")]


@pytest.mark.parametrize("fault", [ValueError("mine"), KeyboardInterrupt()])
def test_what_breaks_off_leaves_the_old_file(tmp_path: Path, fault: BaseException) -> None:
    path = tmp_path / "file"
    write(path, b"old")

    def breaks_off() -> None:
        with written_whole(path) as file:
            file.write(b"ne")
            raise fault

    with pytest.raises(type(fault)):
        breaks_off()
    assert [(p.name, p.read_bytes()) for p in tmp_path.iterdir()] == [("file", b"old")]


@pytest.mark.parametrize(
    "error",
    [
        OSError(errno.ENOSPC, "No space left on device"),
        OSError(errno.ENOSPC, "No space left on device", "/tmp/.beside.1234"),
        OSError("No space left on device"),
    ],
    ids=["no name", "another name", "no number"],
)
def test_a_full_disk_is_said_of_the_file_that_was_asked_for(tmp_path: Path, error: OSError) -> None:
    with pytest.raises(OSError, match="No space left") as said, written_whole(tmp_path / "file"):
        raise error
    assert (said.value.filename, said.value.filename2) == (str(tmp_path / "file"), None)
    assert said.value.strerror == "No space left on device"
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("keep", [True, False])
@pytest.mark.parametrize(
    ("name", "kind", "says"),
    [
        ("gone/file", FileNotFoundError, "there is no folder"),
        ("here/file", FileNotFoundError, "there is no folder"),
        ("folder", IsADirectoryError, "is a folder"),
    ],
)
def test_a_place_that_cannot_be_is_named(
    tmp_path: Path, name: str, kind: type[OSError], says: str, keep: bool
) -> None:
    (tmp_path / "here").write_text("no folder")
    (tmp_path / "folder").mkdir()
    with pytest.raises(kind, match=says) as said:
        write(tmp_path / name, b"", keep=keep)
    assert said.value.filename == str(tmp_path / name)


@POSIX
@pytest.mark.parametrize(("umask", "expected"), [(0o077, 0o600), (0o022, 0o644), (0o002, 0o664)])
def test_a_new_file_has_the_rights_of_any_new_file(
    tmp_path: Path, umask: int, expected: int
) -> None:
    before = os.umask(umask)
    try:
        write(tmp_path / "file", b"")
    finally:
        os.umask(before)
    assert rights(tmp_path / "file") == expected


@POSIX
def test_an_old_file_keeps_its_rights_and_a_link_stays_a_link(tmp_path: Path) -> None:
    path, link = tmp_path / "file", tmp_path / "link"
    write(path, b"old")
    path.chmod(0o600)
    link.symlink_to(path)
    write(link, b"new")
    assert rights(path) == 0o600
    assert link.is_symlink()
    assert path.read_bytes() == b"new"
