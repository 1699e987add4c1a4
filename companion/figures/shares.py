"""Shares read right with their intervals, a row each, in two colours and marks for two networks."""

from collections.abc import Mapping
from typing import Any

from matplotlib.figure import Figure

from companion.figures.style import BLUE, ORANGE, PHONE, VIOLET, new_axes

Share = tuple[float, float, float]
"""A share from 0 to 1, and the bounds of its interval."""

_LOOKS = ((BLUE, "o"), (ORANGE, "s"), (VIOLET, "D"))


def draw_shares(rows: Mapping[str, Mapping[str, Share]], xlabel: str) -> Figure:
    """Draw a row for each name, the first on top, and in it a mark with its interval for each side.

    Parameters
    ----------
    rows : mapping
        By the row's name, and in it by the side's: the same sides in all, up to three.
    xlabel : str
        What the axis says; its numbers are per cent.
    """
    figure, axes = new_axes(PHONE, 1.4 + 0.45 * len(rows))
    sides = list(next(iter(rows.values())))
    for k, (side, (colour, mark)) in enumerate(zip(sides, _LOOKS, strict=False)):
        places = [row + 0.24 * (k - (len(sides) - 1) / 2) for row in range(len(rows))]
        shares = [[100 * number for number in row[side]] for row in rows.values()]
        middles = [middle for middle, _, _ in shares]
        reach = [[m - low for m, low, _ in shares], [high - m for m, _, high in shares]]
        look: dict[str, Any] = {
            "color": colour,
            "fmt": mark,
            "ms": 5,
            "capsize": 3,
            "lw": 1.6,
            "label": side,
        }
        axes.errorbar(middles, places, xerr=reach, **look)
    axes.set_yticks(range(len(rows)), list(rows))
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.set(xlim=(0, 102), xticks=range(0, 101, 20), xlabel=xlabel)
    axes.grid(axis="x", alpha=0.3)
    figure.legend(loc="outside upper center", ncols=len(sides), frameon=False)
    return figure
