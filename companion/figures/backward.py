"""The way back: what each node above pulls at a node, deltas on their way down, and the price."""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch
from matplotlib.ticker import FuncFormatter, MultipleLocator

from companion.figures.style import (
    BLUE,
    CENTRED,
    FACE,
    INK,
    ON_FACE,
    ORANGE,
    colour_of,
    new_axes,
    new_canvas,
)
from numrec.network import Gradients, Network, Trace

WIDE = 4.7
"""Inches across: so narrow, a figure keeps its letters readable on a phone."""

LARGE = 16
"""Points, for letters with an index above them, which is smaller."""

Place = tuple[float, float]


def draw_pulls(net: Network, grads: Gradients, l: int, j: int) -> Figure:
    """Draw what each node of layer l + 1 pulls at node j of layer l: its delta times the weight.

    The thicker the arrow, the stronger the pull. Blue is positive and orange negative; the
    numbers carry the sign too.
    """
    delta, weights = grads.delta[l + 1][:, 0], net.omega[l + 1][:, j]
    pulls = delta * weights
    n = len(pulls)
    figure, axes = new_canvas(WIDE, 1.0 + 0.9 * n)
    here, right = (0.0, (n - 1) / 2), 4.0
    for k, pull in enumerate(pulls):
        above = (right, float(n - 1 - k))
        width = round(1.5 + 7 * float(abs(pull) / np.abs(pulls).max()), 3)
        draw_arrow(axes, above, here, colour_of(pull), width)
        _write_on(axes, above, here, 0.36, f"{weights[k]:g}")
        _write_on(axes, above, here, 0.68, f"{pull:.3f}", weight="bold")
        draw_node(axes, above, f"{delta[k]:.3f}", colour_of(delta[k]))
    draw_node(axes, here, f"{pulls.sum():.3f}", colour_of(pulls.sum()))
    top = n - 0.3
    for x, words in (
        (0, "sum"),
        (0.32 * right, "pull"),
        (0.64 * right, "weight"),
        (right, rf"$\delta^{{[{l + 1}]}}$"),
    ):
        axes.text(x, top, words, size=LARGE if "^" in words else None, **CENTRED)
    axes.text(
        here[0], here[1] - 0.62, rf"$\partial C / \partial a_{j}^{{[{l}]}}$", size=LARGE, **CENTRED
    )
    axes.set(xlim=(-0.75, right + 0.65), ylim=(-0.55, n - 0.05))
    return figure


def draw_flow(net: Network, trace: Trace, grads: Gradients | None = None) -> Figure:
    """Draw a small network with its weights: upwards with its values, or back with its deltas.

    Parameters
    ----------
    net : Network
        A small one.
    trace : Trace
        One sample's: its values stand in the nodes.
    grads : Gradients, optional
        With them the arrows point back, and the nodes hold their deltas: the input has none.
    """
    sizes, L = net.sizes, net.L
    values = trace.a if grads is None else grads.delta
    whole = all((np.mod(x, 0.5) == 0).all() for x in values.values())
    figure, axes = new_canvas(WIDE, 0.8 + 0.95 * max(sizes))
    across = 5.0 / L
    places = {
        (l, j): (across * l, (max(sizes) - n) / 2 + (n - 1 - j))
        for l, n in enumerate(sizes)
        for j in range(n)
    }
    for l in range(1, L + 1):
        for j, i in np.ndindex(net.omega[l].shape):
            weight = float(net.omega[l][j, i])
            low, high = places[l - 1, i], places[l, j]
            idle = grads is not None and l == 1  # the input has no delta
            start, end = (low, high) if grads is None else (high, low)
            draw_arrow(axes, start, end, INK if idle else colour_of(weight), 1 if idle else 2)
            if not idle:
                level = low[1] == high[1]  # a short line: at its middle, clear of the head
                share = 0.5 if level else (0.34, 0.66)[(i + j) % 2]
                _write_on(axes, low, high, share, f"{weight:g}")
    for (l, j), place in places.items():
        value = float(values[l][j, 0]) if l in values else None
        text = "" if value is None else f"{value:g}" if whole else f"{value:.3f}"
        draw_node(axes, place, text, INK if value is None else colour_of(value))
    letter = "a" if grads is None else r"\delta"
    for l in values:
        axes.text(across * l, -0.62, f"${letter}^{{[{l}]}}$", size=LARGE, **CENTRED)
    axes.set(xlim=(-0.55, 5.55), ylim=(-0.85, max(sizes) - 0.45))
    return figure


