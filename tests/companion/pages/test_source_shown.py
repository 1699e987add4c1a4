"""Page and code are held together: each step's lines lie in the function that it names.

That the fold under its equation shows them is held by tests/site/test_static.py.
"""

import inspect
from functools import reduce
from importlib import import_module

import pytest

from companion.pages.source import COLUMN, code_of, lines_of
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
        code_of("F1", "F9")


def test_lines_shown_together_name_a_file_once_and_fit_the_column() -> None:
    shown = code_of("B10", "B11", "O1").splitlines()
    assert [line for line in shown if line.startswith("numrec/")] == [
        "numrec/network.py",
        "numrec/optimisers.py",
    ]
    assert max(map(len, code_of(*steps()).splitlines())) <= COLUMN
    assert code_of("B8", "B10") == code_of("B8"), "a line that both name comes once"
