"""Optimisers beside each other: each has its colour and its mark, on the map and in the race."""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from companion.figures.style import BLUE, BROWN, INK, ORANGE, PHONE, VIOLET
from companion.studies import mean_interval

OPTIMISERS = {
    "SGD": ("o-", BLUE),
    "Momentum": ("^--", ORANGE),
    "Nesterov": ("D:", INK),
    "RMSProp": ("s-.", BROWN),
    "Adam": ("v-", VIOLET),
}
"""Mark, dash and colour by the optimiser's name."""

Curves = Mapping[str, Sequence[Sequence[float]]]


def draw_races(races: Mapping[str, Curves], xlabel: str, ylabel: str) -> Figure:
    """Draw a panel for each race: the mean of each optimiser's seeds, and its interval.

    Parameters
    ----------
    races : mapping
        By a panel's title and an optimiser's name a curve for each seed, two or more.
    xlabel, ylabel : str
        What the axes say; the curves' first point stands at 1.
    """
    figure = Figure(figsize=(PHONE, 0.7 + 2.3 * len(races)), layout="constrained")
    panels = figure.subplots(len(races), 1, sharex=True, squeeze=False)[:, 0]
    for axes, (title, curves) in zip(panels, races.items(), strict=True):
        for place, (name, seeds) in enumerate(curves.items()):
            found = [mean_interval(scores) for scores in zip(*seeds, strict=True)]
            means, reaches = np.array(found).T.round(9)
            beside = 0.06 * (place - (len(curves) - 1) / 2)  # so that no bar hides another
            x = np.arange(1, len(means) + 1) + beside
            mark, colour = OPTIMISERS[name]
            axes.errorbar(x, means, reaches, fmt=mark, color=colour, ms=5, lw=1.4, label=name)
        axes.set_title(title, size="medium", loc="left")
        axes.set_ylabel(ylabel)
        axes.yaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 5, 10]))
    panels[-1].xaxis.set_major_locator(MaxNLocator(integer=True))
    panels[-1].set_xlabel(xlabel)
    names = panels[0].get_legend_handles_labels()
    figure.legend(*names, loc="outside upper left", ncols=3, frameon=False)
    return figure
