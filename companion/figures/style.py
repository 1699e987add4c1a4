"""Pictures of networks, digits, weights and scores, for the notebooks.

Colours are chosen to be read on white and on black paper alike, and the SVG that comes
out is the same bytes each time, so that a test can compare it.
"""

from collections.abc import Mapping, Sequence

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from numrec.activations import Array
from numrec.history import Epoch
from numrec.network import Gradients, Network, Trace

INK = "#767a80"
"""Grey for axes and words: a contrast above 4 with white and with near-black alike."""

BLUE, ORANGE = "#2f81d0", "#cf6a12"
"""Positive and negative, or first and second: told apart by colour-blind readers too."""

_SIGNED = LinearSegmentedColormap.from_list("signed", [ORANGE, "#ffffff", BLUE])


def setup() -> None:
    """Make the notebook's figures deterministic SVG with colours for both themes."""
    import matplotlib_inline.backend_inline as inline

    options = {"metadata": {"Date": None, "Creator": None}}
    inline.set_matplotlib_formats("svg", **options)  # type: ignore[no-untyped-call]
    mpl.rcParams.update(
        {
            "svg.hashsalt": "numrec",
            "svg.fonttype": "none",
            "font.family": "sans-serif",
            "font.size": 12,  # on a phone a figure is half as wide, and so are its letters
            "figure.facecolor": "none",
            "axes.facecolor": "none",
            "savefig.facecolor": "none",
            "axes.spines.top": False,
            "axes.spines.right": False,
            **dict.fromkeys(
                ["text.color", "axes.edgecolor", "axes.labelcolor", "xtick.color", "ytick.color"],
                INK,
            ),
        }
    )


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
    figure = Figure(figsize=(7, 4), layout="constrained")
    axes = figure.add_subplot()
    axes.set_axis_off()
    tallest = max(sizes)
    place = {
        (l, j): (2.4 * l, (tallest - n) / 2 + (n - 1 - j))
        for l, n in enumerate(sizes)
        for j in range(n)
    }
    whole = all((np.mod(x, 1) == 0).all() for x in (*lines.values(), *values.values()))
    first = 0.12 * max(2, len(lines))  # the deeper, the more of a short line its node covers
    for l, numbers in lines.items():
        for j, i in np.ndindex(numbers.shape):
            start, end, shown = place[l - 1, i], place[l, j], "{:g}" if whole else form
            _draw_weight(axes, start, end, float(numbers[j, i]), first + 0.16 * i, shown)
    for (l, j), (x, y) in place.items():
        value = float(values[l][j, 0]) if l in values else None
        colour = INK if value is None else BLUE if value >= 0 else ORANGE
        axes.plot(x, y, "o", ms=38, mfc="#ffffff", mec=colour, mew=2)
        if value is not None:
            text = f"{value:g}" if whole else f"{value:.3f}"
            axes.text(x, y, text, ha="center", va="center", color="#222222", size="small")
    for l in values:
        axes.text(2.4 * l, -0.75, f"${letter}^{{[{l}]}}$", ha="center", va="center", size="large")
    axes.set_xlim(-0.5, 2.4 * (len(sizes) - 1) + 0.5)
    axes.set_ylim(-1, tallest - 0.4)
    return figure


def _draw_weight(
    axes: Axes,
    start: tuple[float, float],
    end: tuple[float, float],
    weight: float,
    along: float,
    form: str,
) -> None:
    colour = BLUE if weight >= 0 else ORANGE
    axes.plot(*zip(start, end, strict=True), color=colour, lw=min(1 + 2 * abs(weight), 7), zorder=0)
    x, y = (s + along * (e - s) for s, e in zip(start, end, strict=True))
    box = {"boxstyle": "round,pad=0.15", "fc": "#ffffff", "ec": "none"}
    axes.text(
        x, y, form.format(weight), size="small", ha="center", va="center", color="#222222", bbox=box
    )


