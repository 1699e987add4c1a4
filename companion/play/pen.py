"""The pen of the page "Draw a digit": strokes to ink, operation by operation as pen.js does it.

A stroke is a line through points with whole coordinates on a pad of 280 x 280, ten to a pixel of
MNIST's 28. Every step is an exactly rounded operation on doubles in a fixed order, so Python and
JavaScript give the same ink, bit for bit.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from numrec.activations import Array

PAD, BOX = 280, 200
SMALLEST = 12  # what is smaller than this is a dot
PENS = {"thin": 16, "medium": 24, "thick": 36}
"""How wide the pens are, in units of the pad."""

Stroke = NDArray[np.float64]

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def encode(strokes: Sequence[Stroke]) -> str:
    """Write strokes as they stand in an address: three letters a point, a dot between strokes."""
    return ".".join(
        "".join(_letters(int(y) * PAD + int(x)) for x, y in stroke) for stroke in strokes
    )


def decode(text: str) -> list[Stroke]:
    """Read what `encode` wrote.

    Raises
    ------
    ValueError
        If the text is no such strokes.
    """
    return [_stroke(part) for part in text.split(".")] if text else []


def fitted(strokes: Sequence[Stroke], width: float) -> list[Stroke]:
    """Scale and move the lines so that what the pen draws is 200 long, in the pad's middle.

    The pen is not scaled with them: a small digit gets lines as wide as a large one's.

    Raises
    ------
    ValueError
        If there is nothing, or no more than a dot.
    """
    if not strokes:
        raise ValueError("the picture is blank; expected a digit in white ink on black")
    low = np.min([stroke.min(axis=0) for stroke in strokes], axis=0)
    high = np.max([stroke.max(axis=0) for stroke in strokes], axis=0)
    longest = float((high - low).max())
    if longest < SMALLEST:
        raise ValueError("the picture is a dot; expected the lines of a digit")
    scale = (BOX - width) / longest
    return [PAD / 2 + (stroke - (low + high) / 2) * scale for stroke in strokes]


def ink(strokes: Sequence[Stroke], width: float) -> Array:
    """Draw with a round pen: (280, 280), 1 where a pixel's centre is under the pen, else 0."""
    drawn = np.zeros((PAD, PAD))
    for stroke in strokes:
        ends = np.vstack([stroke[1:], stroke[-1:]]) if len(stroke) > 1 else stroke
        for start, end in zip(stroke, ends, strict=True):
            _line(drawn, start, end, width / 2)
    return drawn


def raw(drawn: Array) -> Array:
    """Take ink as it lies, each pixel the mean of ten by ten: (28, 28)."""
    found: Array = drawn.reshape(28, 10, 28, 10).sum(axis=(1, 3)) / 100
    return found


def _line(drawn: Array, start: Stroke, end: Stroke, radius: float) -> None:
    """Ink every pixel whose centre is no farther than the radius from the line."""
    (x0, y0), (x1, y1) = start, end
    left, right = _span(min(x0, x1) - radius, max(x0, x1) + radius)
    top, bottom = _span(min(y0, y1) - radius, max(y0, y1) + radius)
    x = np.arange(left, right) + 0.5 - x0
    y = (np.arange(top, bottom) + 0.5 - y0)[:, np.newaxis]
    dx, dy = x1 - x0, y1 - y0
    length = dx * dx + dy * dy
    t = np.clip((x * dx + y * dy) / length, 0, 1) if length > 0 else 0.0
    away_x, away_y = x - t * dx, y - t * dy
    near = away_x * away_x + away_y * away_y <= radius * radius
    drawn[top:bottom, left:right][near] = 1


def _span(low: float, high: float) -> tuple[int, int]:
    return max(0, int(np.floor(low))), min(PAD, int(np.ceil(high)) + 1)


def _letters(place: int) -> str:
    return _LETTERS[place >> 12] + _LETTERS[place >> 6 & 63] + _LETTERS[place & 63]


def _stroke(text: str) -> Stroke:
    if not text or len(text) % 3 or set(text) - set(_LETTERS):
        raise ValueError(f"{text!r} is no stroke; expected three of A-Z a-z 0-9 - _ for a point")
    digits = np.array([_LETTERS.index(letter) for letter in text]).reshape(-1, 3)
    places = digits @ [4096, 64, 1]
    if places.max() >= PAD * PAD:
        raise ValueError(f"{text!r} is no stroke; expected points within {PAD} x {PAD}")
    return np.stack([places % PAD, places // PAD], axis=1).astype(np.float64)
