"""Digits by other hands: 1,797 real ones, on 14 sheets, and what their 8 x 8 pixels cost.

They are the test part of the UCI repository's optical digits (data/uci_digits/README.md). The
labels run through the same 130 digits again and again, with a few left out: sheet by sheet, each
filled in by one person.
"""

from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from numrec.activations import Array
from numrec.data.idx import read_idx
from numrec.data.preprocess import area_shares, stages

FOLDER = Path(__file__).parent.parent / "data" / "uci_digits"
IMAGES, LABELS = "images-idx3-ubyte.gz", "labels-idx1-ubyte.gz"

GREYS = 16
"""A pixel counts how many of 16 finer ones, black or white, had ink."""

SHEETS = (0, 130, 256, 386, 516, 646, 776, 906, 1029, 1157, 1287, 1415, 1545, 1667)
"""Where each sheet begins."""


class Strangers(NamedTuple):
    """Digits of people whom no network here has seen.

    Attributes
    ----------
    pictures : array
        (1797, 8, 8), ink from 0 to 1, white on black.
    labels : array
        (1797,), what each was meant to be.
    sheets : array
        (1797,), the sheet that it stands on, from 0 to 13.
    """

    pictures: Array
    labels: NDArray[np.uint8]
    sheets: NDArray[np.intp]


def strangers(folder: Path = FOLDER) -> Strangers:
    """Load them all, in their file's order."""
    counts, labels = read_idx(folder / IMAGES, dims=3), read_idx(folder / LABELS, dims=1)
    sheets = np.searchsorted(SHEETS, np.arange(len(labels)), side="right") - 1
    return Strangers(counts / GREYS, labels, sheets)


def at_eight(picture: Array) -> Array:
    """Return a picture (h, w) as those of the strangers came to be, (8, 8).

    Cut to its ink and scaled to fill 32 rows, or 20 columns if these are full first; black or
    white, parted at a half; then the ink in each block of 4 x 4 is counted.
    """
    cut = stages(picture).cut
    height, width = cut.shape
    scale = min(32 / height, 20 / width)
    rows, columns = max(1, round(height * scale)), max(1, round(width * scale))
    ink = area_shares(height, rows) @ cut @ area_shares(width, columns).T >= 0.5
    top, left = (32 - rows) // 2, (32 - columns) // 2
    field = np.pad(ink, ((top, 32 - rows - top), (left, 32 - columns - left)))
    shares: Array = field.reshape(8, 4, 8, 4).mean(axis=(1, 3))
    return shares