def draw_digits(images: Array, titles: Sequence[str], columns: int = 8) -> Figure:
    """Draw images, the columns of an array (784, m), each below its title."""
    rows = -(-images.shape[1] // columns)
    figure = Figure(figsize=(columns, 1.35 * rows), layout="constrained")
    for place, title in enumerate(titles):
        axes = figure.add_subplot(rows, columns, place + 1)
        axes.set_axis_off()
        axes.imshow(images[:, place].reshape(28, 28), cmap="gray", vmin=0, vmax=1)
        axes.set_title(title, size="small")
    return figure


def draw_weights(weights: Array, columns: int = 8) -> Figure:
    """Draw rows of weights (n, 784) as pictures: blue positive, orange negative."""
    rows = -(-len(weights) // columns)
    figure = Figure(figsize=(columns, rows), layout="constrained")
    largest = np.abs(weights).max()
    for place, row in enumerate(weights):
        axes = figure.add_subplot(rows, columns, place + 1)
        axes.set_axis_off()
        axes.imshow(row.reshape(28, 28), cmap=_SIGNED, vmin=-largest, vmax=largest)
    return figure


def learning_curve(epochs: Sequence[Epoch], goal: float | None = None) -> Figure:
    """Draw the test accuracy and the training loss after each pass."""
    figure = Figure(figsize=(7, 3), layout="constrained")
    left, right = figure.subplots(1, 2)
    numbers = range(1, len(epochs) + 1)
    left.plot(numbers, [100 * done.test_accuracy for done in epochs], "o-", color=BLUE, ms=4)
    if goal is not None:
        left.axhline(100 * goal, color=ORANGE, ls="--", lw=1.5)
    left.set_xlabel("pass over the training images")
    left.set_ylabel("test images read right, %")
    right.plot(numbers, [done.loss for done in epochs], "s-", color=ORANGE, ms=4)
    right.set_xlabel("pass over the training images")
    right.set_ylabel("mean loss C of an image")
    return figure


def draw_confusion(matrix: Array) -> Figure:
    """Draw how often each digit (row) was read as each other (column)."""
    figure = Figure(figsize=(5.5, 5.5), layout="constrained")
    axes = figure.add_subplot()
    wrong = matrix * (1 - np.eye(len(matrix), dtype=int))
    shades = LinearSegmentedColormap.from_list("shades", ["#ffffff", BLUE])
    axes.imshow(wrong, cmap=shades, vmin=0, vmax=1.6 * wrong.max())
    for row, column in np.ndindex(matrix.shape):
        number = str(matrix[row, column])
        axes.text(column, row, number, ha="center", va="center", color="#222222", size="small")
    axes.set_xticks(range(len(matrix)))
    axes.set_yticks(range(len(matrix)))
    axes.set_xlabel("the network's answer")
    axes.set_ylabel("the label")
    return figure


def draw_outer(column: Array, row: Array, column_name: str, row_name: str) -> Figure:
    """Draw column ⊗ row as a table: the column (n, 1) on the left, the other (m, 1) on top."""
    products = column @ row.T
    n, m = products.shape
    figure = Figure(figsize=(1.3 * (m + 1.6), 0.8 * (n + 1.4)), layout="constrained")
    axes = figure.add_subplot()
    axes.set_axis_off()
    for (j, i), value in np.ndenumerate(np.block([[np.nan, row.T], [column, products]])):
        if np.isnan(value):
            continue
        colour = BLUE if value >= 0 else ORANGE
        inside = j > 0 and i > 0
        if inside:
            box = (i - 0.48, -j - 0.46)
            axes.add_patch(Rectangle(box, 0.96, 0.92, fill=False, ec=colour, lw=1.5))
        axes.text(i, -j, f"{value:.3f}", ha="center", va="center", color=colour if inside else INK)
    axes.text(-0.7, -(n + 1) / 2, column_name, ha="center", va="center", size="large")
    axes.text((m + 1) / 2, 0.7, row_name, ha="center", va="center", size="large")
    axes.set_xlim(-1, m + 0.6)
    axes.set_ylim(-n - 0.6, 1)
    return figure
