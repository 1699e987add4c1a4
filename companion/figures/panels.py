"""Curves in panels of their own, in rows: small multiples, all over one level axis."""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.figure import Figure

from companion.figures.curves import Curve
from companion.figures.style import BLUE, ORANGE


def draw_panels(
    panels: Mapping[str, Sequence[Curve]],
    xlabel: str,
    xticks: Sequence[float],
    yticks: Sequence[Sequence[float]],
) -> Figure:
    """Draw two panels a row, blue in the first row, then orange; a row has one upright axis.

    Parameters
    ----------
    panels : mapping of str to sequence of Curve
        The curves by the panel's title. Points that are not finite are gaps.
    xlabel : str
        What the level axis says.
    xticks : sequence of float
        Its ticks, for all panels; the first and the last are its ends.
    yticks : sequence of sequence of float
        The same for each row's upright axis.

    Raises
    ------
    ValueError
        If there is not a list of ticks for each row.
    """
    rows = -(-len(panels) // 2)
    if len(yticks) != rows:
        raise ValueError(f"{len(yticks)} rows have ticks; expected {rows}")
    figure = Figure(figsize=(4.7, 0.4 + 1.9 * rows), layout="constrained")
    grid = figure.subplots(rows, 2, squeeze=False, sharex=True, sharey="row")
    for place, (title, curves) in enumerate(panels.items()):
        row, axes = place // 2, grid[place // 2, place % 2]
        for curve in curves:
            x, y = np.asarray(curve.x, dtype=np.float64), np.asarray(curve.y, dtype=np.float64)
            axes.plot(x, y, curve.style, color=curve.colour or (BLUE, ORANGE)[row % 2], lw=2)
        low, high = yticks[row][0], yticks[row][-1]
        edge = (high - low) / 25  # so that a curve at the end is drawn whole
        axes.set(xlim=(xticks[0], xticks[-1]), xticks=xticks)
        axes.set(ylim=(low - edge, high + edge), yticks=yticks[row])
        axes.set_title(title, size="medium")
        axes.grid(alpha=0.3)
    for axes in grid[-1]:
        axes.set_xlabel(xlabel)
    return figure
