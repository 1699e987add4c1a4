"""What a fresh machine lacks is said in one line, and the commands are listed."""

import os
import shutil
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from child_processes import run_child

pytestmark = pytest.mark.skipif(not shutil.which("make"), reason="this system has no make")

ROOT = Path(__file__).parents[1]


def make(folder: Path, *arguments: str, path: str | None = None) -> CompletedProcess[str]:
    for name in ("Makefile", "requirements.txt", "pyproject.toml"):
        shutil.copy(ROOT / name, folder)
    for name in ("book", "notebooks", "numrec", "data/mnist"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    env = {key: value for key, value in os.environ.items() if not key.startswith("MAKE")}
    return run_child(
        ["make", "--no-print-directory", *arguments],
        cwd=folder,
        env=env | ({"PATH": path} if path else {}),
    )


def stand_in(folder: Path, script: str) -> str:
    """Make a python that answers as the script says."""
    path = folder / "stand-in"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return f"PYTHON={path}"


def test_a_missing_python_is_said_in_one_line(tmp_path: Path) -> None:
    result = make(tmp_path, "book", "PYTHON=no-such-python")
    assert result.returncode != 0
    assert result.stdout == (
        "no no-such-python found: install Python 3.11 or newer, or say make PYTHON=...\n"
    )


def test_a_python_that_is_too_old_is_said_in_one_line(tmp_path: Path) -> None:
    old = stand_in(tmp_path, 'if [ "$1" = --version ]; then echo Python 3.9.2; else exit 1; fi')
    result = make(tmp_path, "book", old)
    assert result.returncode != 0
    assert result.stdout.startswith("Python 3.9.2 found: Python 3.11 or newer is needed")
    assert result.stdout.count("\n") == 1


def test_a_missing_venv_module_is_said_in_one_line(tmp_path: Path) -> None:
    bare = stand_in(tmp_path, 'case "$2" in *venv*) exit 1;; *) exit 0;; esac')
    result = make(tmp_path, "test", bare)
    assert result.returncode != 0
    assert "has no venv module: install it" in result.stdout
    assert result.stdout.count("\n") == 1


@pytest.mark.parametrize("pip", ["exit 1", "exit 0"], ids=["cut off", "whole"])
def test_a_set_up_that_was_cut_off_begins_anew(tmp_path: Path, pip: str) -> None:
    """An environment without pip is made again; one that is whole is kept."""
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    stand_in(tmp_path / ".venv" / "bin", f'case "$*" in *--version) {pip};; *) exit 3;; esac')
    (tmp_path / ".venv" / "bin" / "stand-in").rename(tmp_path / ".venv" / "bin" / "python")
    fake = stand_in(tmp_path, 'case "$*" in *"-m venv"*) echo "asked for: $*"; exit 4;; esac')
    result = make(tmp_path, "coverage", fake)
    assert result.returncode != 0
    assert ("asked for: -m venv --clear .venv" in result.stdout) == (pip == "exit 1")
    assert not (tmp_path / ".venv" / ".ready").exists()


@pytest.mark.parametrize(
    "target", "book test notebooks coverage train cluster mutants lab pins clean".split()
)
def test_help_lists_each_command(tmp_path: Path, target: str) -> None:
    assert f"make {target} " in make(tmp_path, "help").stdout
