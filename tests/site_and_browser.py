"""How the book is built for a test, and what is done where there is no browser."""

import os
import sys
from pathlib import Path
from subprocess import CompletedProcess
from typing import NoReturn

import pytest
from child_processes import run_child


def strict_build(source: Path, target: Path) -> CompletedProcess[str]:
    """Build a book afresh, with warnings as errors; the pages are in `target/_build/html`."""
    run = "from jupyter_book.cli.main import main; main()"
    command = [sys.executable, "-c", run, "build", str(source)]
    command += ["--path-output", str(target), "-W", "-n", "--keep-going"]
    return run_child(command, cwd=source)


def without_browser(reason: str) -> NoReturn:
    """Skip, or fail where NUMREC_BROWSER is "required", which it is in CI unless told."""
    unless_told = "required" if os.environ.get("CI") == "true" else "optional"
    if (os.environ.get("NUMREC_BROWSER") or unless_told) == "required":
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)
