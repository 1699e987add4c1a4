"""What a fresh machine lacks is said in one line, and the commands are listed."""

import contextlib
import os
import re
import shutil
import tempfile
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from child_processes import run_child

pytestmark = pytest.mark.skipif(not shutil.which("make"), reason="this system has no make")

ROOT = Path(__file__).parents[1]


def make(folder: Path, *arguments: str) -> CompletedProcess[str]:
    for name in ("Makefile", "requirements.txt", "requirements-test.txt", "pyproject.toml"):
        shutil.copy(ROOT / name, folder)
    for name in ("book", "notebooks", "numrec", "companion", "data/mnist"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    env = {key: value for key, value in os.environ.items() if not key.startswith("MAKE")}
    return run_child(["make", "--no-print-directory", *arguments], cwd=folder, env=env)


def stand_in(path: Path, script: str) -> str:
    """Make a python that answers as the script says."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return f"PYTHON={path}"


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("", "no no-such-python found: install Python 3.11"),
        ('[ "$1" = --version ] && echo Python 3.9.2', "Python 3.9.2 found: Python 3.11 or newer"),
        ('case "$2" in *venv*) exit 1; esac', "has no venv module: install it"),
    ],
)
def test_what_is_missing_is_said_in_one_line(tmp_path: Path, script: str, said: str) -> None:
    python = stand_in(tmp_path / "python", script) if script else "PYTHON=no-such-python"
    result = make(tmp_path, "book", python)
    assert result.returncode != 0
    assert said in result.stdout
    assert result.stdout.count("\n") == 1


@pytest.mark.parametrize("pip", ["exit 1", "exit 0"], ids=["cut off", "whole"])
def test_a_set_up_that_was_cut_off_begins_anew(tmp_path: Path, pip: str) -> None:
    """An environment without pip is made again; one that is whole is kept."""
    own = tmp_path / ".venv" / "bin" / "python"
    stand_in(own, f'case "$*" in *--version) {pip};; *) exit 3;; esac')
    fake = 'case "$*" in *"-m venv"*) echo "asked for: $*"; exit 4;; esac'
    result = make(tmp_path, "coverage", stand_in(tmp_path / "python", fake))
    assert result.returncode != 0
    assert ("asked for: -m venv --clear .venv" in result.stdout) == (pip == "exit 1")
    assert not (tmp_path / ".venv" / ".ready").exists()


@pytest.mark.skipif(
    os.name != "posix" or (os.geteuid() == 0 and not shutil.which("setpriv")),
    reason="root writes anywhere, and there is no setpriv to be someone else",
)
@pytest.mark.parametrize("name", ["ein Büchlein", "book"])
def test_a_folder_that_cannot_be_written_to_is_said_in_one_line(name: str) -> None:
    # a folder of pytest's is closed to others
    with tempfile.TemporaryDirectory() as outer:
        folder = Path(outer, name)
        folder.mkdir()
        make(folder, "help")  # puts there what make needs
        Path(outer).chmod(0o755)
        folder.chmod(0o555)
        someone = ["setpriv", "--reuid=65534", "--clear-groups"] if os.geteuid() == 0 else []
        result = run_child([*someone, "make", "--no-print-directory", "book"], cwd=folder)
        folder.chmod(0o755)
    assert result.returncode != 0
    assert f"{name} cannot be written to: copy it to a folder of your own" in result.stdout
    assert result.stdout.count("\n") == 1


def test_the_book_asks_for_nothing_that_only_tests_need(tmp_path: Path) -> None:
    asked = make(tmp_path, "--dry-run", "book").stdout
    assert "requirements.txt" in asked
    assert "requirements-test.txt" not in asked
    assert "requirements-test.txt" in make(tmp_path, "--dry-run", "test").stdout
    tests_only = {"playwright", "mypy", "pytest", "ruff", "hypothesis"}
    for_all = (ROOT / "requirements.txt").read_text()
    assert not {name for name in tests_only if f"\n{name}==" in for_all}


def test_what_the_book_needs_stays_small() -> None:
    """Under 500 MB with pip, and with what Python has compiled of it by the end of a build."""
    sizes = {}
    for name in re.findall(r"^([\w.-]+)==", (ROOT / "requirements.txt").read_text(), re.M):
        with contextlib.suppress(PackageNotFoundError):  # another system's
            files = [file for file in distribution(name).files or [] if file.suffix != ".pyc"]
            paths = [Path(str(file.locate())) for file in files]
            sizes[name] = sum(path.stat().st_size for path in paths if path.is_file())
    assert len(sizes) > 80
    assert sum(sizes.values()) < 380e6, sorted(sizes, key=lambda name: -sizes[name])[:5]
