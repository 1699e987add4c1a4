"""Which check catches which mistake, as a field of marks."""

from collections.abc import Mapping
from textwrap import wrap
from typing import Any

from matplotlib.figure import Figure

from companion.figures.style import BLUE, CENTRED, INK, ORANGE, new_canvas

WIDE, STEP = 4.7, 0.36
"""Inches: so narrow, a figure keeps its letters readable on a phone; and from check to check."""

LINE, HEAD, LETTERS = 0.2, 1.65, 27
"""Inches: a line of text, and the room for the checks' names; and the letters in a line."""


def draw_catches(table: Mapping[str, Mapping[str, bool]]) -> Figure:
    """Draw a dot where a check (column) catches a mistake (row), and a cross where it misses.

    Below each column stands how many it catches.

    Parameters
    ----------
    table : mapping of str to mapping of str to bool
        By the mistake's name and the check's; each row has the same checks.

    Raises
    ------
    ValueError
        If two rows have not the same checks.
    """
    checks = list(next(iter(table.values())))
    for name, row in table.items():
        if list(row) != checks:
            raise ValueError(f"the row {name!r} has the checks {list(row)}; expected {checks}")
    names = {name: wrap(name, LETTERS) for name in table}
    tall = HEAD + sum(LINE * len(lines) + 0.07 for lines in names.values()) + 0.35
    figure, axes = new_canvas(WIDE, tall)
    places = [WIDE - STEP * (len(checks) - k - 0.5) for k in range(len(checks))]
    left: dict[str, Any] = {"ha": "left", "va": "center"}
    for x, check in zip(places, checks, strict=True):
        axes.text(x, -HEAD + 0.08, check, rotation=90, ha="center", va="bottom")
    for y, caught, word in ((-HEAD + 0.55, True, "caught"), (-HEAD + 0.3, False, "missed")):
        axes.plot(0.1, y, **_mark(caught))
        axes.text(0.28, y, word, **left)
    y = -HEAD
    for name, row in table.items():
        axes.plot([0, WIDE], [y, y], color=INK, lw=0.4)
        high = LINE * len(names[name]) + 0.07
        axes.text(0, y - high / 2, "\n".join(names[name]), linespacing=1.1, **left)
        for x, check in zip(places, checks, strict=True):
            axes.plot(x, y - high / 2, **_mark(row[check]))
        y -= high
    axes.plot([0, WIDE], [y, y], color=INK, lw=0.8)
    axes.text(0, y - 0.18, f"caught, of {len(table)}", weight="bold", **left)
    for x, check in zip(places, checks, strict=True):
        count = sum(row[check] for row in table.values())
        axes.text(x, y - 0.18, str(count), weight="bold", **CENTRED)
    axes.set(xlim=(-0.02, WIDE + 0.02), ylim=(-tall, 0))
    return figure


def _mark(caught: bool) -> dict[str, Any]:
    if caught:
        return {"marker": "o", "ms": 7, "color": BLUE, "ls": ""}
    return {"marker": "x", "ms": 8, "mew": 2.6, "color": ORANGE, "ls": ""}
