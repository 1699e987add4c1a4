"""Repeated measurements side by side: every run a dot, the median a line."""

import statistics
from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from numrec.plotting import BLUE, ORANGE


def draw_runs(
    runs: Mapping[str, Sequence[float]], xlabel: str, *, marked: str = "numrec", log: bool = False
) -> Figure:
    """Draw each name's runs in a row of its own, the smallest median on top.

    Parameters
    ----------
    runs : mapping
        Seconds, or another measure, by name; at least one each.
    marked : str
        Names that begin with this are drawn in orange, with squares for dots.
    log : bool
        Whether the axis is logarithmic; if not, it begins at 0. The logarithms are taken here
        and rounded, as the last bits of a logarithm differ between processors.
    """
    if log:
        runs = {name: [*np.log10(taken).round(4)] for name, taken in runs.items()}
    names = sorted(runs, key=lambda name: -statistics.median(runs[name]))
    figure = Figure(figsize=(7, 0.8 + 0.42 * len(names)), layout="constrained")
    axes = figure.add_subplot()
    for row, name in enumerate(names):
        colour, dot = (ORANGE, "s") if name.startswith(marked) else (BLUE, "o")
        axes.plot(runs[name], [row] * len(runs[name]), dot, color=colour, alpha=0.6, ms=5)
        axes.plot([statistics.median(runs[name])] * 2, [row - 0.3, row + 0.3], color=colour, lw=3)
    axes.set_yticks(range(len(names)), names)
    if log:
        axes.xaxis.set_major_locator(MaxNLocator(integer=True))
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{10**value:g}"))
    else:
        axes.set_xlim(0)
    axes.set_xlabel(xlabel)
    return figure
