"""Page and code are held together: each step's lines lie in the function that it names.

That the fold under its equation shows them is held by tests/site/test_static.py.
"""

import inspect
from functools import reduce
from importlib import import_module

import pytest

from companion.pages.source import code_of, lines_of
from companion.steps import steps


@pytest.mark.parametrize("step", steps())
def test_a_step_has_a_line_in_the_function_that_it_names(step: str) -> None:
    module, _, names = steps()[step].numrec.partition(".")
    function = reduce(getattr, names.split("."), import_module(f"numrec.{module}"))
    lines, start = inspect.getsourcelines(function)
    places = [line.number for line in lines_of(step) if line.file == f"{module}.py"]
    assert any(start <= place < start + len(lines) for place in places)


def test_the_lines_of_a_step_come_from_the_source() -> None:
    assert "z[l] = np.matmul(net.omega[l], a[l - 1]" in code_of("F1")
    with pytest.raises(KeyError, match="'# F9'"):
        code_of("F9")
