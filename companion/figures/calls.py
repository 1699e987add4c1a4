"""The Rust program as a tree: which function calls which, and what each is called in numrec."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from matplotlib.figure import Figure

from companion.figures.style import BLUE, INK
from companion.pages.dictionary import calls, entries


class Row(NamedTuple):
    """One line of the tree: a function, how deep it stands, and the row of its caller."""

    name: str
    depth: int
    caller: int | None


def tree(calling: Mapping[str, Sequence[str]]) -> list[Row]:
    """Lay the calls out as rows, callers first; what was shown with its calls is not shown twice.

    Raises
    ------
    ValueError
        If functions call each other in a circle, so that none of them comes first.
    """
    called = {callee for callees in calling.values() for callee in callees}
    rows: list[Row] = []
    shown: set[str] = set()

    def grow(name: str, depth: int, caller: int | None) -> None:
        rows.append(Row(name, depth, caller))
        here = len(rows) - 1
        if name not in shown:
            shown.add(name)
            for callee in calling.get(name, ()):
                grow(callee, depth + 1, here)

    for name in calling:
        if name not in called:
            grow(name, 0, None)
    if missing := (called | calling.keys()) - shown:
        raise ValueError(f"{', '.join(sorted(missing))}: they call each other in a circle")
    return rows


def draw_calls() -> Figure:
    """Draw the tree of the dictionary: a function a row, with its name in numrec beside it."""
    rows = tree(calls())
    ours = {rust: entry.numrec for entry in entries("functions") for rust in entry.rust}
    figure = Figure(figsize=(6.4, 0.29 * len(rows)), layout="constrained")
    axes = figure.add_subplot()
    axes.set_axis_off()
    for place, row in enumerate(rows):
        x, y = float(row.depth), -float(place)
        if row.caller is not None:
            axes.plot([x - 0.8, x - 0.8, x - 0.15], [-row.caller - 0.35, y, y], color=INK, lw=1)
        short = row.name.partition(": ")[2].removeprefix("NN::")
        axes.text(x, y, short, size="small", ha="left", va="center")
        axes.text(9.2, y, ours[row.name], size="small", ha="left", va="center", color=BLUE)
    for x, words in ((0, "in the Rust program"), (9.2, "in numrec")):
        axes.text(x, 1.2, words, size="small", ha="left", va="center", weight="bold")
    axes.set_xlim(-0.2, 14.2)
    axes.set_ylim(-len(rows) + 0.3, 1.8)
    return figure
