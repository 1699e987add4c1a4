"""Reasons for an answer as pictures, grey or in two colours, and differences about zero."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from companion.figures.style import BLUE, INK, ORANGE, PHONE, SIGNED
from numrec.activations import Array


class Shown(NamedTuple):
    """A picture with its title.

    Attributes
    ----------
    title : str
        What it shows.
    image : array
        784 numbers.
    is_signed : bool
        Blue is positive and orange negative, on its own scale; else 0 is black and 1 white.
    """

    title: str
    image: Array
    is_signed: bool = False


def draw_shown(pictures: Sequence[Shown], columns: int = 2) -> Figure:
    """Draw pictures in rows below their titles, large enough for a phone."""
    rows = -(-len(pictures) // columns)
    figure = Figure(figsize=(PHONE, (PHONE / columns + 0.35) * rows), layout="constrained")
    for place, shown in enumerate(pictures, start=1):
        axes = figure.add_subplot(rows, columns, place)
        image = shown.image.reshape(28, 28)
        largest = np.abs(image).max()
        cmap, low, high = (SIGNED, -largest, largest) if shown.is_signed else ("gray", 0, 1)
        axes.imshow(image, cmap=cmap, vmin=low, vmax=high, interpolation="nearest")
        axes.set(xticks=[], yticks=[])
        axes.set_title(shown.title, size="medium")
    return figure


def draw_differences(
    series: Mapping[str, Sequence[float]], xlabel: str, ylabel: str, *, width: float = 0.5
) -> Figure:
    """Draw a histogram for each name, blue above zero and orange below, on one axis.

    Parameters
    ----------
    series : mapping
        Differences by name; the first stands on top.
    xlabel, ylabel : str
        What the axes say.
    width : float
        How wide a bar is; zero is an edge.
    """
    figure = Figure(figsize=(PHONE, 0.6 + 1.5 * len(series)), layout="constrained")
    panels = figure.subplots(len(series), sharex=True, squeeze=False)[:, 0]
    low, high = (f(f(numbers) for numbers in series.values()) for f in (min, max))
    edges = width * np.arange(np.floor(low / width), np.ceil(high / width) + 1)
    for axes, (name, numbers) in zip(panels, series.items(), strict=True):
        counts = np.histogram(numbers, edges)[0]
        for is_positive, colour in ((False, ORANGE), (True, BLUE)):
            seen = np.where((edges[:-1] >= 0) == is_positive, counts, 0)
            axes.stairs(seen, edges, fill=True, color=colour)
        axes.axvline(0, color=INK, lw=1.5)
        axes.set_title(name, size="medium", loc="left")
        axes.set_ylabel(ylabel)
        axes.yaxis.set_major_locator(MaxNLocator(3, integer=True))
    panels[-1].set_xlabel(xlabel)
    panels[-1].xaxis.set_major_locator(MaxNLocator(6, steps=[1, 2, 5, 10]))
    return figure
