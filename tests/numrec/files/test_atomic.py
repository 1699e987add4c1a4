"""A file appears whole under its own name, with the rights it should have, or not at all."""

import errno
import os
import signal
import stat
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from child_processes import child
from measures import same

from numrec import load_model, new_network, save_model
from numrec.files.atomic import atomic_write

POSIX = pytest.mark.skipif(os.name != "posix", reason="Windows has no such rights, nor a umask")
NO_ROOM = "No space left on device"
KILLS = int(os.environ.get("NUMREC_KILLS", "12"))
"""For each ending; set it to thousands for a longer run."""


def write(path: Path, data: bytes, *, keep: bool = True) -> None:
    with atomic_write(path, keep=keep) as file:
        file.write(data)


def files(folder: Path) -> list[tuple[str, bytes]]:
    return [(path.name, path.read_bytes()) for path in folder.iterdir()]


def test_it_is_there_whole_and_alone_and_a_trial_leaves_nothing(tmp_path: Path) -> None:
    write(tmp_path / "file", b"trial", keep=False)
    assert files(tmp_path) == []
    for data in (b"one", b"two"):
        write(tmp_path / "file", data)
        write(tmp_path / "file", b"trial", keep=False)
        assert files(tmp_path) == [("file", data)]
    with atomic_write(path=tmp_path / "file") as file:  # no trial, where nobody says so
        file.write(b"three")
    assert files(tmp_path) == [("file", b"three")]


@pytest.mark.parametrize(
    "fault",
    [
        ValueError("mine"),
        KeyboardInterrupt(),
        OSError(errno.ENOSPC, NO_ROOM),
        OSError(errno.ENOSPC, NO_ROOM, "/tmp/.beside.1234"),
        OSError(NO_ROOM),
    ],
    ids=["an error", "Ctrl-C", "no name", "another name", "no number"],
)
@pytest.mark.parametrize("at", ["writing", "fsync"])
def test_what_breaks_off_leaves_the_old_file_and_is_said_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: BaseException, at: str
) -> None:
    def breaks_off(*arguments: Any) -> None:
        raise fault

    def write_some() -> None:
        with atomic_write(tmp_path / "file") as file:
            file.write(b"ne")
            if at == "writing":
                breaks_off()

    write(tmp_path / "file", b"old")
    if at == "fsync":
        monkeypatch.setattr(os, "fsync", breaks_off)
    with pytest.raises(type(fault)) as said:
        write_some()
    assert files(tmp_path) == [("file", b"old")]
    if isinstance(fault, OSError):
        assert (said.value.filename, said.value.filename2) == (str(tmp_path / "file"), None)
        assert (said.value.strerror, said.value.errno) == (NO_ROOM, fault.errno or errno.EIO)


def test_it_takes_its_name_when_it_is_on_the_disk_and_then_the_name_is_brought_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[tuple[int, list[tuple[str, bytes]]]] = []

    def fsync(handle: int) -> None:
        synced.append((os.fstat(handle).st_ino, files(tmp_path)))

    monkeypatch.setattr(os, "fsync", fsync)
    write(tmp_path / "file", b"data")
    (file, before), (folder, after) = synced
    assert [data for _, data in before] == [b"data"]
    assert before[0][0].startswith(".file.")
    assert after == [("file", b"data")]
    assert file == (tmp_path / "file").stat().st_ino
    assert folder == tmp_path.stat().st_ino


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
def test_a_new_file_has_the_rights_of_any(tmp_path: Path, umask: int, expected: int) -> None:
    before = os.umask(umask)
    try:
        write(tmp_path / "file", b"")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "file").stat().st_mode) == expected


@POSIX
def test_an_old_file_keeps_its_rights_and_a_link_stays_a_link(tmp_path: Path) -> None:
    path, link = tmp_path / "file", tmp_path / "link"
    write(path, b"old")
    path.chmod(0o600)
    link.symlink_to(path)
    write(link, b"new")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert link.is_symlink()
    assert path.read_bytes() == b"new"


SAVING = """
import sys
import numpy as np
from numrec import new_network, save_model
one, two = (new_network([50, 40, 10], np.random.default_rng(seed)) for seed in (1, 2))
save_model(one, sys.argv[1])
print("saving", flush=True)
while True:
    save_model(two, sys.argv[1])
    save_model(one, sys.argv[1])
"""


@pytest.mark.parametrize("ending", ["npz", "txt"])
def test_a_save_killed_at_any_moment_leaves_a_whole_model(tmp_path: Path, ending: str) -> None:
    one, two, three = (new_network([50, 40, 10], np.random.default_rng(seed)) for seed in (1, 2, 3))
    rng, path = np.random.default_rng(0), tmp_path / f"model.{ending}"
    for _ in range(KILLS):
        command = [sys.executable, "-c", SAVING, str(path)]
        with child(command) as saving:
            assert saving.stdout is not None
            assert saving.stdout.readline() == "saving\n"
            time.sleep(float(rng.uniform(0, 0.05)))
            saving.kill()  # on Windows TerminateProcess, which cannot be put off either
        assert saving.returncode == (1 if os.name == "nt" else -signal.SIGKILL)
        found = load_model(path)
        assert same(found, one) or same(found, two)
    others = {p.name for p in tmp_path.iterdir()} - {path.name}
    assert all(name.startswith(f".{path.name}.") for name in others), "left-overs are hidden"
    save_model(three, path)  # and in nobody's way
    assert same(load_model(path), three)
