"""Pictures of digits from files: BMP, as GIMP writes it, and PNG."""

import io
import warnings
from os import PathLike
from pathlib import Path

import numpy as np

from numrec.activations import Array
from numrec.data.preprocess import SIDE, check_ink, to_mnist
from numrec.errors import FormatError, refusing

LARGEST = 2048
"""Pixels along a side; a digit needs far fewer, and a header may claim anything."""

LARGEST_FILE = 4 * LARGEST**2 + 65536
"""Bytes: such a picture in four colours, not compressed, with its header."""


_SIGNATURES = {
    b"BM": "BMP",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"RIFF": "WebP",
    b"II*\0": "TIFF",
    b"MM\0*": "TIFF",
    b"%PDF": "PDF",
}
"""What files of each kind begin with."""


def read_digit(path: str | PathLike[str], *, invert: bool = False) -> Array:
    """Read a picture of a digit as the column (784, 1) that the network takes, 0 black to 1 ink.

    A picture of 28 x 28 pixels is taken as it is, as the Rust program does. Any other goes
    through `to_mnist`.

    Parameters
    ----------
    path : path
        A BMP or PNG file, told by its first bytes and not by its name.
    invert : bool
        For black ink on white paper.

    Raises
    ------
    FormatError
        If the file is no BMP or PNG, is broken or too large, is blank, or seems to be black on
        white.
    """
    path = Path(path)
    ink = read_grey(path, paper="white" if invert else "black")
    if invert:
        np.subtract(1, ink, out=ink)
    try:
        check_ink(ink)
        digit = ink.astype(np.float32) if ink.shape == (SIDE, SIDE) else to_mnist(ink)
    except ValueError as error:
        found, _, expected = str(error).partition("; expected ")
        if invert and "on black" in expected:
            found = found.replace("black on white", "white on black")
            expected = "a digit in black ink on white, to be inverted"
        found = found.replace("the picture", "that it", 1)
        raise FormatError(path, "picture", found, expected) from error
    return digit.reshape(-1, 1)


def read_grey(path: str | PathLike[str], *, paper: str = "black") -> Array:
    """Read a BMP or PNG file as grey values (height, width), 0 black to 1 white, float64.

    The paper is the colour behind what is transparent: there is no ink. A file that is neither, is
    broken or too large is a FormatError.
    """
    from PIL import Image, UnidentifiedImageError  # an extra, which others do without

    path = Path(path)
    with path.open("rb") as file:
        # from memory: a read of what a broken header claims takes no more than there is
        data = io.BytesIO(file.read(LARGEST_FILE + 1))
    if data.getbuffer().nbytes > LARGEST_FILE:
        found = f"more than {LARGEST_FILE} bytes"
        raise FormatError(path, "file", found, "a picture of a digit")
    kind = next((k for start, k in _SIGNATURES.items() if data.getvalue().startswith(start)), "")
    if kind not in ("BMP", "PNG"):
        found = f"a {kind} file" if kind else "no picture"
        raise FormatError(path, "picture", found, "a BMP or PNG file")
    with refusing(path, "picture", "broken data", f"a {kind} file"), warnings.catch_warnings():
        warnings.simplefilter("error")  # Pillow's doubts about a file are grounds to refuse it
        try:
            picture: Image.Image = Image.open(data, formats=("BMP", "PNG"))
        except UnidentifiedImageError:  # which speaks of an address in memory
            raise ValueError("a header cut short") from None
        if max(picture.size) > LARGEST:
            found = f"{picture.width} x {picture.height} pixels"
            raise FormatError(path, "header", found, f"at most {LARGEST} along a side")
        deep = picture.mode.startswith("I")  # 16 bits of grey, which convert("L") would cut off
        if not deep:
            over = picture.convert("RGBA")
            picture = Image.alpha_composite(Image.new("RGBA", over.size, paper), over)
        grey = np.array(picture if deep else picture.convert("L"), np.float64)
    grey /= 65535 if deep else 255
    return grey
