"""Numbers over axes: curves, contours, regions of a plane, and measured runs side by side.

Lines differ in their dashes and marks too, not in their colours alone.
"""

import statistics
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from companion.figures.style import BLUE, INK, ORANGE, PHONE, new_axes
from numrec.activations import Array
from numrec.history import Epoch

Runs = Mapping[str, Sequence[float]]


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
    small: bool = False,
) -> Figure:
    """Draw curves over one pair of axes, blue first, then orange and grey.

    Parameters
    ----------
    curves : sequence of Curve
        Each with its name, points and style.
    xlabel, ylabel : str
        What the axes say.
    powers : str
        The axes, of "x" and "y", on which the values given are powers of ten: they get
        their ticks as powers. So the logarithm is the caller's, who can round it.
    ylim : (float, float), optional
        Where the upright axis ends.
    small : bool
        Narrow enough for a phone to show its letters large; the names stand above.
    """
    figure, axes = new_axes(PHONE, 3.4) if small else new_axes(7, 4)
    colours = [BLUE, ORANGE, INK]
    for place, curve in enumerate(curves):
        x, y = np.asarray(curve.x, dtype=np.float64), np.asarray(curve.y, dtype=np.float64)
        seen = np.isfinite(x) & np.isfinite(y)
        colour = curve.colour or colours[place % len(colours)]
        look: dict[str, Any] = {"color": colour, "ms": 5, "lw": 1.8, "label": curve.name or None}
        axes.plot(x[seen], y[seen], curve.style, **look)
    for letter, axis in (("x", axes.xaxis), ("y", axes.yaxis)):
        if letter in powers:
            axis.set_major_locator(MaxNLocator(5 if small else "auto", integer=True))
            axis.set_major_formatter(FuncFormatter(lambda value, _: f"$10^{{{value:g}}}$"))
    if "x" not in powers and all(np.equal(np.mod(curve.x, 1), 0).all() for curve in curves):
        steps = [1, 2, 5, 10] if small else None
        axes.xaxis.set_major_locator(MaxNLocator(integer=True, steps=steps))  # no half a step
    if ylim is not None:
        axes.set_ylim(*ylim)
    axes.set(xlabel=xlabel, ylabel=ylabel)
    _add_legend(axes, above=small)
    return figure


def draw_learning_curve(epochs: Sequence[Epoch], goal: float | None = None) -> Figure:
    """Draw the test accuracy after each epoch, with the goal, and below it the training loss."""
    figure = Figure(figsize=(PHONE, 4.6), layout="constrained")
    upper, lower = figure.subplots(2, 1, sharex=True)
    numbers = range(1, len(epochs) + 1)
    upper.plot(numbers, [100 * done.test_accuracy for done in epochs], "o-", color=BLUE, ms=4)
    if goal is not None:
        upper.axhline(100 * goal, color=ORANGE, ls="--", lw=1.5)
    upper.set_ylabel("test images right, %")
    lower.plot(numbers, [done.loss for done in epochs], "s-", color=ORANGE, ms=4)
    lower.set(xlabel="epoch", ylabel="mean loss of an image")
    lower.xaxis.set_major_locator(MaxNLocator(6, integer=True))
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
    looks: Sequence[tuple[str, str]] = (("o-", BLUE), ("^--", ORANGE), ("D:", INK)),
    small: bool = False,
    height: float = 4.2,
) -> Figure:
    """Draw a loss over two weights as lines of equal height, with paths on it.

    Parameters
    ----------
    x, y : array
        The two weights' values, (p,) and (q,).
    C : array
        The loss, (q, p): row by row the values of y.
    xlabel, ylabel : str
        What the axes say.
    levels : sequence of float
        The heights of the lines, rising; each is written on its line.
    paths : mapping of str to array, optional
        Points (steps + 1, 2) by the path's name; a square marks the start.
    looks : sequence of (str, str)
        Each path's marks and dashes, and its colour.
    small : bool
        Narrow enough for a phone to show its letters large; the names stand above.
    height : float
        Inches of a narrow figure.

    Raises
    ------
    ValueError
        If C has not the shape (q, p).
    """
    if C.shape != (len(y), len(x)):
        raise ValueError(f"C has shape {C.shape}; expected {(len(y), len(x))}, a row for each y")
    figure, axes = new_axes(PHONE, height) if small else new_axes(7, 5)
    lines = axes.contour(x, y, C, levels=levels, colors=INK, linewidths=0.8)
    axes.clabel(lines, fmt="%g", fontsize="medium" if small else "small")
    for (name, path), (style, colour) in zip((paths or {}).items(), looks, strict=False):
        axes.plot(*path.T, style, color=colour, ms=4, lw=1.6, label=name)
    for path in (paths or {}).values():
        axes.plot(path[0, 0], path[0, 1], "s", color=INK, ms=8, zorder=3)
    axes.set(aspect="equal", xlim=(x[0], x[-1]), ylim=(y[0], y[-1]), xlabel=xlabel, ylabel=ylabel)
    _add_legend(axes, above=small)
    return figure


