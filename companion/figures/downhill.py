"""The way down: how far outputs are off, steps on a parabola, flat sigmoids.

All are narrow, so that a phone shows their letters large.
"""

from collections.abc import Mapping

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from companion.figures.style import BLUE, CENTRED, INK, ORANGE, PHONE, new_axes
from numrec.activations import Array, sigmoid

STEPS = 6
"""How many steps are drawn on a parabola."""


def draw_misses(a: Array, a_hat: Array) -> Figure:
    """Draw each output as a dot, its target as a square, and the miss between them.

    Parameters
    ----------
    a, a_hat : array
        The outputs and the targets, (n, 1), from 0 to 1; node 0 stands on top.
    """
    figure, axes = new_axes(PHONE, 0.9 + 0.6 * len(a))
    for row, (value, target) in enumerate(zip(a[:, 0], a_hat[:, 0], strict=True)):
        axes.plot([value, target], [row, row], color=ORANGE, lw=3, zorder=1)
        miss = f"{value - target:+.3f}".replace("-", "\N{MINUS SIGN}")
        axes.text((value + target) / 2, row - 0.17, miss, ha="center")
    rows = range(len(a))
    axes.plot(a[:, 0], rows, "o", color=BLUE, ms=10, label="answer")
    axes.plot(a_hat[:, 0], rows, "s", mfc="none", mec=INK, mew=2, ms=12, label="target")
    axes.set_yticks(rows, [f"output {row}" for row in rows])
    axes.set(xlim=(-0.05, 1.05), ylim=(len(a) - 0.6, -0.6), xlabel="activation", xticks=[0, 0.5, 1])
    axes.legend(frameon=False, loc="lower center", bbox_to_anchor=(0.5, 1), ncols=2)
    return figure


def draw_parabolas(rates: Mapping[str, float]) -> Figure:
    """Draw steps of gradient descent on one parabola, a panel for each rate; squares mark starts.

    Parameters
    ----------
    rates : mapping of str to float
        A panel's title, and the learning rate times the curvature.
    """
    rows = (len(rates) + 1) // 2
    figure = Figure(figsize=(PHONE, 1.9 * rows), layout="constrained")
    panels = figure.subplots(rows, 2, sharex=True, sharey=True, squeeze=False).flat
    e = np.linspace(-2.5, 2.5, 101)
    for axes, (title, rate) in zip(panels, rates.items(), strict=False):
        axes.plot(e, e**2, color=INK, lw=1)
        distance = ((1 - rate) ** np.arange(STEPS + 1)).round(9)
        axes.plot(distance, distance**2, "o-", color=BLUE, ms=4, lw=1.2)
        axes.plot(1, 1, "s", color=INK, ms=7)
        axes.set_title(title, size="medium")
    first, *_, last = figure.axes
    first.set(xlim=(-2.5, 2.5), ylim=(-0.4, 6.5), xticks=[-2, -1, 0, 1, 2], yticks=[0, 2, 4, 6])
    if len(rates) % 2:
        last.set_axis_off()
    figure.supxlabel("distance to the lowest point", size="medium")
    figure.supylabel("loss above the lowest", size="medium")
    return figure


def draw_on_sigmoid(places: Mapping[str, Array], a_hat: Array) -> Figure:
    """Draw outputs on the sigmoid, a panel for each time, from the top down.

    A triangle points to where the output's target is.

    Parameters
    ----------
    places : mapping of str to array
        A panel's title, and the outputs' pre-activations z, (n, 1).
    a_hat : array
        The targets, (n, 1).
    """
    figure = Figure(figsize=(PHONE, 2.3 * len(places)), layout="constrained")
    panels = figure.subplots(len(places), 1, squeeze=False)[:, 0]
    for axes, (title, z) in zip(panels, places.items(), strict=True):
        edge = max(4.0, 1.15 * float(np.abs(z).max()))
        line = np.linspace(-edge, edge, 401)
        axes.plot(line, sigmoid(line).round(9), color=INK, lw=1.2)
        for node, (here, value, target) in enumerate(
            zip(z[:, 0], sigmoid(z)[:, 0].round(9), a_hat[:, 0], strict=True)
        ):
            mark, colour = ("^", BLUE) if target > value else ("v", ORANGE)
            axes.plot(here, value, mark, color=colour, ms=11, clip_on=False)
            below = value > 0.5
            axes.text(here, value + (-0.2 if below else 0.2), f"{node}", color=colour, **CENTRED)
        axes.set_title(title, size="medium", loc="left")
        axes.set(ylabel="activation", ylim=(-0.06, 1.06), yticks=[0, 0.5, 1])
        axes.xaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 5, 10]))
    panels[-1].set_xlabel("pre-activation $z$")
    return figure
