"""A small network as circles and lines, with its numbers, or with the paths to the loss."""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from companion.figures.style import CENTRED, DARK, INK, WHITE, colour_of, new_canvas
from numrec.activations import Array
from numrec.network import Gradients, Network, Trace

ACROSS = 2.4
"""Distance between two layers."""

PALE = "#9a9a9a"
"""What the paths do not touch."""

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


def draw_paths(net: Network, trace: Trace, l: int, j: int, i: int | None = None) -> Figure:
    """Draw the network with every path lit from node j of layer l to the loss C.

    Parameters
    ----------
    net : Network
        A small one.
    trace : Trace
        One sample's; its values stand in the lit nodes.
    l, j : int
        The layer and the node where the paths begin.
    i : int, optional
        A node of the layer before: the weight omega_ji^[l] from it is lit too.
    """
    figure, axes = new_canvas(7, 3.6)
    places = _places(net.sizes)
    reached = {(l, j)} | {node for node in places if node[0] > l}
    lines = [
        ((up - 1, below), (up, node))
        for up in range(1, net.L + 1)
        for node, below in np.ndindex(net.omega[up].shape)
    ]
    for start, end in lines:
        lit = start in reached or (start, end) == ((l - 1, i), (l, j))
        _draw_path(axes, places[start], places[end], lit)
        if lit:
            weight = net.omega[end[0]][end[1], start[1]]
            _write_along(axes, places[start], places[end], 0.45, f"{weight:g}", pad=0.2)
    loss = (ACROSS * (net.L + 0.75), (max(net.sizes) - 1) / 2)
    for node in range(net.sizes[-1]):
        _draw_path(axes, places[net.L, node], loss, (net.L, node) in reached)
    known = reached | ({(l - 1, i)} if i is not None else set())
    for at, place in places.items():
        value = float(trace.a[at[0]][at[1], 0])
        lit = at in known
        colour, text = (colour_of(value), f"{value:.3f}") if lit else (PALE, "")
        _draw_node(axes, place, text, colour, ms=36, mew=3 if lit else 1)
    axes.plot(*loss, "s", ms=34, mfc=WHITE, mec=INK, mew=3)
    axes.text(*loss, "$C$", color=DARK, size="large", **CENTRED)
    _name_layers(axes, range(len(net.sizes)), "a")
    axes.set(xlim=(-0.5, loss[0] + 0.5), ylim=(-1, max(net.sizes) - 0.4))
    return figure


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
    axes.plot(*place, "o", ms=ms, mfc=WHITE, mec=colour, mew=mew)
    if text:
        axes.text(*place, text, color=DARK, size=size, **CENTRED)


def _draw_path(axes: Axes, start: Place, end: Place, lit: bool) -> None:
    colour, width = (INK, 2.6) if lit else (PALE, 0.8)
    axes.plot(*zip(start, end, strict=True), color=colour, lw=width, zorder=0 if lit else -1)


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
    box = {"boxstyle": f"round,pad={pad}", "fc": WHITE, "ec": "none"}
    axes.text(x, y, text, size=size, color=DARK, bbox=box, **CENTRED)


def _name_layers(axes: Axes, layers: Sequence[int] | Mapping[int, Array], letter: str) -> None:
    for l in layers:
        axes.text(ACROSS * l, -0.75, f"${letter}^{{[{l}]}}$", size="large", **CENTRED)
