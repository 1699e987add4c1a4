"""Learning curves of several seeds: their mean, and how far they lie apart."""

from collections.abc import Mapping

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from companion.figures.style import BLUE, INK, ORANGE, PHONE, VIOLET, new_axes
from numrec.activations import Array


def draw_bands(
    curves: Mapping[str, Array],
    ylabel: str,
    *,
    ylim: tuple[float, float] | None = None,
) -> Figure:
    """Draw a line for each name, the mean over its seeds, in a band from the lowest to the highest.

    Parameters
    ----------
    curves : mapping
        By name, (seeds, epochs): a row for each seed.
    ylabel : str
        What the upright axis says.
    ylim : (float, float), optional
        Where it ends.
    """
    figure, axes = new_axes(PHONE, 3.4)
    looks = zip((BLUE, ORANGE, INK, VIOLET), ("-", "--", ":", "-."), strict=True)
    for (name, rows), (colour, dashes) in zip(curves.items(), looks, strict=False):
        epochs = np.arange(1, rows.shape[1] + 1)
        axes.fill_between(epochs, rows.min(axis=0), rows.max(axis=0), color=colour, alpha=0.25)
        axes.plot(epochs, rows.mean(axis=0), dashes, color=colour, lw=1.8, label=name)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True, steps=[1, 2, 5, 10]))
    axes.set(xlabel="epoch", ylabel=ylabel)
    if ylim is not None:
        axes.set_ylim(*ylim)
    figure.legend(loc="outside upper center", frameon=False, ncols=1)
    return figure
