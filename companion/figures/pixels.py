"""An image beside a few of its pixels, as numbers: what a program has of it."""

from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from companion.figures.style import BLUE, CENTRED, DARK, WHITE
from numrec.activations import Array


def draw_pixels(image: Array, row: int, column: int, side: int = 5) -> Figure:
    """Draw an image with a frame on it, and the pixels in the frame enlarged, with their numbers.

    Parameters
    ----------
    image : array
        Heights by widths, from 0 black to 1 white.
    row, column : int
        The frame's upper left pixel.
    side : int
        How many pixels the frame is wide, and high.

    Raises
    ------
    ValueError
        If the frame does not lie on the image.
    """
    height, width = image.shape
    if not (0 <= row <= height - side and 0 <= column <= width - side):
        raise ValueError(f"the frame at ({row}, {column}) has {side} pixels; expected it inside")
    figure = Figure(figsize=(4.7, 2.5), layout="constrained")
    whole, part = figure.subplots(1, 2)
    grey = {"cmap": "gray", "vmin": 0, "vmax": 1, "interpolation": "nearest"}
    whole.imshow(image, **grey)
    frame = Rectangle((column - 0.5, row - 0.5), side, side, fill=False, ec=BLUE, lw=2)
    whole.add_patch(frame)
    seen = image[row : row + side, column : column + side]
    part.imshow(seen, **grey)
    for y in range(side):
        for x in range(side):
            ink = DARK if seen[y, x] > 0.5 else WHITE
            part.text(x, y, f"{seen[y, x]:.2f}".lstrip("0"), color=ink, **CENTRED)
    for axes, title in ((whole, f"{height} x {width} pixels"), (part, f"{side} x {side} of them")):
        axes.set(xticks=[], yticks=[])
        axes.set_title(title, size="medium")
    for edge in part.spines.values():
        edge.set(visible=True, color=BLUE, lw=2)
    return figure
