"""The lines of numrec that a step's equation became, found by the step's id.

A line of code names its steps in a comment at its end: `z[l] = ...  # F1`. Pages show
those lines from here, so book and package cannot differ.
"""

import re
from importlib.resources import files

from numrec.derivation.steps import steps


def code_of(step: str) -> str:
    """Give the lines of numrec that carry the step's id, each behind its file's name.

    Raises
    ------
    KeyError
        If no line carries it.
    """
    found = [
        f"numrec/{path.name}: {line.strip()}"
        for path in sorted(files("numrec").iterdir(), key=lambda p: p.name)
        if path.name.endswith(".py")
        for line in path.read_text("utf-8").splitlines()
        if step in _steps_named(line)
    ]
    if not found:
        raise KeyError(f"no line of numrec carries the comment '# {step}'")
    return "\n".join(found)


def _steps_named(line: str) -> list[str]:
    comment = re.search(r"  # ([A-Z]\d+(?:, [A-Z]\d+)*)$", line)
    return [name for name in comment[1].split(", ") if name in steps()] if comment else []
