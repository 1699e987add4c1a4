"""What `import numrec` gives: every public name, and nothing slow."""

import sys

import pytest
from child_processes import run_child

import numrec


def test_every_public_name_is_there() -> None:
    assert {*numrec.__all__, "__version__"} <= set(dir(numrec))
    assert all(getattr(numrec, name).__module__.startswith("numrec.") for name in numrec.__all__)
    assert set(numrec._LATER) < set(numrec.__all__)
    with pytest.raises(AttributeError, match="'numrec' has no attribute 'nosuch'"):
        _ = numrec.nosuch


def test_the_import_loads_nothing_slow() -> None:
    code = "import sys, numrec; print(*{'pathlib', 'zipfile', 'rich', 'PIL'} & set(sys.modules))"
    here = run_child([sys.executable, "-c", code.replace("numrec", "numpy")], check=True)
    assert run_child([sys.executable, "-c", code], check=True).stdout == here.stdout
