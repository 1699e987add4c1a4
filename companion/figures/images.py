"""Pictures of any size side by side, white ink on black, or in two colours by their sign."""

from collections.abc import Sequence
from typing import Literal

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure

from companion.figures.style import BLUE, ORANGE
from numrec.activations import Array

SIGNED = LinearSegmentedColormap.from_list("signed", [ORANGE, "#ffffff", BLUE])
"""From negative over zero to positive, as `companion.figures.style` draws weights."""


def draw_pictures(
    pictures: Sequence[Array], titles: Sequence[str], columns: int | None = None
) -> Figure:
    """Draw pictures (height, width), values from 0 black to 1 white, each below its title.

    Parameters
    ----------
    columns : int, optional
        How many stand side by side: all, unless given.
    """
    columns = columns or len(pictures)
    rows = -(-len(pictures) // columns)
    figure = Figure(figsize=(7, (7 / columns + 0.5) * rows), layout="constrained")
    panels = figure.subplots(rows, columns, squeeze=False).ravel()
    for axes in panels[len(pictures) :]:
        axes.set_axis_off()
    panels = panels[: len(pictures)]
    for axes, picture, title in zip(panels, pictures, titles, strict=True):
        axes.imshow(picture, cmap="gray", vmin=0, vmax=1, interpolation="nearest")
        axes.set_xticks([])
        axes.set_yticks([])
        axes.set_title(title, size="small")
        axes.set_xlabel(f"{picture.shape[0]} x {picture.shape[1]}", size="small")
    return figure


def draw_signed(pictures: Sequence[Array], titles: Sequence[str]) -> Figure:
    """Draw pictures of any size side by side below their titles, each on its own scale.

    Blue is positive, orange negative, white zero; the scale ends at the largest size.
    """
    figure = Figure(figsize=(7, 7 / len(pictures) + 0.4), layout="constrained")
    panels = figure.subplots(1, len(pictures), squeeze=False)[0]
    for axes, picture, title in zip(panels, pictures, titles, strict=True):
        _signed(axes, picture, "equal")
        axes.set_xticks([])
        axes.set_yticks([])
        axes.set_title(title, size="small")
    return figure


def draw_table(table: Array, xlabel: str, ylabel: str) -> Figure:
    """Draw a wide table of numbers as colours, blue positive and orange negative, rows named."""
    figure = Figure(figsize=(7, 2.6), layout="constrained")
    axes = figure.add_subplot()
    _signed(axes, table, "auto")
    axes.set_yticks(range(len(table)))
    axes.set_xlabel(xlabel)
    axes.set_ylabel(ylabel)
    return figure


def _signed(axes: Axes, picture: Array, aspect: Literal["equal", "auto"]) -> None:
    largest = np.abs(picture).max()
    axes.imshow(
        picture, cmap=SIGNED, vmin=-largest, vmax=largest, interpolation="nearest", aspect=aspect
    )
