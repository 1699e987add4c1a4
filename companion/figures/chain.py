"""The smallest networks on their way to the loss: a chain of nodes, its slopes, and one path."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from companion.figures.style import BLUE, CENTRED, FACE, INK, ON_FACE, PALE, colour_of, new_canvas
from numrec.activations import Array
from numrec.network import Network, Trace

Place = tuple[float, float]


def draw_chain(net: Network, trace: Trace, a_hat: float) -> Figure:
    """Draw a network of one node a layer: its weights and biases on the links, and the loss.

    Raises
    ------
    ValueError
        If a layer has more than one node.
    """
    _check_chain(net)
    figure, axes = new_canvas(4.7, 1.5)
    end = net.L + 1
    for l in range(1, end):
        _draw_link(axes, (l - 1, 0), (l, 0), INK)
        axes.text(l - 0.5, 0.13, rf"$\omega = {net.omega[l][0, 0]:g}$", ha="center", va="bottom")
        axes.text(l - 0.5, -0.15, f"$b = {net.b[l][0, 0]:g}$", ha="center", va="top")
    _draw_link(axes, (net.L, 0), (end, 0), INK)
    axes.text(net.L + 0.47, 0.13, f"$(a - {a_hat:g})^2$", ha="center", va="bottom")
    for l, values in trace.a.items():
        _draw_value(axes, (l, 0), values[0, 0], "o")
        axes.text(l, -0.62, f"$a^{{[{l}]}}$", **CENTRED)
    _draw_value(axes, (end, 0), _loss(net, trace, a_hat), "s")
    axes.text(end, -0.62, "$C$", **CENTRED)
    axes.set(xlim=(-0.4, end + 0.4), ylim=(-0.75, 0.5))
    return figure


def draw_local_slopes(net: Network, trace: Trace, a_hat: float) -> Figure:
    """Draw the last link of a chain as a computational graph, forwards and backwards.

    Each box holds a value. On each arrow stands its local slope, and below each box the product
    of the slopes between it and the loss, which is dC by that box.

    Raises
    ------
    ValueError
        If a layer has more than one node.
    """
    _check_chain(net)
    L, target = net.L, np.array([[a_hat]])
    assert net.output.f_prime is not None  # a softmax of one node is always 1
    omega, b, z = net.omega[L][0, 0], net.b[L][0, 0], trace.z[L]
    a_in, a = trace.a[L - 1][0, 0], trace.a[L]
    by_a, a_by_z = net.loss.grad_a(a, target).item(), net.output.f_prime(z).item()
    by_z = by_a * a_by_z
    boxes = {  # its place, its value, and dC by it
        "$C$": ((3, 0), _loss(net, trace, a_hat), 1),
        f"$a^{{[{L}]}}$": ((2, 0), a.item(), by_a),
        f"$z^{{[{L}]}}$": ((1, 0), z.item(), by_z),
        r"$\omega$": ((0, 1), omega, by_z * a_in),
        "$b$": ((0, 0), b, by_z),
        f"$a^{{[{L - 1}]}}$": ((0, -1), a_in, by_z * omega),
    }
    links = (((0, 1), a_in), ((0, 0), 1), ((0, -1), omega), ((1, 0), a_by_z), ((2, 0), by_a))
    figure, axes = new_canvas(4.7, 3.7)
    for start, slope in links:
        end = (start[0] + 1, 0)
        _draw_link(axes, start, end, INK, reach=22 if start[1] == 0 else 28)
        middle = ((start[0] + end[0]) / 2, start[1] / 2)
        shown = {"boxstyle": "round,pad=0.2", "fc": FACE, "ec": INK}
        axes.text(*middle, f"{slope:g}", color=ON_FACE, bbox=shown, **CENTRED)
    for name, ((x, y), value, by_it) in boxes.items():
        _draw_value(axes, (x, y), value, "s")
        axes.text(x, y + 0.35, name, **CENTRED)
        axes.text(x, y - 0.37, f"{by_it:g}", color=colour_of(by_it), weight="bold", **CENTRED)
    axes.set(xlim=(-0.4, 3.4), ylim=(-1.5, 1.5))
    return figure


def draw_one_path(net: Network, trace: Trace, a_hat: Array, j: int, i: int) -> Figure:
    """Draw the output layer and the terms of the quadratic loss, with one weight's path lit.

    Parameters
    ----------
    net : Network
        A small one.
    trace : Trace
        One sample's.
    a_hat : array
        The target, (n_L, 1).
    j, i : int
        The weight omega_ji: the path begins at node i below and goes on through output j.
    """
    L = net.L
    below, above = trace.a[L - 1][:, 0], trace.a[L][:, 0]
    terms = (above - a_hat[:, 0]) ** 2
    columns = (below, above, terms, terms.sum(keepdims=True))
    tallest = max(len(values) for values in columns)
    heights = [(tallest - len(values)) / 2 for values in columns]
    lit = {(0, i), (1, j), (2, j), (3, 0)}
    figure, axes = new_canvas(4.7, 0.85 * tallest + 0.7)

    def place(column: int, node: int) -> Place:
        return column, -heights[column] - node

    for node in range(len(above)):
        ends = [((0, k), (1, node)) for k in range(len(below))]
        for start, end in (*ends, ((1, node), (2, node)), ((2, node), (3, 0))):
            on_it = {start, end} <= lit
            level = place(*start)[1] == place(*end)[1]
            reach = 27 if end[0] == 3 and not level else 22
            colour = BLUE if on_it else PALE
            _draw_link(axes, place(*start), place(*end), colour, bold=on_it, reach=reach)
    for column, values in enumerate(columns):
        for node, value in enumerate(values):
            mark = "o" if column < 2 else "s"
            colour = "" if (column, node) in lit else PALE
            _draw_value(axes, place(column, node), value, mark, "{:.3f}", colour)
    names = (f"$a^{{[{L - 1}]}}$", f"$a^{{[{L}]}}$", r"$(a_j - \hat{a}_j)^2$", "$C$")
    for column, name in enumerate(names):
        axes.text(column, 0.62, name, **CENTRED)
    axes.set(xlim=(-0.4, 3.4), ylim=(-tallest + 0.5, 0.85))
    return figure


def _check_chain(net: Network) -> None:
    if set(net.sizes) != {1}:
        raise ValueError(f"the layers have {net.sizes} nodes; expected one in each")


def _loss(net: Network, trace: Trace, a_hat: float) -> float:
    return float(net.loss.C(trace.a[net.L], np.array([[a_hat]])))


def _draw_link(
    axes: Axes, start: Place, end: Place, colour: str, *, bold: bool = False, reach: float = 22
) -> None:
    """Draw an arrow; `reach` is where the box or node at its end begins, in points."""
    look = {"arrowstyle": "-|>", "color": colour, "lw": 3 if bold else 1.2}
    look |= {"shrinkA": 22, "shrinkB": reach}
    axes.annotate("", end, start, arrowprops=look, zorder=2 if bold else 1)


def _draw_value(
    axes: Axes, place: Place, value: float, mark: str, form: str = "{:g}", colour: str = ""
) -> None:
    """Draw a node, a circle, or a box with a number in it."""
    axes.plot(*place, mark, ms=42, mfc=FACE, mec=colour or colour_of(value), mew=1.6)
    axes.text(*place, form.format(value), color=ON_FACE, **CENTRED)
