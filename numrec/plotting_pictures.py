"""Pictures of any size side by side, white ink on black."""

from collections.abc import Sequence

from matplotlib.figure import Figure

from numrec.activations import Array


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
        axes.set_title(title, size=9)
        axes.set_xlabel(f"{picture.shape[0]} x {picture.shape[1]}", size=8)
    return figure
