"""The page of all equations: each of the steps has its equation, its check and its lines."""

from pathlib import Path

import pytest

from companion.pages.coverage import StepCoverage, read_coverage
from companion.pages.equations import in_lines, rows
from companion.pages.source import steps_named
from companion.steps import steps

COVERED = read_coverage(Path(__file__).parents[3] / "notebooks")


def test_every_step_has_its_equation_its_check_and_its_lines() -> None:
    found = rows(COVERED)
    assert [row.step.id for row in found] == list(steps())
    by = {row.step.id: row for row in found}
    assert by["H2"].latex.endswith(r"= \omega_{kj}^{[l]}")
    kinds = {by[name].step.kind: by[name].check for name in ("N1", "B6", "H9")}
    assert kinds == {"definition": "agrees", "identity": "any width", "algorithm": "by hand"}
    assert all(row.step.id in steps_named(line.text) for row in found for line in row.lines)
    assert by["B4"].chapter == by["B4"].card[0] == "notebooks/output_layer.ipynb"


@pytest.mark.parametrize(
    ("lost", "expected"),
    [
        ({"latex": None}, "B4 has not: an equation; expected"),
        ({"checks": {"agrees": ("x", "y")}}, "B4 has not: a card 'by hand'; expected"),
        ({"step": steps()["B4"]._replace(id="Z1")}, "Z1 has not: a line of numrec; expected"),
        ({"latex": "", "checks": {}}, "B4 has not: an equation, a card 'by hand'; expected"),
    ],
)
def test_a_step_that_lacks_one_is_named(lost: dict[str, object], expected: str) -> None:
    broken = StepCoverage(**{**vars(COVERED["B4"]), **lost})  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=expected):
        rows({**COVERED, broken.step.id: broken})


def test_what_stands_side_by_side_gets_lines_of_its_own() -> None:
    two = in_lines(r"a = b , \qquad c = d")
    assert two == r"\begin{aligned} &a = b, \\ &c = d \end{aligned}"
    for one in (r"a = b", r"f(z) = 1 \qquad g(z) = 2", r"a, \quad b"):
        assert in_lines(one) == one
