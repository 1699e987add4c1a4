"""Curves and contours for the notebooks, in the colours of `companion.figures.style`.

Lines differ in their dashes and marks too, not in their colours alone.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from companion.figures.style import BLUE, INK, ORANGE
from numrec.activations import Array

VIOLET, BROWN = "#9c30fc", "#90603c"
"""A fourth colour and a fifth, told apart from the three by colour-blind readers too."""


class Curve(NamedTuple):
    """One curve: its name, its points, and how it is drawn.

    Attributes
    ----------
    name : str
        What the legend says; an empty name has no entry there.
    x, y : sequence of float
        A point that is not finite is left out.
    style : str
        matplotlib's marks and dashes: "-", "--", ":", "o", "s-" and so on.
    colour : str, optional
        Its own colour, such as VIOLET for a fourth; else the next of blue, orange and grey.
    """

    name: str
    x: Sequence[float] | Array
    y: Sequence[float] | Array
    style: str = "-"
    colour: str = ""


def draw_curves(
    curves: Sequence[Curve],
    xlabel: str,
    ylabel: str,
    *,
    powers: str = "",
    ylim: tuple[float, float] | None = None,
) -> Figure:
    """Draw curves over one pair of axes, blue first, then orange and grey.

    Parameters
    ----------
    powers : str
        The axes, of "x" and "y", on which the values given are powers of ten: they get
        their ticks as powers. So the logarithm is the caller's, who can round it.
    ylim : (float, float), optional
        Where the upright axis ends.
    """
    figure = Figure(figsize=(7, 4), layout="constrained")
    axes = figure.add_subplot()
    colours = [BLUE, ORANGE, INK]
    for place, curve in enumerate(curves):
        x, y = np.asarray(curve.x, dtype=np.float64), np.asarray(curve.y, dtype=np.float64)
        seen = np.isfinite(x) & np.isfinite(y)
        colour = curve.colour or colours[place % len(colours)]
        axes.plot(
            x[seen], y[seen], curve.style, color=colour, ms=5, lw=1.8, label=curve.name or None
        )
    for letter, axis in (("x", axes.xaxis), ("y", axes.yaxis)):
        if letter in powers:
            axis.set_major_locator(MaxNLocator(integer=True))
            axis.set_major_formatter(FuncFormatter(lambda value, _: f"$10^{{{value:g}}}$"))
    if "x" not in powers and all(np.equal(np.mod(curve.x, 1), 0).all() for curve in curves):
        axes.xaxis.set_major_locator(MaxNLocator(integer=True))  # there is no half a pass
    if ylim is not None:
        axes.set_ylim(*ylim)
    _finish(axes, xlabel, ylabel, any(curve.name for curve in curves))
    return figure


def draw_contours(
    x: Array,
    y: Array,
    C: Array,
    xlabel: str,
    ylabel: str,
    *,
    levels: Sequence[float],
    paths: Mapping[str, Array] | None = None,
) -> Figure:
    """Draw a loss over two weights as lines of equal height, with paths on it.

    Parameters
    ----------
    x, y : array
        The two weights' values, (p,) and (q,).
    C : array
        The loss, (q, p): row by row the values of y.
    levels : sequence of float
        The heights of the lines, rising; each is written on its line.
    paths : mapping of str to array, optional
        Points (steps + 1, 2) by the path's name; a square marks the start.

    Raises
    ------
    ValueError
        If C has not the shape (q, p).
    """
    if C.shape != (len(y), len(x)):
        raise ValueError(f"C has shape {C.shape}; expected {(len(y), len(x))}, a row for each y")
    figure = Figure(figsize=(7, 5), layout="constrained")
    axes = figure.add_subplot()
    lines = axes.contour(x, y, C, levels=levels, colors=INK, linewidths=0.8)
    axes.clabel(lines, fmt="%g", fontsize="small")
    marks = (("o-", BLUE), ("^--", ORANGE), ("D:", INK))
    for (name, path), (style, colour) in zip((paths or {}).items(), marks, strict=False):
        axes.plot(path[:, 0], path[:, 1], style, color=colour, ms=4, lw=1.6, label=name)
    for path in (paths or {}).values():
        axes.plot(path[0, 0], path[0, 1], "s", color=INK, ms=8, zorder=3)
    axes.set_aspect("equal")  # so that a right angle looks like one
    axes.set_xlim(x[0], x[-1])
    axes.set_ylim(y[0], y[-1])
    _finish(axes, xlabel, ylabel, bool(paths))
    return figure


def _finish(axes: Axes, xlabel: str, ylabel: str, legend: bool) -> None:
    axes.set_xlabel(xlabel)
    axes.set_ylabel(ylabel)
    if legend:
        axes.legend(frameon=False, fontsize="small")
