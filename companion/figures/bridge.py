"""School calculus in pictures: a strip of land, a chain of rates, a chord and its tangent."""

from collections.abc import Callable
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch, Rectangle

from companion.figures.style import BLUE, CENTRED, INK, ORANGE, new_axes, new_canvas
from numrec.activations import Array

BOX: dict[str, Any] = {"boxstyle": "round,pad=0.45", "fc": "none", "ec": INK, "lw": 1.6}
"""The frame of a link of the chain."""


def draw_strip(x: float, y: float, h: float) -> Figure:
    """Draw a rectangle x wide and y high, and the strip that it gains when x grows by h."""
    figure, axes = new_canvas(4.6, 2.9)
    axes.set_aspect("equal")
    axes.add_patch(Rectangle((0, 0), x, y, fill=False, ec=BLUE, lw=2))
    strip = Rectangle((x, 0), h, y, fc="none", ec=ORANGE, lw=2, hatch="///")
    axes.add_patch(strip)
    axes.text(x / 2, y / 2, "$A = x \\, y$", size=15, **CENTRED)
    axes.text(x / 2, -0.35, "$x$", size=15, **CENTRED)
    axes.text(-0.3, y / 2, "$y$", size=15, **CENTRED)
    axes.text(x + h / 2, -0.35, "$h$", size=15, color=ORANGE, **CENTRED)
    axes.text(x + h + 0.15, y / 2, "gained:\n$h \\, y$", size=13, color=ORANGE, va="center")
    axes.set(xlim=(-0.6, x + h + 1.6), ylim=(-0.7, y + 0.15))
    return figure


def draw_rates(links: list[tuple[str, str]], rates: list[str], whole: str) -> Figure:
    """Draw a chain: links side by side, a rate on each arrow, and one arrow over all of it.

    Parameters
    ----------
    links : list of (str, str)
        Of each link its name and its value.
    rates : list of str
        What stands on the arrow from each link to the next.
    whole : str
        What stands on the arrow from the first link to the last.

    Raises
    ------
    ValueError
        If there is not one rate fewer than links.
    """
    if len(rates) != len(links) - 1:
        raise ValueError(f"{len(rates)} rates for {len(links)} links; expected one fewer")
    figure, axes = new_canvas(4.9, 2.2)
    across = 2.6
    for place, (name, value) in enumerate(links):
        axes.text(across * place, 0, f"{name}\n{value}", size=13, bbox=BOX, **CENTRED)
    arrow: dict[str, Any] = {"arrowstyle": "-|>", "mutation_scale": 16, "lw": 1.6}
    for place, rate in enumerate(rates):
        ends = (across * place + 0.62, 0), (across * (place + 1) - 0.62, 0)
        axes.add_patch(FancyArrowPatch(*ends, color=INK, **arrow))
        axes.text(across * (place + 0.5), 0.25, rate, size=13, color=BLUE, **CENTRED)
    last = across * len(rates)
    bow: dict[str, Any] = {"connectionstyle": "arc3,rad=0.28", "color": ORANGE}
    axes.add_patch(FancyArrowPatch((0, -0.62), (last, -0.62), **bow, **arrow))
    axes.text(last / 2, -1.62, whole, size=13, color=ORANGE, **CENTRED)
    axes.set(xlim=(-0.8, last + 0.8), ylim=(-1.9, 0.75))
    return figure


def draw_mean_value(
    curve: Callable[[Array], Array],
    ends: tuple[float, float],
    at: float,
    names: tuple[str, str],
) -> Figure:
    """Draw a curve, the chord between its points at both ends, and a parallel to it at a place.

    Parameters
    ----------
    curve : callable
        From places to heights.
    ends : (float, float)
        Where the chord begins and ends.
    at : float
        Where the parallel meets the curve; the tangent, if the place is well chosen.
    names : (str, str)
        Of the axes.

    Raises
    ------
    ValueError
        If the place is not between the ends.
    """
    start, end = ends
    if not start < at < end:
        raise ValueError(f"the place is {at}; expected it between {start} and {end}")
    figure, axes = new_axes(4.6, 3.0)
    x = np.linspace(start - 1, end + 1, 81)
    axes.plot(x, curve(x).round(6), color=BLUE, lw=2)
    low, high, middle = (float(curve(np.array(place))) for place in (start, end, at))
    slope = (high - low) / (end - start)
    axes.plot(ends, (low, high), "o-", color=ORANGE, lw=2)
    axes.plot(ends, [middle + slope * (place - at) for place in ends], "--", color=INK, lw=2)
    axes.plot([at], [middle], "o", color=INK)
    half = (start + end) / 2 - 0.12, (low + high) / 2
    axes.text(*half, "straight line", color=ORANGE, ha="right", va="bottom")
    axes.text(end + 0.12, middle + slope * (end - at), "as steep", color=INK, va="center")
    axes.set(xlabel=names[0], ylabel=names[1], xticks=[start, at, end])
    return figure
