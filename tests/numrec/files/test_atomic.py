"""A file appears whole under its own name, with the rights it should have, or not at all."""

import errno
import os
import signal
import stat
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from child_processes import child

from numrec import Network, load_model, new_network, save_model
from numrec.files.atomic import atomic_write

POSIX = pytest.mark.skipif(os.name != "posix", reason="Windows has no such rights, nor a umask")
FULL = OSError(errno.ENOSPC, "No space left on device")
KILLS = int(os.environ.get("NUMREC_KILLS", "12"))
"""For each ending; set it to thousands for a longer run."""


def write(path: Path, data: bytes, *, keep: bool = True) -> None:
    with atomic_write(path, keep=keep) as file:
        file.write(data)


def files(folder: Path) -> list[tuple[str, bytes]]:
    return [(path.name, path.read_bytes()) for path in folder.iterdir()]


def test_it_is_there_whole_and_alone(tmp_path: Path) -> None:
    for data in (b"one", b"two"):
        write(tmp_path / "file", data)
        assert files(tmp_path) == [("file", data)]


def test_a_trial_leaves_nothing_and_changes_nothing(tmp_path: Path) -> None:
    write(tmp_path / "file", b"one", keep=False)
    assert files(tmp_path) == []
    write(tmp_path / "file", b"one")
    write(tmp_path / "file", b"two", keep=False)
    assert files(tmp_path) == [("file", b"one")]


@pytest.mark.parametrize("fault", [ValueError("mine"), KeyboardInterrupt()])
def test_what_breaks_off_leaves_the_old_file(tmp_path: Path, fault: BaseException) -> None:
    write(tmp_path / "file", b"old")

    def breaks_off() -> None:
        with atomic_write(tmp_path / "file") as file:
            file.write(b"ne")
            raise fault

    with pytest.raises(type(fault)):
        breaks_off()
    assert files(tmp_path) == [("file", b"old")]


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


@pytest.mark.parametrize(
    "error",
    [FULL, OSError(*FULL.args, "/tmp/.beside.1234"), OSError("No space left on device")],
    ids=["no name", "another name", "no number"],
)
def test_a_full_disk_is_said_of_the_file_that_was_asked_for(tmp_path: Path, error: OSError) -> None:
    with pytest.raises(OSError, match="No space left") as said, atomic_write(tmp_path / "file"):
        raise error
    assert (said.value.filename, said.value.filename2) == (str(tmp_path / "file"), None)
    assert said.value.strerror == "No space left on device"
    assert said.value.errno == (error.errno or errno.EIO)
    assert files(tmp_path) == []


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
one = new_network([50, 40, 10], np.random.default_rng(1))
two = new_network([50, 40, 10], np.random.default_rng(2))
save_model(one, sys.argv[1])
print("saving", flush=True)
while True:
    save_model(two, sys.argv[1])
    save_model(one, sys.argv[1])
"""


def network(seed: int) -> Network:
    return new_network([50, 40, 10], np.random.default_rng(seed))


def fingerprint(net: Network) -> bytes:
    return b"".join(net.omega[l].tobytes() + net.b[l].tobytes() for l in net.omega)


@pytest.mark.parametrize("ending", ["npz", "txt"])
def test_a_save_killed_at_any_moment_leaves_a_whole_model(tmp_path: Path, ending: str) -> None:
    whole = {fingerprint(network(seed)) for seed in (1, 2)}
    rng, found = np.random.default_rng(0), set()
    path = tmp_path / f"model.{ending}"
    for _ in range(KILLS):
        command = [sys.executable, "-c", SAVING, str(path)]
        with child(command) as saving:
            assert saving.stdout is not None
            assert saving.stdout.readline() == "saving\n"
            time.sleep(float(rng.uniform(0, 0.05)))
            saving.kill()  # on Windows TerminateProcess, which cannot be put off either
        assert saving.returncode == (1 if os.name == "nt" else -signal.SIGKILL)
        found.add(fingerprint(load_model(path)))
    assert found <= whole
    others = {p.name for p in tmp_path.iterdir()} - {path.name}
    assert all(name.startswith(f".{path.name}.") for name in others), "left-overs are hidden"
    save_model(network(3), path)  # and in nobody's way
    assert fingerprint(load_model(path)) not in whole


def test_a_model_that_the_disk_has_no_room_for_leaves_the_old_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "model.npz"
    save_model(network(1), path)

    def full(handle: int) -> None:
        raise FULL

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        save_model(network(2), path)
    monkeypatch.undo()
    assert [p.name for p in tmp_path.iterdir()] == ["model.npz"]
    assert fingerprint(load_model(path)) == fingerprint(network(1))
    save_model(network(2), path)  # the network is still in memory
    assert fingerprint(load_model(path)) == fingerprint(network(2))