def draw_regions(
    x: Array, y: Array, outputs: Mapping[str, Array], points: Mapping[str, Array]
) -> Figure:
    """Draw panels side by side: hatched where the output is positive, with points on top.

    Parameters
    ----------
    x, y : array
        The plane's two inputs, (p,) and (q,).
    outputs : mapping of str to array
        A panel's title, and the output (q, p): row by row the values of y.
    points : mapping of str to array
        Points (count, 2) by their class's name; circles, then squares.

    Raises
    ------
    ValueError
        If an output has not the shape (q, p).
    """
    figure = Figure(figsize=(2.35 * len(outputs), 3.1), layout="constrained")
    panels = figure.subplots(1, len(outputs), sharey=True, squeeze=False)[0]
    for axes, (title, output) in zip(panels, outputs.items(), strict=True):
        if output.shape != (len(y), len(x)):
            raise ValueError(
                f"the output of {title!r} has shape {output.shape}; expected {(len(y), len(x))}"
            )
        if (output > 0).any():
            levels = [0, max(float(output.max()), np.finfo(float).tiny)]
            axes.contourf(x, y, output, levels=levels, colors=[BLUE], alpha=0.3, hatches=["//"])
        for (name, at), mark, colour in zip(points.items(), "os", (BLUE, ORANGE), strict=False):
            look = {"color": colour, "ms": 9, "mec": INK, "label": name, "clip_on": False}
            axes.plot(*at.T, mark, **look)
        axes.set_title(title, size="medium")
        # the limits for a panel with nothing hatched too
        axes.set(xlabel="input $x_0$", aspect="equal", xlim=(x[0], x[-1]), ylim=(y[0], y[-1]))
        for axis in (axes.xaxis, axes.yaxis):
            axis.set_major_locator(MaxNLocator(integer=True))
    panels[0].set_ylabel("input $x_1$")
    figure.legend(
        *panels[0].get_legend_handles_labels(), loc="outside lower center", ncols=2, frameon=False
    )
    return figure


def draw_runs(runs: Runs, xlabel: str, *, marked: str = "numrec") -> Figure:
    """Draw each name's runs in a row of its own, the smallest median on top; the axis begins at 0.

    Parameters
    ----------
    runs : mapping
        Seconds, or another measure, by name; at least one each.
    xlabel : str
        What the axis says.
    marked : str
        Names that begin with this are drawn in orange, with squares for dots.
    """
    figure, axes = new_axes(7, 0.8 + 0.42 * len(runs))
    names = sorted(runs, key=lambda name: -statistics.median(runs[name]))
    for row, name in enumerate(names):
        colour, dot = (ORANGE, "s") if name.startswith(marked) else (BLUE, "o")
        axes.plot(runs[name], [row] * len(runs[name]), dot, color=colour, alpha=0.6, ms=5)
        axes.plot([statistics.median(runs[name])] * 2, [row - 0.3, row + 0.3], color=colour, lw=3)
    axes.set_yticks(range(len(names)), names)
    axes.set_ylim(-0.6, len(names) - 0.4)
    axes.set_xlim(0)
    axes.set_xlabel(xlabel)
    return figure


def draw_histograms(series: Runs, xlabel: str, ylabel: str, *, width: float = 1) -> Figure:
    """Draw a histogram for each name, all on one axis from 0, with a dashed line at each mean.

    Each panel has a scale of its own for the counts.

    Parameters
    ----------
    series : mapping
        Numbers from 0 by name, at least one each; the first name stands on top.
    xlabel, ylabel : str
        What the axes say.
    width : float
        How wide a bar is.

    Raises
    ------
    ValueError
        If a number is below 0.
    """
    least, most = (f(f(numbers) for numbers in series.values()) for f in (min, max))
    if least < 0:
        raise ValueError(f"the least number is {least}; expected none below 0")
    edges = width * np.arange(int(most / width) + 2)
    figure = Figure(figsize=(PHONE, 0.6 + 1.4 * len(series)), layout="constrained")
    panels = figure.subplots(len(series), sharex=True, squeeze=False)[:, 0]
    for axes, (name, numbers) in zip(panels, series.items(), strict=True):
        axes.stairs(np.histogram(numbers, edges)[0], edges, fill=True, color=BLUE)
        axes.axvline(statistics.mean(numbers), color=ORANGE, ls="--")
        axes.set_title(name, size="medium", loc="left")
        axes.set_ylabel(ylabel)
        axes.yaxis.set_major_locator(MaxNLocator(3, integer=True))
    panels[-1].set_xlim(0)
    panels[-1].set_xlabel(xlabel)
    return figure


def _add_legend(axes: Axes, *, above: bool = False) -> None:
    names = axes.get_legend_handles_labels()[1]
    if not names:
        return
    if above:
        place: dict[str, Any] = {"loc": "lower left", "bbox_to_anchor": (0, 1)}
        axes.legend(frameon=False, borderaxespad=0.2, ncols=2 if len(names) > 2 else 1, **place)
    else:
        axes.legend(frameon=False, fontsize="small")
