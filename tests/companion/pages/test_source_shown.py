"""Page and code are held together: each step's lines of numrec stand in the step's chapter."""

import inspect
import json
from functools import reduce
from importlib import import_module
from pathlib import Path

import pytest

from companion.pages.coverage import read_coverage
from companion.pages.source import code_of, lines_of
from companion.steps import steps

NOTEBOOKS = Path(__file__).parents[3] / "notebooks"
CHAPTERS = {name: found.claimed_in for name, found in read_coverage(NOTEBOOKS).items()}


@pytest.mark.parametrize("step", steps())
def test_a_step_has_a_line_in_the_function_that_it_names_and_its_lines_in_its_chapter(
    step: str,
) -> None:
    module, _, names = steps()[step].numrec.partition(".")
    function = reduce(getattr, names.split("."), import_module(f"numrec.{module}"))
    lines, start = inspect.getsourcelines(function)
    places = [line.number for line in lines_of(step) if line.file == f"{module}.py"]
    assert any(start <= place < start + len(lines) for place in places)

    cells = json.loads((NOTEBOOKS.parent / str(CHAPTERS[step])).read_text("utf-8"))["cells"]
    outputs = [output for cell in cells for output in cell.get("outputs", ())]
    shown = "".join("".join(output.get("text", ())) for output in outputs)
    assert [line.text for line in lines_of(step) if line.text not in shown] == []


def test_the_lines_of_a_step_come_from_the_source() -> None:
    assert "z[l] = np.matmul(net.omega[l], a[l - 1]" in code_of("F1")
    with pytest.raises(KeyError, match="'# F9'"):
        code_of("F9")
