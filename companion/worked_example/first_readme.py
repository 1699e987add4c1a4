"""The worked example's derivatives as the program's first README printed them, and not today's.

Two slips made them; the chapter on checking gradients tells which. Only facts are taken: numbers.
"""

import json
from importlib.resources import files
from typing import Any, NamedTuple


class FirstReadme(NamedTuple):
    """What the README of July 2025 prints.

    Attributes
    ----------
    commit, date : str
        Where in the history of max-amb/number_recognition it stands, and of which day it is.
    mended_by, mended : str
        The commit that brought the numbers of today, and its day.
    printed : dict of str to list
        delta2 (3), dC_domega2 (3, 2), dC_da1 (2), delta1 (2) and dC_domega1 (2, 3), as printed:
        rows as rows.
    """

    commit: str
    date: str
    mended_by: str
    mended: str
    printed: dict[str, list[Any]]


def first_readme() -> FirstReadme:
    """Read the first README's numbers from the package's data file."""
    data = json.loads(
        files("companion.worked_example").joinpath("first_readme.json").read_text("utf-8")
    )
    return FirstReadme(**{name: data[name] for name in FirstReadme._fields})
