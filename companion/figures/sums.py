"""A sum of matrices, drawn: every matrix a table of fields, with plus and equals between them."""

from collections.abc import Sequence

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from companion.figures.style import BLUE, INK, ORANGE
from numrec.activations import Array


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
    figure = Figure(figsize=(0.62 * apart * len(names), 0.62 * (rows + 0.9)), layout="constrained")
    axes = figure.add_subplot()
    axes.set_axis_off()
    axes.set_aspect("equal")
    for place, (matrix, name) in enumerate(zip([*terms, sum(terms)], names, strict=True)):
        left = place * apart
        for (j, i), value in np.ndenumerate(np.asarray(matrix)):
            colour = BLUE if value > 0 else ORANGE if value < 0 else INK
            box = (left + i + 0.05, -j - 0.95)
            axes.add_patch(Rectangle(box, 0.9, 0.9, fill=False, ec=colour, lw=1.5))
            middle = (left + i + 0.5, -j - 0.5)
            axes.text(*middle, f"{value:g}", ha="center", va="center", color=colour)
        axes.text(left + columns / 2, 0.35, name, ha="center", va="center")
        if place:
            sign = "=" if place == len(terms) else "+"
            axes.text(left - 0.35, -rows / 2, sign, ha="center", va="center", size="large")
    axes.set_xlim(-0.1, apart * len(names) - 0.6)
    axes.set_ylim(-rows - 0.1, 0.8)
    return figure
