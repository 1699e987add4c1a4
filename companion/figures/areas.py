"""Each slope as a rectangle: as wide as the signal that came in, as high as its node's delta."""

from typing import Any

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from companion.figures.style import CENTRED, FACE, ON_FACE, colour_of, new_canvas
from numrec.network import Gradients, Network, Trace

WIDE, GAP = 4.7, 0.06
"""Inches: so narrow, a figure keeps its letters readable on a phone; and between rectangles."""

LEFT, HEAD, ROOM = 0.65, 0.62, (0.55, 0.3)
"""Inches: for a delta, for a layer's two lines of heading, and the least that holds a number."""


def draw_areas(net: Network, trace: Trace, grads: Gradients) -> Figure:
    """Draw dC/domega and dC/db as areas, a block for each layer, the output layer on top.

    A column is as wide as the size of its signal, a row as high as the size of its delta, all on
    one scale; the last column is the bias, whose signal is 1. Blue is positive and orange
    negative.

    Parameters
    ----------
    net : Network
        A small one.
    trace, grads : Trace, Gradients
        Of one sample.
    """
    signals = {l: np.append(trace.a[l - 1][:, 0], 1.0) for l in range(1, net.L + 1)}
    deltas = {l: grads.delta[l][:, 0] for l in signals}
    most = max(np.abs(x).sum() for x in signals.values())
    across = (WIDE - LEFT - 4 * GAP) / most
    down = 0.85 / max(np.abs(d).max() for d in deltas.values())
    height = sum(HEAD + down * np.abs(d).sum() + GAP * (len(d) + 1) for d in deltas.values())
    figure, axes = new_canvas(WIDE, height)
    y = 0.0
    for l in range(net.L, 0, -1):
        title = "into the outputs" if l == net.L else f"into layer {l}"
        axes.text(LEFT, y - 0.16, f"{title}: signals above, $\\delta$ at the left", va="center")
        y -= HEAD
        for row, delta in enumerate(deltas[l]):
            x, high = LEFT, down * abs(delta)
            axes.text(LEFT - 0.12, y - high / 2, f"{delta:.3f}", ha="right", va="center")
            for column, signal in enumerate(signals[l]):
                slope, wide = float(delta * signal), across * abs(signal)
                look: dict[str, Any] = {"fc": colour_of(slope), "ec": "none"}
                axes.add_patch(Rectangle((x, y - high), wide, high, **look))
                if row == 0:
                    bias = column == len(signals[l]) - 1
                    name = "bias: 1" if bias else f"{signal:g}"
                    axes.text(x + wide / 2, y + 0.14, name, **CENTRED)
                if wide >= ROOM[0] and high >= ROOM[1]:
                    box = {"boxstyle": "round,pad=0.08", "fc": FACE, "ec": "none"}
                    middle = (x + wide / 2, y - high / 2)
                    axes.text(*middle, f"{slope:.3f}", color=ON_FACE, bbox=box, **CENTRED)
                x += wide + GAP
            y -= high + GAP
        y -= GAP
    axes.set(xlim=(0, WIDE), ylim=(y, 0))
    return figure
