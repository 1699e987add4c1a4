"""What a score is worth: how far luck spreads it, and two scores of one network side by side."""

import math
from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from companion.figures.style import BLUE, INK, ORANGE, PHONE, new_axes


def chances(share: float, images: int) -> list[float]:
    """Return the chance of each number of images read right, 0 to all: the binomial distribution.

    Parameters
    ----------
    share : float
        How many a network reads in the long run, in (0, 1).
    images : int
        How many it is examined on.
    """
    found = []
    for k in range(images + 1):
        ways = math.lgamma(images + 1) - math.lgamma(k + 1) - math.lgamma(images - k + 1)
        each = k * math.log(share) + (images - k) * math.log(1 - share)
        found.append(math.exp(ways + each))
    return found


def draw_hills(shares: Sequence[float], images: int) -> Figure:
    """Draw how the scores of networks scatter, whose true shares are given, over many test sets.

    Parameters
    ----------
    shares : sequence of float
        Two at most, in (0, 1).
    images : int
        How many are in a test set.
    """
    figure, axes = new_axes(PHONE, 3.2)
    spread = 4 * max(math.sqrt(share * (1 - share) / images) for share in shares)
    seen = np.arange(int((min(shares) - spread) * images), int((max(shares) + spread) * images))
    for share, colour, style in zip(shares, (BLUE, ORANGE), ("-", "--"), strict=False):
        chance = np.array(chances(share, images))[seen]
        x, y = 100 * seen / images, (100 * chance).round(4)
        axes.fill_between(x, y, color=colour, alpha=0.25, lw=0)
        axes.plot(x, y, style, color=colour, lw=1.8, label=f"truly {100 * share:.1f} %")
    axes.set(xlabel="score on the test set, %", ylabel="chance of this score, %")
    axes.set_ylim(0)
    axes.xaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 5, 10]))
    axes.yaxis.set_major_locator(MaxNLocator(4, steps=[1, 2, 5, 10]))
    axes.legend(frameon=False, loc="lower left", bbox_to_anchor=(0, 1), ncols=2, borderaxespad=0.2)
    return figure


def draw_pairs(
    pairs: Mapping[str, tuple[float, float]], names: tuple[str, str], xlabel: str, ylabel: str
) -> Figure:
    """Draw two numbers in each row, a line between them; the first row on top.

    Parameters
    ----------
    pairs : mapping
        The two numbers by the row's name.
    names : (str, str)
        What the first of each is, a circle, and the second, a square.
    xlabel, ylabel : str
        What is measured, and what a row is.
    """
    figure, axes = new_axes(PHONE, 1.3 + 0.26 * len(pairs))
    for row, both in enumerate(pairs.values()):
        axes.plot(both, [row, row], color=INK, lw=1.5)
    looks = (("o", BLUE, 8), ("s", ORANGE, 5))
    for (mark, colour, size), name, numbers in zip(
        looks, names, zip(*pairs.values(), strict=True), strict=True
    ):
        axes.plot(numbers, range(len(pairs)), mark, color=colour, ms=size, label=name)
    axes.set_yticks(range(len(pairs)), list(pairs))
    axes.set_ylim(len(pairs) - 0.4, -0.6)
    axes.set(xlabel=xlabel, ylabel=ylabel)
    axes.xaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 5, 10]))
    axes.legend(frameon=False, loc="lower left", bbox_to_anchor=(0, 1), ncols=1, borderaxespad=0.2)
    return figure
