"""Where a step's time goes, and the roof over each of its parts."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MultipleLocator

from companion.figures.style import BLUE, INK, ORANGE, PHONE, new_axes


class Dot(NamedTuple):
    """One thing under the roof: its arithmetic intensity, its rate, and how it is marked.

    Attributes
    ----------
    intensity : float
        Operations for each byte.
    rate : float
        Operations a second.
    product : bool
        A product of matrices: blue and round. All else is orange and square.
    name : str
        What stands beside it; may be empty.
    """

    intensity: float
    rate: float
    product: bool
    name: str = ""


def draw_parts(parts: Mapping[str, float], products: Sequence[str], xlabel: str) -> Figure:
    """Draw a bar for each part, the first on top, with its number at its end.

    Parameters
    ----------
    parts : mapping
        Whole numbers from 0, by name.
    products : sequence of str
        The names whose bars are blue and full; the others are orange and hatched.
    xlabel : str
        What the axis says.
    """
    figure, axes = new_axes(PHONE, 0.8 + 0.34 * len(parts))
    for row, (name, value) in enumerate(parts.items()):
        look: dict[str, Any] = {"fc": BLUE} if name in products else {"fc": "none", "hatch": "///"}
        colour = BLUE if name in products else ORANGE
        bar = axes.barh(row, value, 0.7, ec=colour, **look)
        axes.bar_label(bar, [f"{value:,.0f}"], padding=3)
    axes.set_yticks(range(len(parts)), list(parts))
    axes.set_ylim(len(parts) - 0.4, -0.6)
    axes.set_xlim(0, 1.18 * max(parts.values()))
    axes.locator_params(axis="x", nbins=4)
    axes.set_xlabel(xlabel)
    return figure


def draw_roof(flops: float, bandwidths: Mapping[str, float], dots: Sequence[Dot]) -> Figure:
    """Draw a machine's roof, both axes in powers of ten, and the dots below it.

    Parameters
    ----------
    flops : float
        Operations a second at best: the level.
    bandwidths : mapping
        Bytes a second, by what the bytes come from: a slope each, the steepest first.
    dots : sequence of Dot
        What was measured.

    Raises
    ------
    ValueError
        If a number is not above 0.
    """
    numbers = [flops, *bandwidths.values(), *(x for dot in dots for x in dot[:2])]
    if min(numbers) <= 0:
        raise ValueError(f"the least number is {min(numbers)}; expected all above 0")
    figure, axes = new_axes(PHONE, 4.0)
    ends = np.array([-1.6, 3.0])
    for (name, bandwidth), style in zip(bandwidths.items(), ("-", "--"), strict=False):
        turn = np.log10(flops / bandwidth)
        x = np.array([ends[0], turn, ends[1]])
        y = np.minimum(np.log10(flops / 1e9), x + np.log10(bandwidth / 1e9))
        axes.plot(x.round(3), y.round(3), style, color=INK, lw=1.8, label=name)
    axes.plot([], [], "o", color=BLUE, label="products")
    axes.plot([], [], "s", color=ORANGE, label="all else")
    for intensity, rate, product, name in dots:
        colour, mark = (BLUE, "o") if product else (ORANGE, "s")
        place = (round(float(np.log10(intensity)), 3), round(float(np.log10(rate / 1e9)), 3))
        axes.plot(*place, mark, color=colour, ms=7, alpha=0.8)
        if name:
            axes.annotate(name, place, (8, -4), textcoords="offset points", color=colour, va="top")
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_locator(MultipleLocator(1))
        axis.set_major_formatter(FuncFormatter(lambda value, _: f"{10**value:g}"))
    axes.set_xlim(*ends)
    axes.set(xlabel="operations for each byte", ylabel="billion operations a second")
    axes.legend(loc="lower right", frameon=False)
    return figure
