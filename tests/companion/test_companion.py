"""companion's public names: each at home, and nothing heavy loaded before it is used."""

import sys

import pytest
from child_processes import run_child

import companion


@pytest.mark.parametrize("name", companion.__all__)
def test_each_public_name_is_there_by_its_own_name(name: str) -> None:
    found = getattr(companion, name)
    assert getattr(found, "__name__", name) == name
    assert name in dir(companion)


def test_a_name_that_there_is_not_is_refused() -> None:
    with pytest.raises(AttributeError, match="'companion' has no attribute 'shows'"):
        _ = companion.shows


@pytest.mark.parametrize(
    ("names", "loaded"), [("show, code_of", ""), ("agrees, prove, shows_erratum", "sympy")]
)
def test_a_name_loads_no_more_than_it_needs(names: str, loaded: str) -> None:
    code = f"import sys; from companion import {names}\n"
    code += "print(*sorted({'matplotlib', 'sympy'} & set(sys.modules)))"
    run = run_child([sys.executable, "-c", code], check=True)
    assert run.stdout.strip() == loaded
