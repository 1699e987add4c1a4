"""Measurements side by side: every run a dot and the median a line, or one bar for a number."""

import statistics
from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from companion.figures.style import BLUE, ORANGE

Runs = Mapping[str, Sequence[float]]


def draw_runs(runs: Runs, xlabel: str, *, marked: str = "numrec", log: bool = False) -> Figure:
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
    return draw_groups({"": runs}, xlabel, marked=marked, log=log)


def draw_groups(
    groups: Mapping[str, Runs], xlabel: str, *, marked: str = "numrec", log: bool = False
) -> Figure:
    """Draw groups of runs that are not to be compared: a panel each, on one scale.

    Parameters
    ----------
    groups : mapping
        What `draw_runs` draws, by the panel's title; the first one stands on top.
    """
    rows = [len(runs) for runs in groups.values()]
    titled = [bool(title) for title in groups]
    height = 0.8 + 0.42 * sum(rows) + 0.5 * sum(titled)
    figure = Figure(figsize=(7, height), layout="constrained")
    panels = figure.subplots(len(rows), sharex=True, squeeze=False, height_ratios=rows)[:, 0]
    for axes, (title, runs) in zip(panels, groups.items(), strict=True):
        _draw_rows(axes, runs, marked, log)
        axes.set_title(title, size="medium", loc="left")
    if log:
        panels[-1].xaxis.set_major_locator(MaxNLocator(integer=True))
        panels[-1].xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{10**value:g}"))
    else:
        panels[-1].set_xlim(0)
    panels[-1].set_xlabel(xlabel)
    return figure


def _draw_rows(axes: Axes, runs: Runs, marked: str, log: bool) -> None:
    if log:
        runs = {name: [*np.log10(taken).round(4)] for name, taken in runs.items()}
    names = sorted(runs, key=lambda name: -statistics.median(runs[name]))
    for row, name in enumerate(names):
        colour, dot = (ORANGE, "s") if name.startswith(marked) else (BLUE, "o")
        axes.plot(runs[name], [row] * len(runs[name]), dot, color=colour, alpha=0.6, ms=5)
        axes.plot([statistics.median(runs[name])] * 2, [row - 0.3, row + 0.3], color=colour, lw=3)
    axes.set_yticks(range(len(names)), names)
    axes.set_ylim(-0.6, len(names) - 0.4)


def draw_bars(names: Sequence[str], series: Mapping[str, Sequence[float]], xlabel: str) -> Figure:
    """Draw a bar for each name and series, with its number at its end; the first name on top.

    Parameters
    ----------
    series : mapping
        At most two: whole numbers from 0, one for each name. The second is hatched.

    Raises
    ------
    ValueError
        If a series has not one number for each name.
    """
    if any(len(values) != len(names) for values in series.values()):
        raise ValueError(f"expected {len(names)} numbers in each series, one for each name")
    thick = 0.8 / len(series)
    figure = Figure(figsize=(7, 0.8 + 0.5 * thick * len(names) * len(series)), layout="constrained")
    axes = figure.add_subplot()
    looks = ((BLUE, ""), (ORANGE, "///"))
    for place, ((label, values), (colour, hatch)) in enumerate(
        zip(series.items(), looks, strict=False)
    ):
        rows = np.arange(len(names)) + thick * (place + 0.5) - 0.4
        face = "none" if hatch else colour
        bars = axes.barh(
            rows, values, 0.9 * thick, label=label, fc=face, ec=colour, hatch=hatch or None
        )
        axes.bar_label(bars, fmt="%d", padding=3, size="small")
    axes.set_yticks(range(len(names)), names)
    axes.invert_yaxis()
    axes.set_xlabel(xlabel)
    if len(series) > 1:
        axes.legend(frameon=False, fontsize="small")
    return figure
