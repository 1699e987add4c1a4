"""Any picture of a digit, prepared as MNIST prepared its own.

MNIST cuts a digit to its ink, scales the longest side to 20 pixels with its shape kept, and puts
the centre of mass at pixel (14, 14) of 28 x 28. Of its 70,000 pictures 69,982 come back from here
unchanged, pixel for pixel (a test counts them). A network that learned from them reads others
badly if a step is left out.
"""

from typing import Any, NamedTuple

import numpy as np

from numrec.activations import Array

SIDE, BOX, CENTRE = 28, 20, 14


class Stages(NamedTuple):
    """A picture on its way: all are ink, from 0 to 1, white on black.

    Attributes
    ----------
    ink : array
        As it was given, (h, w).
    cut : array
        The rows and columns from the first with ink to the last.
    box : array
        Scaled so that the longest side is 20.
    centred : array
        (28, 28), the box with its centre of mass at (14, 14).
    """

    ink: Array
    cut: Array
    box: Array
    centred: Array


def to_mnist(ink: Any) -> Array:
    """Prepare a picture as MNIST prepared its own: (28, 28), float32, in [0, 1].

    Parameters
    ----------
    ink : array
        Shape (h, w), ink from 0 to 1, white on black.

    Raises
    ------
    ValueError
        If it is no such picture, is blank, or seems to be black on white.
    """
    return stages(ink).centred.astype(np.float32)


def stages(ink: Any) -> Stages:
    """Every stage of `to_mnist`, in float64."""
    ink = np.asarray(ink, np.float64)
    check_ink(ink)
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    cut = ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    box = _scaled(cut)
    return Stages(ink, cut, box, _centred(box))


def check_ink(ink: Array) -> None:
    """Refuse what is no picture of a digit: a ValueError says what was found and expected."""
    if ink.ndim != 2 or 0 in ink.shape:
        raise ValueError(f"the picture has shape {ink.shape}; expected (height, width)")
    if not (np.isfinite(ink).all() and ink.min() >= 0 and ink.max() <= 1):
        raise ValueError("the picture has values outside of 0 to 1; expected ink from 0 to 1")
    if not ink.any():
        raise ValueError("the picture is blank; expected a digit in white ink on black")
    corners = ink[[0, 0, -1, -1], [0, -1, 0, -1]]
    border = np.concatenate([ink[0], ink[-1], ink[:, 0], ink[:, -1]])
    # a thick digit, cut close, is mostly ink; paper shows at the border, and at the corners most
    if ink.mean() + border.mean() + corners.mean() > 1.5:
        raise ValueError(
            "the picture has ink out to its corners, so it seems to be black on white; expected "
            "white on black: invert it"
        )


def _scaled(cut: Array) -> Array:
    """Scale the longest side to 20; each new pixel is the mean of the area that it covers."""
    height, width = cut.shape
    longest = max(height, width)
    down = area_shares(height, max(1, round(height * BOX / longest)))
    across = area_shares(width, max(1, round(width * BOX / longest)))
    box: Array = down @ cut @ across.T
    return box


def area_shares(old: int, new: int) -> Array:
    """Share of each old pixel (columns) in each new one (rows), (new, old)."""
    edges = np.arange(new + 1) * old / new
    left = np.maximum(edges[:-1, np.newaxis], np.arange(old))
    right = np.minimum(edges[1:, np.newaxis], np.arange(1, old + 1))
    shares: Array = np.maximum(right - left, 0) * new / old
    return shares


def _centred(box: Array) -> Array:
    """Put the box so that its centre of mass comes nearest to (14, 14), halves up."""
    centred = np.zeros((SIDE, SIDE))
    top = _start(box.sum(axis=1))
    left = _start(box.sum(axis=0))
    centred[top : top + box.shape[0], left : left + box.shape[1]] = box
    return centred


def _start(weights: Array) -> int:
    """First row, or column, of the box; all of it stays within the frame."""
    centre = float(weights @ np.arange(len(weights)) / weights.sum())
    half = 0.5 + 1e-9  # a half goes up, also where rounding left it a little short
    return int(np.clip(np.floor(CENTRE - centre + half), 0, SIDE - len(weights)))
