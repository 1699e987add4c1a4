"""The lines of numrec that a step's equation became, found by the step's id.

A line of code names its steps in a comment at its end: `z[l] = ...  # F1`. Pages show
those lines from here, so book and package cannot differ.
"""

import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numrec
from companion.steps import steps

PACKAGE = Path(numrec.__file__).parent

COLUMN = 80
"""How many letters of code the book's column holds."""


class Line(NamedTuple):
    """A line of numrec: its file's name, its number from 1, and what it says."""

    file: str
    number: int
    text: str


def lines_of(step: str) -> list[Line]:
    """Return the lines of numrec that carry the step's id in the comment at their end."""
    return [*_lines().get(step, [])]


@cache  # a build asks for each step's, from several pages
def _lines() -> dict[str, list[Line]]:
    found: dict[str, list[Line]] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
            for step in steps_named(line):
                shown = Line(path.relative_to(PACKAGE).as_posix(), number, line.strip())
                found.setdefault(step, []).append(shown)
    return found


def code_of(*named: str) -> str:
    """Return the lines that carry the steps' ids as text, below the names of their files.

    A line of several steps comes once, and its comment stands below it where both together are
    wider than the book's column.

    Raises
    ------
    KeyError
        If no line carries one of them.
    """
    text, file = [], ""
    for line in dict.fromkeys(line for step in named for line in _carrying(step)):
        if line.file != file:
            file = line.file
            text.append(f"numrec/{file}")
        fits = len(line.text) + 2 <= COLUMN
        text.append("  " + (line.text if fits else line.text.replace("  # ", "\n    # ")))
    return "\n".join(text)


def _carrying(step: str) -> list[Line]:
    found = lines_of(step)
    if not found:
        raise KeyError(f"no line of numrec carries the comment '# {step}'")
    return found


def steps_named(line: str) -> list[str]:
    """Return the ids of the steps that a line of code names in the comment at its end."""
    comment = re.search(r"  # ([A-Z]\d+(?:, [A-Z]\d+)*)$", line)
    return [name for name in comment[1].split(", ") if name in steps()] if comment else []
