"""What an answer is worth: all ten outputs beside their image, and sureness beside truth.

Blue is right and orange is wrong, as with the guesses below images.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from matplotlib.figure import Figure

from companion.figures.style import BLUE, INK, ORANGE, PHONE
from numrec.activations import Array
from numrec.evaluate import interval


def draw_answers(images: Array, labels: Sequence[int], outputs: Array) -> Figure:
    """Draw images side by side, below each the ten outputs as bars, with their sum.

    Parameters
    ----------
    images : array
        One a column, (784, m).
    labels : sequence of int
        What they are: the bar of that digit is blue, the others are orange.
    outputs : array
        One a column, (10, m), from 0 to 1.
    """
    figure = Figure(figsize=(PHONE, 3.7), layout="constrained")
    rows = figure.subplots(2, len(labels), height_ratios=(1, 2.3), squeeze=False, sharey="row")
    for column, (label, a) in enumerate(zip(labels, outputs.T, strict=True)):
        above, below = rows[:, column]
        above.set_axis_off()
        above.imshow(images[:, column].reshape(28, 28), cmap="gray", vmin=0, vmax=1)
        above.set_title(f"{'an' if label == 8 else 'a'} {label}", size="medium")
        colours = [BLUE if digit == label else ORANGE for digit in range(10)]
        below.barh(range(10), a.round(6), color=colours)
        below.set(xlim=(0, 1), xticks=[0, 1], yticks=range(10), ylim=(9.6, -0.6))
        below.set_title(f"sum {a.sum():.2f}", size="medium")
    rows[1, 0].set_ylabel("output node")
    figure.supxlabel("its output", size="medium")
    return figure


class Promise(NamedTuple):
    """What was claimed of some answers, and what held: shares from 0 to 1.

    Attributes
    ----------
    claimed : float
        The mean probability that they were given.
    right : float
        The share of them that was right.
    low, high : float
        The ends of its 95 % interval, Wilson's: it has a length where all or none are right.
    """

    claimed: float
    right: float
    low: float
    high: float


def calibration(top: Array, is_right: Array, edges: Array) -> list[Promise]:
    """Return what was claimed and what held, for each interval of sureness with answers in it.

    Parameters
    ----------
    top : array
        The probability that each answer was given, from 0 to 1.
    is_right : array
        Whether it was right.
    edges : array
        Where the intervals meet, with the first's beginning and the last's end; each holds its
        lower end, the last one both.
    """
    place = np.clip(np.digitize(top, edges) - 1, 0, len(edges) - 2)
    found = []
    for one in np.unique(place):
        here = place == one
        ends = interval(int(is_right[here].sum()), int(here.sum()))
        found.append(Promise(float(top[here].mean()), float(is_right[here].mean()), *ends))
    return found


def draw_sureness(top: Array, is_right: Array) -> Figure:
    """Draw how sure right and wrong answers are, and below it how often the sure ones are right.

    Parameters
    ----------
    top : array
        The probability that each answer was given, from 0 to 1.
    is_right : array
        Whether it was right.
    """
    figure = Figure(figsize=(PHONE, 5.2), layout="constrained")
    above, below = figure.subplots(2, 1, sharex=True)
    edges = np.linspace(0, 1, 11).round(1)
    looks = (("right", is_right, BLUE, ""), ("wrong", ~is_right, ORANGE, "//"))
    for name, kind, colour, hatch in looks:
        shares = 100 * np.histogram(top[kind], edges)[0] / kind.sum()
        look = {"fill": True, "fc": "none", "ec": colour, "hatch": hatch, "lw": 2}
        above.stairs(shares.round(6), edges, label=f"{name} answers", **look)
    above.set(ylabel="% of them", yticks=range(0, 101, 25))
    above.legend(frameon=False, loc="upper left")
    claimed, held, low, high = (100 * np.array(calibration(top, is_right, edges)).T).round(6)
    below.plot([0, 1], [0, 100], "--", color=INK, lw=1.4, label="as sure as right")
    reach = np.abs([low - held, high - held])
    below.errorbar(claimed / 100, held, reach, fmt="o", color=BLUE, ms=5, capsize=3)
    below.set(ylabel="of these right, %", yticks=range(0, 101, 25), ylim=(-3, 103))
    below.set(xlabel="probability of the answer", xlim=(0, 1.02), xticks=[0, 0.25, 0.5, 0.75, 1])
    below.legend(frameon=False, loc="upper left")
    return figure