def draw_graph(
    places: Mapping[str, Place],
    data: Mapping[str, float],
    slopes: Mapping[str, float],
    links: Sequence[tuple[str, str, float]],
) -> Figure:
    """Draw a computational graph: each number in a node, on each link its local slope.

    Below a node stands the slope of the last number with respect to it. Two links between the
    same two nodes are drawn as two arcs.

    Parameters
    ----------
    places : mapping of str to (float, float)
        Where each named number stands: columns and rows.
    data, slopes : mapping of str to float
        Its value, and what stands below it.
    links : sequence of (str, str, float)
        From, to, and the local slope.
    """
    wide = max(x for x, _ in places.values())
    rows = [y for _, y in places.values()]
    figure, axes = new_canvas(WIDE, 0.7 + 1.15 * (max(rows) - min(rows) + 1))
    for place, (start, end, slope) in enumerate(links):
        twin = [(a, b) for a, b, _ in links].count((start, end)) > 1
        first = (start, end) not in [(a, b) for a, b, _ in links[:place]]
        bend = (0.45 if first else -0.45) if twin else 0.0
        (x, y), (u, v) = places[start], places[end]
        draw_arrow(axes, (x, y), (u, v), INK, 1.4, bend=bend)
        lift = 0.0 if not twin else -0.33 if first else 0.33
        middle = ((x + u) / 2, (y + v) / 2 + lift)
        axes.text(*middle, f"{slope:g}", color=ON_FACE, bbox=_box(), **CENTRED)
    for name, (x, y) in places.items():
        axes.plot(x, y, "o", ms=34, mfc=FACE, mec=INK, mew=2)
        axes.text(x, y, f"{data[name]:g}", color=ON_FACE, **CENTRED)
        axes.text(x, y + 0.4, name, **CENTRED)
        axes.text(x, y - 0.4, f"{slopes[name]:g}", color=BLUE, weight="bold", **CENTRED)
    axes.set(xlim=(-0.4, wide + 0.4), ylim=(min(rows) - 0.6, max(rows) + 0.6))
    return figure


def draw_costs(widths: Sequence[int], costs: Mapping[str, Sequence[int]], ylabel: str) -> Figure:
    """Draw what a gradient costs against the width, both in powers, each line with its name.

    Parameters
    ----------
    widths : sequence of int
        Powers of two, rising.
    costs : mapping of str to sequence of int
        By name, one for each width; the dearest first.
    ylabel : str
        What the upright axis says.
    """
    figure, axes = new_axes(WIDE, 4.2)
    x = np.log2(widths)
    looks = ((INK, "s--"), (ORANGE, "^:"), (BLUE, "o-"))
    for place, ((name, numbers), (colour, style)) in enumerate(
        zip(costs.items(), looks, strict=False)
    ):
        y = np.log10(np.array(numbers, dtype=np.float64)).round(4)
        axes.plot(x, y, style, color=colour, ms=5, lw=1.8)
        last = place == len(costs) - 1  # above the line, but for the cheapest
        k = len(x) // 2 if last else len(x) - 3 + place
        ha, va = ("left", "top") if last else ("right", "bottom")
        axes.text(x[k], y[k] + (-0.2 if last else 0.2), name, color=colour, ha=ha, va=va)
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{2**value:.0f}"))
    axes.xaxis.set_major_locator(MultipleLocator(2))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: _power_of_ten(round(value))))
    axes.yaxis.set_major_locator(MultipleLocator(2))
    axes.set(xlabel="nodes in each hidden layer, $n$", ylabel=ylabel)
    return figure


def _power_of_ten(exponent: int) -> str:
    # not as a formula, whose raised letters are smaller than the others
    return "10" + str(exponent).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))


def draw_arrow(
    axes: Axes,
    start: Place,
    end: Place,
    colour: str,
    width: float,
    *,
    bend: float = 0.0,
    gap: float = 20,
) -> None:
    """Draw an arrow between two nodes; `gap` is how far from their middles it ends, in points."""
    arrow = FancyArrowPatch(
        start,
        end,
        arrowstyle="-|>",
        mutation_scale=10 + width,
        shrinkA=gap,
        shrinkB=gap + 2,
        connectionstyle=f"arc3,rad={bend}",
    )
    arrow.set(color=colour, lw=width, zorder=0)
    axes.add_patch(arrow)


def draw_node(axes: Axes, place: Place, text: str, colour: str, size: float | None = None) -> None:
    """Draw a node with what it holds."""
    axes.plot(*place, "o", ms=44, mfc=FACE, mec=colour, mew=2.4, zorder=1)
    axes.text(*place, text, color=ON_FACE, size=size, **CENTRED)


def _write_on(
    axes: Axes, start: Place, end: Place, share: float, text: str, *, weight: str = "normal"
) -> None:
    x, y = (s + share * (e - s) for s, e in zip(start, end, strict=True))
    axes.text(x, y, text, color=ON_FACE, weight=weight, bbox=_box(), **CENTRED)


def _box() -> dict[str, str]:
    return {"boxstyle": "round,pad=0.15", "fc": FACE, "ec": "none"}
