"""Pictures of digits from files: BMP, as GIMP writes it, and PNG."""

import io
import warnings
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from numrec.activations import Array
from numrec.digits import SIDE, check_ink, to_mnist
from numrec.errors import FormatError

if TYPE_CHECKING:
    from PIL import Image

LARGEST = 2048
"""Pixels along a side; a digit needs far fewer, and a header may claim anything."""

LARGEST_FILE = 4 * LARGEST**2 + 65536
"""Bytes: such a picture in four colours, not compressed, with its header."""


def read_digit(path: str | PathLike[str], *, invert: bool = False) -> Array:
    """Read a picture of a digit, as a column that the network takes.

    A picture of 28 x 28 pixels is taken as it is, as the Rust program does. Any other goes
    through `to_mnist`.

    Parameters
    ----------
    invert : bool
        For black ink on white paper.

    Returns
    -------
    array
        Shape (784, 1), float32, values in [0, 1], 0 black and 1 white ink.

    Raises
    ------
    FormatError
        If the file is no BMP or PNG, is broken or too large, is blank, or seems to be black on
        white.
    """
    path = Path(path)
    ink = read_grey(path)
    ink = 1 - ink if invert else ink
    try:
        check_ink(ink)
        digit = ink.astype(np.float32) if ink.shape == (SIDE, SIDE) else to_mnist(ink)
    except ValueError as error:
        found, _, expected = str(error).partition("; expected ")
        raise FormatError(path, "picture", found, expected) from error
    return digit.reshape(-1, 1)


def read_grey(path: str | PathLike[str]) -> Array:
    """Read a BMP or PNG file as grey values (height, width), 0 black to 1 white, float64.

    What is transparent is black: paper without ink.
    """
    from PIL import Image

    path = Path(path)
    with path.open("rb") as file:
        # from memory: a read of what a broken header claims takes no more than there is
        data = io.BytesIO(file.read(LARGEST_FILE + 1))
    if data.getbuffer().nbytes > LARGEST_FILE:
        found = f"more than {LARGEST_FILE} bytes"
        raise FormatError(path, "file", found, "a picture of a digit")
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # Pillow's doubts about a file are grounds to refuse it
        try:
            with Image.open(data, formats=("BMP", "PNG")) as picture:
                if max(picture.size) > LARGEST:
                    found = f"{picture.width} x {picture.height} pixels"
                    raise FormatError(path, "header", found, f"at most {LARGEST} along a side")
                return _grey(picture)
        except FormatError:
            raise
        # a long and open list: each of Pillow's decoders raises what it likes
        except Exception as error:
            found = f"broken data ({error})"
            raise FormatError(path, "picture", found, "a BMP or PNG file") from error


def _grey(picture: "Image.Image") -> Array:
    from PIL import Image

    if picture.mode.startswith("I"):  # 16 bits of grey, which convert("L") would cut off
        return np.asarray(picture, np.float64).clip(0, 65535) / 65535
    if picture.has_transparency_data:
        picture = picture.convert("RGBA")
        picture = Image.alpha_composite(Image.new("RGBA", picture.size, "black"), picture)
    return np.asarray(picture.convert("L"), np.float64) / 255
