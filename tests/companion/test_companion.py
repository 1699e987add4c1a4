"""companion's public names: each at home, and nothing heavy loaded before it is used."""

import sys

import pytest
from child_processes import run_child

import companion


def test_each_public_name_is_there_by_its_own_name_and_no_other() -> None:
    names = companion.__all__
    assert [getattr(getattr(companion, n), "__name__", n) for n in names] == [*names]
    assert set(names) <= set(dir(companion))
    with pytest.raises(AttributeError, match="'companion' has no attribute 'shows'"):
        _ = companion.shows


@pytest.mark.parametrize(
    ("names", "loaded"),
    [
        ("show, code_of, saliency, scaling", ""),
        ("agrees, prove, shows_erratum", "sympy"),
    ],
)
def test_a_name_loads_no_more_than_it_needs(names: str, loaded: str) -> None:
    code = f"import sys; from companion import {names}\n"
    code += "print(*sorted({'matplotlib', 'sympy'} & set(sys.modules)))"
    assert run_child([sys.executable, "-c", code], check=True).stdout.strip() == loaded
