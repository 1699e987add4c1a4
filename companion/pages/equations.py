"""Every step's equation with what stands behind it, for the page that has them all."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from companion.pages.coverage import StepCoverage
from companion.pages.source import Line, lines_of
from companion.steps import Step


class Row(NamedTuple):
    """One step with its equation.

    Attributes
    ----------
    step : Step
        What it is called, and what its letters mean.
    chapter : str
        The notebook that derives it, from the project's root.
    latex : str
        Its equation, as the chapter has it.
    check : str
        The first check that its kind needs: the proof, where there is something to prove.
    card : tuple of str
        The notebook and the anchor where that check is shown.
    lines : list of Line
        Where numrec computes it.
    """

    step: Step
    chapter: str
    latex: str
    check: str
    card: tuple[str, str]
    lines: list[Line]


def rows(covered: Mapping[str, StepCoverage]) -> list[Row]:
    """Return a row for each step, in the order of the derivation.

    Raises
    ------
    ValueError
        If a step lacks its equation, the first check of its kind, or a line of numrec; names
        the step and all that it lacks.
    """
    found = []
    for name, row in covered.items():
        check, lines = row.step.needs[0], lines_of(name)
        here = {
            "an equation": bool(row.latex),
            f"a card '{check}'": check in row.checks,
            "a line of numrec": bool(lines),
        }
        if missing := [what for what, is_there in here.items() if not is_there]:
            raise ValueError(f"step {name} has not: {', '.join(missing)}; expected each of these")
        place = str(row.claimed_in), str(row.latex)
        found.append(Row(row.step, *place, check, row.checks[check], lines))
    return found


def in_lines(latex: str) -> str:
    r"""Put what an equation sets side by side, a comma and \qquad between, on lines of its own.

    So it is half as wide, on a phone and in a column of print.
    """
    parts = re.split(r"\s*,\s*\\qquad\s*", latex)
    if len(parts) == 1:
        return latex
    return r"\begin{aligned} &" + r", \\ &".join(parts) + r" \end{aligned}"
