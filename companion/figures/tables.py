"""Tables: the confusion matrix, a heat map, products and sums of matrices, the tree of calls."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from companion.figures.style import (
    BLUE,
    CENTRED,
    DARK,
    INK,
    PHONE,
    SIGNED,
    WHITE,
    colour_of,
    new_axes,
    new_canvas,
)
from companion.pages.dictionary import calls, entries
from numrec.activations import Array


def draw_confusion(matrix: Array) -> Figure:
    """Draw how often each digit (row) was read as each other (column)."""
    figure, axes = new_axes(PHONE, PHONE)
    wrong = matrix * (1 - np.eye(len(matrix), dtype=int))
    shades = LinearSegmentedColormap.from_list("shades", [WHITE, BLUE])
    axes.imshow(wrong, cmap=shades, vmin=0, vmax=1.6 * wrong.max())
    for row, column in np.ndindex(matrix.shape):
        axes.text(column, row, str(matrix[row, column]), color=DARK, **CENTRED)
    axes.set(xticks=range(len(matrix)), yticks=range(len(matrix)))
    axes.set(xlabel="the network's answer", ylabel="the label")
    return figure


def draw_heat_map(table: Array, xlabel: str, ylabel: str) -> Figure:
    """Draw a wide table of numbers as colours, blue positive and orange negative, rows named."""
    figure, axes = new_axes(PHONE, 3)
    largest = np.abs(table).max()
    look: dict[str, Any] = {"cmap": SIGNED, "interpolation": "nearest", "aspect": "auto"}
    axes.imshow(table, vmin=-largest, vmax=largest, **look)
    axes.set(yticks=range(len(table)), xlabel=xlabel, ylabel=ylabel)
    return figure


def draw_outer(column: Array, row: Array, column_name: str, row_name: str) -> Figure:
    """Draw column ⊗ row as a table: the column (n, 1) on the left, the other (m, 1) on top."""
    products = column @ row.T
    n, m = products.shape
    figure, axes = new_canvas(1.3 * (m + 1.6), 0.8 * (n + 1.4))
    for (j, i), value in np.ndenumerate(np.block([[np.nan, row.T], [column, products]])):
        if np.isnan(value):
            continue
        inside = j > 0 and i > 0
        if inside:
            _draw_box(axes, i - 0.48, -j - 0.46, 0.96, 0.92, colour_of(value))
        axes.text(i, -j, f"{value:.3f}", color=colour_of(value) if inside else INK, **CENTRED)
    axes.text(-0.7, -(n + 1) / 2, column_name, size="large", **CENTRED)
    axes.text((m + 1) / 2, 0.7, row_name, size="large", **CENTRED)
    axes.set(xlim=(-1, m + 0.6), ylim=(-n - 0.6, 1))
    return figure


def draw_sum(terms: Sequence[Array], names: Sequence[str]) -> Figure:
    """Draw matrices of one shape side by side, and after them their sum.

    Parameters
    ----------
    terms : sequence of array
        Each (rows, columns): at least one.
    names : sequence of str
        One for each term, and one for the sum.

    Raises
    ------
    ValueError
        If the names are not one more than the terms.
    """
    if len(names) != len(terms) + 1 or not terms:
        raise ValueError(f"{len(names)} names for {len(terms)} terms; expected one more than terms")
    rows, columns = terms[0].shape
    apart = columns + 0.7  # room for a sign
    cell = min(0.62, PHONE / (apart * len(names)))
    figure, axes = new_canvas(cell * apart * len(names), cell * (rows + 0.9))
    axes.set_aspect("equal")
    for place, (matrix, name) in enumerate(zip([*terms, sum(terms)], names, strict=True)):
        left = place * apart
        for (j, i), value in np.ndenumerate(np.asarray(matrix)):
            colour = colour_of(value) if value else INK
            _draw_box(axes, left + i + 0.05, -j - 0.95, 0.9, 0.9, colour)
            axes.text(left + i + 0.5, -j - 0.5, f"{value:g}", color=colour, **CENTRED)
        axes.text(left + columns / 2, 0.35, name, **CENTRED)
        if place:
            sign = "=" if place == len(terms) else "+"
            axes.text(left - 0.35, -rows / 2, sign, size="large", **CENTRED)
    axes.set(xlim=(-0.1, apart * len(names) - 0.6), ylim=(-rows - 0.1, 0.8))
    return figure


def _draw_box(axes: Axes, x: float, y: float, width: float, height: float, colour: str) -> None:
    axes.add_patch(Rectangle((x, y), width, height, fill=False, ec=colour, lw=1.5))


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
    """Draw which function of the Rust program calls which, a row each, with numrec's name below it.

    Both come from the dictionary.
    """
    rows = tree(calls())
    ours = {rust: entry.numrec for entry in entries("functions") for rust in entry.rust}
    figure, axes = new_canvas(PHONE, 0.45 * len(rows))
    left: dict[str, Any] = {"ha": "left", "va": "center"}
    for place, row in enumerate(rows):
        x, y = float(row.depth), -float(place)
        if row.caller is not None:
            axes.plot([x - 0.8, x - 0.8, x - 0.15], [-row.caller - 0.65, y, y], color=INK, lw=1)
        axes.text(x, y, row.name.partition(": ")[2].removeprefix("NN::"), **left)
        axes.text(x, y - 0.45, ours[row.name], color=BLUE, **left)
    axes.set(xlim=(-0.2, 11), ylim=(-len(rows) + 0.2, 0.6))
    return figure
