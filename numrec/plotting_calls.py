"""A map of the Rust program: its functions with their names in numrec, and which calls which."""

from collections.abc import Mapping, Sequence

from matplotlib.figure import Figure

from numrec.derivation.dictionary import calls, entries
from numrec.plotting import BLUE, INK


def depths(calling: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """Give each function's column: 0 if nothing calls it, else one behind all its callers.

    Raises
    ------
    ValueError
        If functions call each other in a circle.
    """
    names = dict.fromkeys(
        [*calling, *(callee for callees in calling.values() for callee in callees)]
    )
    found = dict.fromkeys(names, 0)
    for _ in names:
        before = dict(found)
        for caller, callees in calling.items():
            for callee in callees:
                found[callee] = max(found[callee], found[caller] + 1)
        if found == before:
            return found
    raise ValueError(f"the functions {', '.join(names)} call each other in a circle")


def draw_calls() -> Figure:
    """Draw the functions of the dictionary in columns, callers on the left."""
    calling = calls()
    columns: dict[int, list[str]] = {}
    for name, depth in depths(calling).items():
        columns.setdefault(depth, []).append(name)
    tallest = max(len(names) for names in columns.values())
    place = {
        name: (2.6 * depth, (row + 0.5) * tallest / len(names))
        for depth, names in columns.items()
        for row, name in enumerate(reversed(names))
    }
    figure = Figure(figsize=(8, 6), layout="constrained")
    axes = figure.add_subplot()
    axes.set_axis_off()
    for caller, callees in calling.items():
        for callee in callees:
            (x, y), (u, v) = place[caller], place[callee]
            axes.annotate(
                "",
                (u - 1.02, v),
                (x + 1.02, y),
                arrowprops={
                    "arrowstyle": "-|>",
                    "color": INK,
                    "lw": 0.8,
                    "shrinkA": 0,
                    "shrinkB": 0,
                },
            )
    ours = {rust: entry.numrec for entry in entries("functions") for rust in entry.rust}
    for name, (x, y) in place.items():
        box = {"boxstyle": "square,pad=0.1", "fc": "#ffffff", "ec": "none"}
        short = name.partition(": ")[2].removeprefix("NN::")
        axes.text(x, y + 0.13, short, size=7.5, ha="center", va="bottom", color="#222222", bbox=box)
        axes.text(x, y - 0.05, ours[name], size=7.5, ha="center", va="top", color=BLUE, bbox=box)
    axes.set_xlim(-1.2, 2.6 * max(columns) + 1.2)
    axes.set_ylim(0, tallest)
    return figure
