"""Who talks to whom: workers round a parameter server, and workers in a ring."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from companion.figures.backward import Place, draw_arrow
from companion.figures.style import BLUE, CENTRED, FACE, INK, ON_FACE, ORANGE, PHONE, new_canvas


def draw_server(K: int) -> Figure:
    """Draw a parameter server above K workers: each sends it a gradient, and is sent the weights.

    On the server's cable stands what it carries in a step.
    """
    figure, axes = new_canvas(PHONE, 2.9)
    server = ((K - 1) / 2 * 1.5, 2.2)
    for worker in range(K):
        x = 1.5 * worker
        for shift, colour, up in ((-0.13, ORANGE, True), (0.13, BLUE, False)):
            low, high = (x + shift, 0.2), (server[0] + shift, server[1] - 0.1)
            draw_arrow(axes, *((low, high) if up else (high, low)), colour, 1.8)
        _worker(axes, (x, 0.0), str(worker))
    axes.text(*server, "server", color=ON_FACE, bbox=_box(), **CENTRED)
    left, right = -0.6, 1.5 * (K - 1) + 0.6
    axes.text(left, 1.75, f"{K} gradients up", color=ORANGE, ha="left")
    axes.text(right, 1.75, f"weights down,\n{K} times", color=BLUE, ha="right", va="center")
    axes.set(xlim=(left - 0.1, right + 0.1), ylim=(-0.5, 2.6))
    return figure


def draw_ring(K: int) -> Figure:
    """Draw K workers in a ring, in the first of its rounds: each passes one part to the next.

    Each worker has its gradient in K parts beside it, and the one that it passes on is filled.
    """
    figure, axes = new_canvas(PHONE, 3.4)
    turns = np.pi / 2 - 2 * np.pi * np.arange(K) / K
    places = [(round(1.5 * float(np.cos(t)), 3), round(float(np.sin(t)), 3)) for t in turns]
    for worker, place in enumerate(places):
        draw_arrow(axes, place, places[(worker + 1) % K], ORANGE, 1.8, bend=-0.3)
        _worker(axes, place, str(worker))
        x, y = 1.62 * place[0], 1.38 * place[1]
        for part in range(K):
            corner = (x + 0.2 * (part - K / 2), y - 0.1)
            paint = ORANGE if part == worker else "none"
            axes.add_patch(Rectangle(corner, 0.2, 0.2, fc=paint, ec=INK))
    axes.text(0, 0, f"a {_nth(K)} of\na gradient in\neach message", **CENTRED)
    axes.set(xlim=(-3.0, 3.0), ylim=(-1.65, 1.65))
    return figure


def _worker(axes: Axes, place: Place, name: str) -> None:
    axes.plot(*place, "o", ms=27, mfc=FACE, mec=INK, mew=2, zorder=3)
    axes.text(*place, name, color=ON_FACE, zorder=4, **CENTRED)


def _box() -> dict[str, object]:
    return {"boxstyle": "round,pad=0.4", "fc": FACE, "ec": INK, "lw": 2}


def _nth(K: int) -> str:
    return {2: "half", 3: "third", 4: "quarter"}.get(K, f"{K}th")
