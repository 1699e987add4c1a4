"""A matrix times a column: one row turned onto the column, its products, and their sum."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch, Rectangle

from companion.figures.style import CENTRED, INK, PALE, colour_of, new_canvas
from numrec.activations import Array

ACROSS, DOWN = 1.6, 0.7
"""From the middle of a cell to that of its neighbour in the lower half."""


def draw_row_on_column(
    omega: Array, a: Array, b: Array, j: int, names: tuple[str, str] = (r"$\omega$", "$a$")
) -> Figure:
    """Draw how row j of omega, turned onto the column a, gives entry j of omega a + b.

    Above stands the matrix. Its row j hangs down below it as a column, and beside it stand a and
    the products of neighbours; below them their sum, the bias and z_j. Blue is positive and
    orange negative; the numbers carry the sign too.

    Parameters
    ----------
    omega : array
        The weights, (n_l, n_{l-1}): small.
    a, b : array
        The values that come in, (n_{l-1}, 1), and the biases, (n_l, 1).
    j : int
        The row, from 0.
    names : tuple of str
        What stands beside the matrix and above the column.

    Raises
    ------
    ValueError
        If a or b has another shape, or omega no row j.
    """
    n, m = omega.shape
    for name, found, expected in (("a", a.shape, (m, 1)), ("b", b.shape, (n, 1))):
        if found != expected:
            raise ValueError(f"{name} has shape {found}; expected {expected}")
    if not 0 <= j < n:
        raise ValueError(f"row j is {j}; expected 0 to {n - 1}")
    top, bottom = DOWN * (n - 1), -2.1 - DOWN * (m + 3)
    right = max(2 * ACROSS, m - 1.0)
    figure, axes = new_canvas(0.72 * (right + 2.2), 0.72 * (top - bottom + 0.9))
    axes.set_aspect("equal")
    for (k, i), value in np.ndenumerate(omega):
        _draw_cell(axes, i, top - DOWN * k, value, colour_of(value) if k == j else PALE)
    axes.text(-0.7, top / 2, names[0], size="large", ha="right", va="center")
    _draw_turn(axes, (m - 1.0, -0.45), (0.7, -1.25))
    products = omega[j] * a[:, 0]
    columns = ((f"row {j}", omega[j]), (names[1], a[:, 0]), ("products", products))
    for place, (name, numbers) in enumerate(columns):
        x, sign = ACROSS * place, ("", r"$\cdot$", "=")[place]
        axes.text(x, -1.35, name, **CENTRED)
        for i, value in enumerate(numbers):
            _draw_cell(axes, x, -2.0 - DOWN * i, value, colour_of(value))
            axes.text(x - ACROSS / 2, -2.0 - DOWN * i, sign, size="large", **CENTRED)
    total = products.sum()
    sums = (("sum", total), ("+ bias", b[j, 0]), (f"$z_{{{j}}}$", total + b[j, 0]))
    for place, (name, value) in enumerate(sums):
        x, y = 2 * ACROSS, -2.15 - DOWN * (m + place)
        if place == len(sums) - 1:
            axes.plot([x - 1.4, x + 0.48], [y + DOWN / 2] * 2, color=INK, lw=1)
            y -= 0.1
            _draw_cell(axes, x, y, value, colour_of(value))
        else:
            axes.text(x, y, f"{value:g}", color=colour_of(value), **CENTRED)
        axes.text(x - 0.7, y, name, ha="right", va="center")
    axes.set(xlim=(-1.5, right + 0.7), ylim=(bottom, top + 0.4))
    return figure


def _draw_cell(axes: Axes, x: float, y: float, value: float, colour: str) -> None:
    axes.add_patch(Rectangle((x - 0.48, y - 0.31), 0.96, 0.62, fill=False, ec=colour, lw=1.6))
    axes.text(x, y, f"{value:g}", color=INK if colour == PALE else colour, **CENTRED)


def _draw_turn(axes: Axes, start: tuple[float, float], end: tuple[float, float]) -> None:
    """Draw the quarter of a turn that the row makes."""
    turn = FancyArrowPatch(
        start, end, connectionstyle="arc3,rad=-0.4", arrowstyle="-|>", mutation_scale=14
    )
    turn.set(color=INK, lw=1.4)
    axes.add_patch(turn)
