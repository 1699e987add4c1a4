"""A save that is killed leaves the old model or the new one, whole; a full disk is said."""

import errno
import os
import signal
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from child_processes import child

from numrec import Network, load_model, new_network, save_model

KILLS = int(os.environ.get("NUMREC_KILLS", "12"))
"""For each ending; set it to thousands for a longer run."""

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


def fingerprint(net: Network) -> bytes:
    return b"".join(net.omega[l].tobytes() + net.b[l].tobytes() for l in net.omega)


@pytest.mark.parametrize("ending", ["npz", "txt"])
def test_a_save_killed_at_any_moment_leaves_a_whole_model(tmp_path: Path, ending: str) -> None:
    nets = (new_network([50, 40, 10], np.random.default_rng(seed)) for seed in (1, 2))
    whole = {fingerprint(net) for net in nets}
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
    save_model(new_network([50, 40, 10], np.random.default_rng(3)), path)  # and in nobody's way
    assert fingerprint(load_model(path)) not in whole


@pytest.mark.parametrize("fails", ["write", "fsync"])
def test_a_full_disk_is_said_and_the_old_model_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails: str
) -> None:
    old, new = (new_network([50, 40, 10], np.random.default_rng(seed)) for seed in (1, 2))
    path = tmp_path / "model.npz"
    save_model(old, path)

    def full(*arguments: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", str(path))

    where = "numrec.files.model_file.write_npz" if fails == "write" else "os.fsync"
    if fails == "write":
        import numrec.files.model_file

        formats = numrec.files.model_file._FORMATS
        monkeypatch.setitem(formats, ".npz", (full, formats[".npz"][1]))
    else:
        monkeypatch.setattr(where, full)
    with pytest.raises(OSError, match="No space left on device"):
        save_model(new, path)
    monkeypatch.undo()
    assert [p.name for p in tmp_path.iterdir()] == ["model.npz"]
    assert fingerprint(load_model(path)) == fingerprint(old)
    save_model(new, path)  # the network is still in memory


def test_a_folder_that_cannot_be_written_in_is_said(tmp_path: Path) -> None:
    """Root may write anywhere, so a file stands where the folder should."""
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(OSError, match="file"):
        save_model(new_network([5, 3], np.random.default_rng(1)), tmp_path / "file" / "model.npz")
