"""The paths that a change takes through a small network to the loss."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from companion.figures.style import BLUE, INK, ORANGE
from numrec.network import Network, Trace

ACROSS = 2.4
"""Distance between two layers."""

PALE = "#9a9a9a"
"""What the paths do not touch."""

Place = tuple[float, float]


def draw_paths(net: Network, trace: Trace, l: int, j: int, i: int | None = None) -> Figure:
    """Draw the network with every path lit from node j of layer l to the loss C.

    Parameters
    ----------
    trace : Trace
        One sample's; its values stand in the lit nodes.
    i : int, optional
        A node of the layer before: the weight omega_ji^[l] from it is lit too.
    """
    figure = Figure(figsize=(7, 3.6), layout="constrained")
    axes = figure.add_subplot()
    axes.set_axis_off()
    sizes, tallest = net.sizes, max(net.sizes)
    place = {
        (layer, node): (ACROSS * layer, (tallest - n) / 2 + (n - 1 - node))
        for layer, n in enumerate(sizes)
        for node in range(n)
    }
    reached = {(l, j)} | {(up, node) for up in range(l + 1, net.L + 1) for node in range(sizes[up])}
    lit = {
        ((up - 1, below), (up, node))
        for up in range(l, net.L + 1)
        for node, below in np.ndindex(net.omega[up].shape)
        if (up - 1, below) in reached or (up, node, below) == (l, j, i)
    }
    for up in range(1, net.L + 1):
        for node, below in np.ndindex(net.omega[up].shape):
            ends = (up - 1, below), (up, node)
            _line(axes, place[ends[0]], place[ends[1]], ends in lit)
            if ends in lit:
                _number(axes, place[ends[0]], place[ends[1]], float(net.omega[up][node, below]))
    loss = (ACROSS * (net.L + 0.75), (tallest - 1) / 2)
    for node in range(sizes[-1]):
        _line(axes, place[net.L, node], loss, (net.L, node) in reached)
    known = reached | ({(l - 1, i)} if i is not None else set())
    for at, (x, y) in place.items():
        value = float(trace.a[at[0]][at[1], 0])
        colour = (BLUE if value >= 0 else ORANGE) if at in known else PALE
        axes.plot(x, y, "o", ms=36, mfc="#ffffff", mec=colour, mew=3 if at in known else 1)
        if at in known:
            axes.text(x, y, f"{value:.3f}", ha="center", va="center", color="#222222", size="small")
    axes.plot(*loss, "s", ms=34, mfc="#ffffff", mec=INK, mew=3)
    axes.text(*loss, "$C$", ha="center", va="center", color="#222222", size="large")
    for layer in range(len(sizes)):
        axes.text(
            ACROSS * layer, -0.75, f"$a^{{[{layer}]}}$", ha="center", va="center", size="large"
        )
    axes.set_xlim(-0.5, loss[0] + 0.5)
    axes.set_ylim(-1, tallest - 0.4)
    return figure


def _line(axes: Axes, start: Place, end: Place, lit: bool) -> None:
    colour, width = (INK, 2.6) if lit else (PALE, 0.8)
    axes.plot(*zip(start, end, strict=True), color=colour, lw=width, zorder=0 if lit else -1)


def _number(axes: Axes, start: Place, end: Place, weight: float) -> None:
    x, y = (s + 0.45 * (e - s) for s, e in zip(start, end, strict=True))
    box = {"boxstyle": "round,pad=0.2", "fc": "#ffffff", "ec": "none"}
    axes.text(
        x, y, f"{weight:g}", size="small", ha="center", va="center", color="#222222", bbox=box
    )
