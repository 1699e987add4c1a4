"""What an argument looks like: three letters, a staircase, a chord, and brackets in a product."""

from collections.abc import Callable

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from companion.figures.backward import LARGE, WIDE, Place, draw_arrow, draw_node
from companion.figures.style import (
    BLUE,
    CENTRED,
    INK,
    ORANGE,
    PALE,
    colour_of,
    new_axes,
    new_canvas,
)


def draw_roles() -> Figure:
    """Draw three layers, in each of them the node that a letter means, and the lines between."""
    figure, axes = new_canvas(WIDE, 2.9)
    layers = (
        ("i", "below", "l-2", r"$\omega_{ji}^{[l-1]}$"),
        ("j", "ours", "l-1", r"$\omega_{kj}^{[l]}$"),
        ("k", "above", "l", ""),
    )
    for x, (letter, role, layer, weight) in enumerate(layers):
        place = (2.0 * x, 0.0)
        for y in (1.0, -1.0):
            axes.plot(place[0], y, "o", ms=26, mfc="none", mec=PALE, mew=1.2)
        if weight:
            draw_arrow(axes, place, (place[0] + 2.0, 0.0), INK, 2)
            axes.text(place[0] + 1.0, 0.34, weight, size=LARGE, **CENTRED)
        draw_node(axes, place, f"${letter}$", BLUE if letter == "j" else INK, size=LARGE)
        axes.text(place[0], 1.75, role, **CENTRED)
        axes.text(place[0], -1.8, f"layer ${layer}$", **CENTRED)
    axes.set(xlim=(-0.6, 4.6), ylim=(-2.1, 2.0))
    return figure


def draw_staircase(
    G: Callable[[float, float], float], start: Place, moves: Place, pulls: Place
) -> Figure:
    """Draw a way from P_0 to P_2 that moves first one number, then the other.

    Parameters
    ----------
    G : callable
        A function of the two numbers: on each step stands what it gains there, and on the dashed
        line from end to end what it gains in all. Blue is positive and orange negative.
    start, moves : (float, float)
        Where P_0 lies, and how far each number moves.
    pulls : (float, float)
        What the slopes at P_0 promise for each step: it stands below the gain, and their sum
        below the gain in all.
    """
    figure, axes = new_axes(WIDE, 3.6)
    (x, y), (across, up) = np.round(start, 4), np.round(moves, 4)
    corners = [(x, y), (x + across, y), (x + across, y + up)]
    heights = [G(*corner) for corner in corners]
    axes.plot(*zip(corners[0], corners[2], strict=True), "--", color=INK, lw=1.4)
    for k, pull in enumerate(pulls):
        gain = heights[k + 1] - heights[k]
        draw_arrow(axes, corners[k], corners[k + 1], colour_of(gain), 2.5, gap=4)
        words = f"gain {gain:+.3f}\npull {pull:+.3f}"
        axes.text(*_outside(corners, (k, k + 1), FAR[k]), words, color=colour_of(gain), **BOLD)
    for k, corner in enumerate(corners):
        axes.plot(*corner, "o", color=INK, ms=6)
        axes.text(*_outside(corners, (k,), 0.28), f"$P_{k}$", size=LARGE, **CENTRED)
    whole = f"gain {heights[2] - heights[0]:+.3f}\npulls {sum(pulls):+.3f}"
    axes.text(*_outside(corners, (0, 2), 2.4), whole, color=INK, **BOLD)
    axes.margins(1.1, 0.75)
    axes.set(xlabel="$z_0$", ylabel="$z_1$")
    return figure


def _outside(corners: list[Place], of: tuple[int, ...], far: float) -> Place:
    # the middle of these corners, moved away from the middle of all
    own = np.mean([corners[k] for k in of], axis=0)
    x, y = own + far * (own - np.mean(corners, axis=0))
    return round(float(x), 4), round(float(y), 4)


BOLD = {**CENTRED, "weight": "bold"}
"""A number on the way."""

FAR = (1.0, 1.5)
"""How far from a step its numbers stand, for the size of the triangle."""


def draw_chord(
    g: Callable[[float], float], slope: Callable[[float], float], a: float, b: float, q: float
) -> Figure:
    """Draw a curve with its chord from a to b, and the tangent at q, which is as steep.

    Raises
    ------
    ValueError
        If the two are not parallel.
    """
    steep = (g(b) - g(a)) / (b - a)
    if abs(slope(q) - steep) > 1e-3 * max(1, abs(steep)):
        message = f"the tangent at {q} has slope {slope(q):.4f}; expected the chord's, {steep:.4f}"
        raise ValueError(message)
    figure, axes = new_axes(WIDE, 3.0)
    more = 0.12 * (b - a)
    x = np.linspace(a - more, b + more, 61)
    axes.plot(x.round(4), np.array([g(one) for one in x]).round(4), color=INK, lw=2)
    axes.plot([a, b], np.round([g(a), g(b)], 4), "o-", color=BLUE, lw=1.8)
    near = np.array([q - 0.3 * (b - a), q + 0.3 * (b - a)])
    axes.plot(near.round(4), (g(q) + steep * (near - q)).round(4), color=ORANGE, lw=1.8)
    axes.plot([q], [round(g(q), 4)], "o", color=ORANGE)
    axes.set_xticks([a, q, b], ["$P_k$", "$Q_k$", "$P_{k+1}$"], size=LARGE)
    axes.set(xlabel="the one number that moves", ylabel="$G$", yticks=[])
    return figure


def draw_brackets(n: int) -> Figure:
    """Draw a row in front of three square matrices, multiplied from the left and from the right.

    What is multiplied next is filled; on each arrow stands what that costs, in multiplications.
    """
    figure, axes = new_canvas(WIDE, 4.9)
    sides = (
        (0.0, "from the left", (BLUE, n**2, n**2, n**2), True),
        (5.1, "from the right", (ORANGE, n**3, n**3, n**2), False),
    )
    for x, name, (colour, *prices), from_left in sides:
        axes.text(x + 2.2, 5.75, name, **CENTRED)
        for step in range(4):
            y, squares = 4.8 - 1.75 * step, 3 - step
            _draw_product(axes, (x, y), squares, colour, from_left)
            if step < 3:
                axes.text(x + 0.7, y - 0.88, f"↓  {prices[step]:,}", ha="left", va="center")
        total = f"{sum(prices):,}"
        axes.text(x + 2.2, -1.05, f"{total} in all", color=colour, **BOLD)
    axes.set(xlim=(-0.1, 9.7), ylim=(-1.4, 6.1))
    return figure


def _draw_product(axes: Axes, place: Place, squares: int, colour: str, from_left: bool) -> None:
    x, y = place
    boxes = [(x, 0.2, 1.0), *((x + 1.15 * (k + 1), 1.0, 1.0) for k in range(squares))]
    next_two = boxes[:2] if from_left else boxes[-2:]
    for box in boxes:
        left, tall, wide = box
        filled = squares > 0 and box in next_two
        paint = colour if filled else "none"
        axes.add_patch(Rectangle((left, y - tall / 2), wide, tall, fc=paint, ec=colour, lw=1.5))
