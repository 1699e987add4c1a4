"""pytest, run in forks of a process that has loaded NumPy and the like: a third of the time.

    with warm_pytest(folder, environment) as command:
        subprocess.run([*command, "-x", "tests/test_losses.py"])

The command may be run by any program, as `python -m pytest` may. Its run ends with it.
"""

from __future__ import annotations

import gc
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from select import select


@contextmanager
def warm_pytest(folder: Path, environment: Mapping[str, str]) -> Iterator[list[str]]:
    """Keep the process; yield the command that runs pytest in a fork of it.

    Parameters
    ----------
    folder : path
        Where pytest runs.
    environment : mapping
        The environment variables of its runs.
    """
    python = [sys.executable, "-P", __file__]  # -P: this file's folder is no place to import from
    with tempfile.TemporaryDirectory() as room:
        address = str(Path(room) / "socket")
        serving = subprocess.Popen(
            [*python, "serve", address], cwd=folder, env=environment, stdout=subprocess.PIPE
        )
        try:
            assert serving.stdout is not None
            serving.stdout.readline()  # it listens now
            yield [*python, "ask", address]
        finally:
            serving.terminate()
            serving.communicate()


def _serve(address: str) -> None:
    import hypothesis  # noqa: F401
    import PIL.Image  # noqa: F401
    import pytest
    import rich.progress  # noqa: F401

    with socket.socket(socket.AF_UNIX) as server:
        server.bind(address)
        server.listen()
        gc.freeze()  # pytest collects at its end: not what is here already
        print("listening", flush=True)
        while True:
            asking, _ = server.accept()
            with asking:
                writes_no_bytecode, options = json.loads(asking.makefile().readline())
                child = os.fork()
                if child == 0:
                    os.setpgid(0, 0)
                    sys.dont_write_bytecode = writes_no_bytecode
                    os.dup2(asking.fileno(), 1)
                    os.dup2(asking.fileno(), 2)
                    sys.exit(pytest.main(options))
                asking.sendall(bytes([_status(child, asking)]))


def _status(child: int, asking: socket.socket) -> int:
    """Wait for the exit status of a run, and end it where nobody waits for it any more."""
    ended = os.pidfd_open(child)
    try:
        if ended not in select([ended, asking.fileno()], [], [])[0]:
            os.killpg(child, signal.SIGKILL)
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) % 256
    finally:
        os.close(ended)


def _ask(address: str, options: list[str]) -> int:
    """Have pytest run there, or here if nobody answers; a status of our own would be a lie."""
    said = b""
    try:
        with socket.socket(socket.AF_UNIX) as serving:
            serving.connect(address)
            serving.sendall(json.dumps([sys.dont_write_bytecode, options]).encode() + b"\n")
            while more := serving.recv(1 << 16):
                said += more
    except OSError:
        said = b""
    if not said:
        os.execv(sys.executable, [sys.executable, "-m", "pytest", *options])
    sys.stdout.buffer.write(said[:-1])
    return said[-1]


if __name__ == "__main__":
    if sys.argv[1] == "serve":
        _serve(sys.argv[2])
    else:
        sys.exit(_ask(sys.argv[2], sys.argv[3:]))
