"""The cover: a loss as a landscape, and a walk down to its lowest place."""

import io
from collections.abc import Callable
from typing import Any

import numpy as np
from matplotlib import patheffects
from matplotlib.figure import Figure

from numrec.activations import Array

NIGHT, LINE, WALK, PAPER = "#12263a", "#3f6f8f", "#ffb347", "#f4f1ea"
STEPS, RATE, MOMENTUM = 60, 0.032, 0.8
START = (-1.75, 1.55)


def loss(x: Array, y: Array) -> Array:
    """Return the height of the landscape: a bent valley, and a hill beside it."""
    valley = 1.4 * (y - 0.35 * x**2 + 0.6) ** 2 + 0.22 * (x - 1.1) ** 2
    hill = 1.6 * np.exp(-2.2 * ((x - 0.1) ** 2 + (y - 1.4) ** 2))
    return np.asarray(valley + hill)


def slope(height: Callable[[Array, Array], Array], place: Array, h: float = 1e-5) -> Array:
    """Measure the slope at a place, as the chapter on the loss does."""
    along = h * np.eye(2)
    return np.array([height(*(place + s)) - height(*(place - s)) for s in along]) / (2 * h)


def walk() -> Array:
    """Return the places that gradient descent with momentum comes by."""
    places, speed = [np.array(START)], np.zeros(2)
    for _ in range(STEPS):
        speed = MOMENTUM * speed - RATE * slope(loss, places[-1])
        places.append(places[-1] + speed)
    return np.array(places)


def cover(title: str, author: str) -> bytes:
    """Draw the cover.

    Parameters
    ----------
    title, author : str
        What stands on it.

    Returns
    -------
    bytes
        A PNG, 1200 pixels wide and 1800 high; the same each time.
    """
    figure = Figure(figsize=(6, 9), dpi=200, facecolor=NIGHT)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    x, y = np.meshgrid(np.linspace(-2, 2, 321), np.linspace(-2.9, 3.1, 481))
    axes.set(xlim=(x.min(), x.max()), ylim=(y.min(), y.max()))
    axes.contour(x, y, loss(x, y), levels=np.geomspace(0.02, 40, 26), colors=LINE, linewidths=0.9)
    places = walk()
    axes.plot(*places.T, "o-", color=WALK, markersize=4, linewidth=1.2)
    axes.plot(*places[-1], "o", color=PAPER, markersize=9)
    words: dict[str, Any] = {"family": "DejaVu Sans", "color": PAPER, "ha": "left"}
    halo = [patheffects.withStroke(linewidth=6, foreground=NIGHT)]
    lines = _in_lines(title, 16)
    figure.text(0.08, 0.93, lines, size=33, weight="bold", va="top", path_effects=halo, **words)
    figure.text(0.08, 0.05, author, size=11, va="bottom", path_effects=halo, **words)
    file = io.BytesIO()
    # without the version of the program that drew it
    figure.savefig(file, format="png", facecolor=NIGHT, metadata={"Software": None})
    return file.getvalue()


def _in_lines(words: str, width: int) -> str:
    lines = [""]
    for word in words.split():
        if len(lines[-1]) + len(word) > width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return "\n".join(lines)
