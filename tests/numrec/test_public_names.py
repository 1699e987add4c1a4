"""What `import numrec` gives: every public name, and nothing slow."""

import sys

from child_processes import run_child

import numrec


def test_every_public_name_is_there() -> None:
    assert {*numrec.__all__, "__version__"} <= set(dir(numrec))
    assert all(getattr(numrec, name).__module__.startswith("numrec.") for name in numrec.__all__)


def test_the_import_needs_numpy_alone() -> None:
    others = {"click", "rich", "PIL", "threadpoolctl", "matplotlib", "sympy"}
    code = f"import sys, numrec; print({others} & set(sys.modules))"
    assert run_child([sys.executable, "-c", code], check=True).stdout == "set()\n"
