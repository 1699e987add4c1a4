"""A small network as circles and lines, with its numbers, or with the paths to the loss."""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from companion.figures.style import CENTRED, FACE, INK, ON_FACE, colour_of, new_canvas
from numrec.activations import Array
from numrec.network import Gradients, Network, Trace

ACROSS = 2.4
"""Distance between two layers."""

Place = tuple[float, float]
Places = dict[tuple[int, int], Place]


def draw_network(net: Network, trace: Trace) -> Figure:
    """Draw a small network with each weight on its line and each value in its node.

    Blue is positive and orange negative; the numbers carry the sign too.
    """
    return _draw_layers(net.sizes, net.omega, trace.a, "a", "{:g}")


def draw_gradients(net: Network, grads: Gradients) -> Figure:
    """Draw the backward pass: dC/domega on each line, and delta in each node that has one.

    delta of a node is dC/db too. The input has none, so its nodes stay empty.
    """
    return _draw_layers(net.sizes, grads.dC_domega, grads.delta, r"\delta", "{:.3f}")


def _draw_layers(
    sizes: Sequence[int],
    lines: Mapping[int, Array],
    values: Mapping[int, Array],
    letter: str,
    form: str,
) -> Figure:
    left, right, top, bottom = -0.5, ACROSS * (len(sizes) - 1) + 0.5, max(sizes) - 0.5, -0.9
    figure, axes = new_canvas(0.78 * (right - left), 0.95 * (top - bottom))
    places = _places(sizes)
    whole = all((np.mod(x, 1) == 0).all() for x in (*lines.values(), *values.values()))
    for l, numbers in lines.items():
        share = _clear_of_each_other(*numbers.shape)
        for j, i in np.ndindex(numbers.shape):
            ends, weight = (places[l - 1, i], places[l, j]), float(numbers[j, i])
            width = min(1 + 2 * abs(weight), 7)
            axes.plot(*zip(*ends, strict=True), color=colour_of(weight), lw=width, zorder=0)
            shown = ("{:g}" if whole else form).format(weight)
            _write_along(axes, *ends, share, shown, pad=0.1, size="medium")
    for (l, j), place in places.items():
        value = float(values[l][j, 0]) if l in values else None
        text = "" if value is None else f"{value:g}" if whole else f"{value:.3f}"
        colour = INK if value is None else colour_of(value)
        _draw_node(axes, place, text, colour, ms=46, mew=2, size="medium")
    _name_layers(axes, values, letter)
    axes.set(xlim=(left, right), ylim=(bottom, top))
    return figure


def _clear_of_each_other(rows: int, columns: int) -> float:
    """Return how far along the lines their numbers stand, above each other at even distances.

    So far from the larger layer, the lines of one of its nodes fill the room up to those of the
    next.
    """
    share = 1 / (min(rows, columns) + 1)
    return share if columns >= rows else 1 - share


def _places(sizes: Sequence[int]) -> Places:
    """Return where each node (l, j) stands: a layer a column, node 0 on top."""
    tallest = max(sizes)
    return {
        (l, j): (ACROSS * l, (tallest - n) / 2 + (n - 1 - j))
        for l, n in enumerate(sizes)
        for j in range(n)
    }


def _draw_node(
    axes: Axes, place: Place, text: str, colour: str, *, ms: float, mew: float, size: str = "small"
) -> None:
    axes.plot(*place, "o", ms=ms, mfc=FACE, mec=colour, mew=mew)
    if text:
        axes.text(*place, text, color=ON_FACE, size=size, **CENTRED)


def _write_along(
    axes: Axes,
    start: Place,
    end: Place,
    share: float,
    text: str,
    *,
    pad: float,
    size: str = "small",
) -> None:
    """Write on a line, at this share of its way."""
    x, y = (s + share * (e - s) for s, e in zip(start, end, strict=True))
    box = {"boxstyle": f"round,pad={pad}", "fc": FACE, "ec": "none"}
    axes.text(x, y, text, size=size, color=ON_FACE, bbox=box, **CENTRED)


def _name_layers(axes: Axes, layers: Sequence[int] | Mapping[int, Array], letter: str) -> None:
    for l in layers:
        axes.text(ACROSS * l, -0.75, f"${letter}^{{[{l}]}}$", size="large", **CENTRED)
