"""Check everything, as `make test` does: code, types, words, coverage, the book, the notebooks.

On Windows, without make, say `.venv/Scripts/python -m tools.check`. Names of steps may follow.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from time import perf_counter

ROOT = Path(__file__).parent.parent
STRICT = ROOT / "_build" / "strict"
PYTEST = ["-m", "pytest", "-n", "2", "--dist", "loadfile", "-q", "-p", "tools.progress"]
# A cell's limit lies below the one of a test, so that nbval itself ends the notebook.
NBVAL = ["--nbval", "--nbval-current-env", "--nbval-cell-timeout=500"]
STRICT_NBVAL = ["-p", "tools.whole_outputs", *NBVAL]
IMPORTS = "from importlinter.cli import lint_imports_command as main; main()"
PYTHON_FILES = [
    str(path) for name in ("numrec", "companion") for path in ROOT.glob(f"{name}/**/*.py")
]
BUILD = "from jupyter_book.cli.main import main; main()"
STRICTLY = ["--path-output", str(STRICT), "-W", "-n", "--keep-going", "-q"]

STEPS: dict[str, tuple[str, list[list[str]]]] = {
    "code": (
        "lint, imports, docstrings and types",
        [
            ["-m", "ruff", "check", "."],
            ["-m", "ruff", "format", "--check", "."],
            ["-c", IMPORTS, "--no-cache", "--no-logo"],
            ["-m", "numpydoc", "lint", *PYTHON_FILES],
            ["-m", "mypy"],
        ],
    ),
    "words": ("spelling, and the words of the pages", [["-m", "tools.words"]]),
    "coverage": ("coverage of the derivation", [["-m", "companion.pages.coverage"]]),
    "book": (
        "the book, built strictly and afresh",
        # Sphinx builds a page of a stored error without a warning, so the rules come first.
        [["-m", "tools.notebook_rules"], ["-c", BUILD, "build", ".", *STRICTLY]],
    ),
    "notebooks": (
        "every notebook against its stored outputs",
        [[*PYTEST, *STRICT_NBVAL, "notebooks"]],
    ),
    "tests": ("unit tests, and the pages in a browser", [[*PYTEST, "tests"]]),
}


def main(names: list[str]) -> int:
    """Take the steps of these names, or all; stop at the first that fails, and give its status."""
    if unknown := [name for name in names if name not in STEPS]:
        print(
            f"unknown steps {unknown}; expected some of {[*STEPS]}, or none for all",
            file=sys.stderr,
        )
        return 2
    chosen = names or list(STEPS)
    if "book" in chosen:
        shutil.rmtree(STRICT, ignore_errors=True)
    # Two workers have the cores already: threads of both would wait for each other.
    environment = {"OPENBLAS_NUM_THREADS": "1", **os.environ}
    if {"book", "tests"} <= set(chosen):
        environment["NUMREC_SITE"] = str(STRICT / "_build" / "html")
    seconds = {}
    for place, name in enumerate(chosen, start=1):
        title, commands = STEPS[name]
        print(f"== {place}/{len(chosen)} {title}", flush=True)
        start = perf_counter()
        for command in commands:
            ended = subprocess.run(
                [sys.executable, *command], cwd=ROOT, env=environment, check=False
            )
            if ended.returncode:
                return ended.returncode
        seconds[title] = perf_counter() - start
    print(f"== all is well after {sum(seconds.values()):.0f} s")
    for title, took in seconds.items():
        print(f"{took:7.1f}  {title}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
