"""Each seed's score as a dot, by name, beside the mean and its interval."""

from collections.abc import Mapping, Sequence
from statistics import median

from matplotlib.figure import Figure

from companion.figures.style import BLUE, INK, PHONE, new_axes
from companion.studies import mean_interval


def draw_spread(
    scores: Mapping[str, Sequence[float]], xlabel: str, *, medians: bool = False
) -> Figure:
    """Draw a row for each name, the first on top: dots for the seeds, a bar for the interval.

    Parameters
    ----------
    scores : mapping
        One number for each seed, by name; two or more each.
    xlabel : str
        What the axis says.
    medians : bool
        Mark the median alone, for numbers that fall into heaps.
    """
    figure, axes = new_axes(PHONE, 0.9 + 0.5 * len(scores))
    for row, numbers in enumerate(scores.values()):
        middle, reach = (median(numbers), 0.0) if medians else mean_interval(numbers)
        axes.plot(numbers, [row + 0.22] * len(numbers), "o", color=BLUE, alpha=0.6, ms=5)
        axes.errorbar(middle, row - 0.05, xerr=reach, fmt="|", color=INK, ms=14, capsize=4, lw=2)
    axes.set_yticks(range(len(scores)), list(scores))
    axes.set_ylim(len(scores) - 0.4, -0.6)
    axes.set_xlabel(xlabel)
    return figure
