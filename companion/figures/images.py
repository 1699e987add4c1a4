"""Images side by side: white ink on black, or in two colours by the sign of each number."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from companion.figures.style import BLUE, ORANGE, PHONE, SIGNED
from numrec.activations import Array


def draw_digits(images: Array, titles: Sequence[str], columns: int = 8) -> Figure:
    """Draw images, the columns of an array (784, m), each below its title."""
    m = images.shape[1]
    figure, panels = _panels(m, columns, columns, 1.35 * -(-m // columns))
    for axes, image, title in zip(panels, images.T, titles, strict=True):
        axes.set_axis_off()
        axes.imshow(image.reshape(28, 28), cmap="gray", vmin=0, vmax=1)
        axes.set_title(title, size="small" if columns < 5 else "large")  # a phone's are the same
    return figure


def draw_guesses(images: Array, labels: Array, answers: Array, columns: int = 5) -> Figure:
    """Draw images, the columns of an array (784, m), each below what a network takes it for.

    An answer that is the label is blue and has a tick behind it, any other is orange.
    """
    m = images.shape[1]
    figure, panels = _panels(m, columns, columns, 1.3 * -(-m // columns))
    for axes, image, label, answer in zip(panels, images.T, labels, answers, strict=True):
        axes.set_axis_off()
        axes.imshow(image.reshape(28, 28), cmap="gray", vmin=0, vmax=1)
        is_right = bool(answer == label)
        words = f"says {answer}" + " \N{CHECK MARK}" * is_right
        axes.set_title(words, color=BLUE if is_right else ORANGE, size=13)
    return figure


def draw_weights(weights: Array, columns: int = 8) -> Figure:
    """Draw rows of weights (n, 784) as images of one scale: blue positive, orange negative."""
    figure, panels = _panels(len(weights), columns, columns, -(-len(weights) // columns))
    largest = np.abs(weights).max()
    for axes, row in zip(panels, weights, strict=True):
        axes.set_axis_off()
        axes.imshow(row.reshape(28, 28), cmap=SIGNED, vmin=-largest, vmax=largest)
    return figure


def draw_images(
    images: Sequence[Array],
    titles: Sequence[str],
    columns: int | None = None,
    *,
    small: bool = False,
) -> Figure:
    """Draw images (height, width), values from 0 black to 1 white, each with title and size.

    Parameters
    ----------
    images : sequence of array
        Each of any height and width.
    titles : sequence of str
        One for each image.
    columns : int, optional
        How many stand side by side: all, unless given.
    small : bool
        Narrow enough for a phone to show its letters large.
    """
    columns = columns or len(images)
    rows, width, letters = -(-len(images) // columns), 7.0, "small"
    if small:
        width, letters = PHONE, "medium"
    figure, panels = _panels(rows * columns, columns, width, (width / columns + 0.5) * rows)
    for axes in panels[len(images) :]:
        axes.set_axis_off()
    for axes, image, title in zip(panels[: len(images)], images, titles, strict=True):
        axes.imshow(image, cmap="gray", vmin=0, vmax=1, interpolation="nearest")
        _name(axes, title, letters)
        axes.set_xlabel(f"{image.shape[0]} x {image.shape[1]}", size=letters)
    return figure


def _panels(count: int, columns: int, width: float, height: float) -> tuple[Figure, list[Axes]]:
    """Make a figure of so many inches with panels in rows."""
    figure = Figure(figsize=(width, height), layout="constrained")
    rows = -(-count // columns)
    return figure, [figure.add_subplot(rows, columns, place + 1) for place in range(count)]


def _name(axes: Axes, title: str, letters: str = "small") -> None:
    axes.set(xticks=[], yticks=[])
    axes.set_title(title, size=letters)
