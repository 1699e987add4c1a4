"""A reader's own digits: read from a file, and mixed into MNIST's training images.

The page "Draw a digit" saves them as a zip file with three IDX files in it: `images-idx3-ubyte`,
`labels-idx1-ubyte`, and `held-idx1-ubyte`, which has 1 for a digit that is held back for the
examination and 0 for one to learn from. The same files unpacked are read too, and so is any other
pair of IDX files: without the third, nothing is held back.
"""

import io
from dataclasses import dataclass, replace
from os import PathLike
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from numrec.checks import whole_number
from numrec.data.idx import parse_idx, read_idx
from numrec.data.mnist import MNIST, PIXELS, as_samples
from numrec.errors import FormatError
from numrec.files.small_zip import LARGEST, read_members

MOST = 1000
"""Digits in a zip file: a page that keeps more would be slow."""

IMAGES, LABELS, HELD = "images-idx3-ubyte", "labels-idx1-ubyte", "held-idx1-ubyte"
_DIMS = {IMAGES: 3, LABELS: 1, HELD: 1}
_SIZES = {IMAGES: 16 + PIXELS * MOST, LABELS: 8 + MOST, HELD: 8 + MOST}


@dataclass(frozen=True)
class OwnDigits:
    """Digits of one's own.

    Attributes
    ----------
    images : array of float32
        Shape (784, m), values in [0, 1].
    labels : array of intp
        Shape (m,), values 0 to 9.
    held : array of bool
        Shape (m,): which are held back, not to be learned from.
    """

    images: NDArray[np.float32]
    labels: NDArray[np.intp]
    held: NDArray[np.bool_]

    def part(self, *, held: bool) -> "OwnDigits":
        """Return those that are held back, or the others."""
        chosen = self.held == held
        return OwnDigits(self.images[:, chosen], self.labels[chosen], self.held[chosen])


def read_own_digits(path: str | PathLike[str]) -> OwnDigits:
    """Read digits from the page's zip file, or from a pair of IDX files.

    Parameters
    ----------
    path : path
        The zip file, told by its first bytes; or the IDX file of images, raw or gzip'd, with
        "images-idx3" in its name: the labels lie beside it, with "labels-idx1" in theirs.

    Raises
    ------
    FormatError
        If it is neither, is broken or too large, or images and labels do not fit each other.
    """
    path = Path(path)
    with path.open("rb") as file:
        zipped = file.peek(4)[:4] == b"PK\3\4"
        parts = _zipped(path, file.read(LARGEST + 1)) if zipped else _side_by_side(path)
    pixels, labels = as_samples(*parts[IMAGES], *parts[LABELS])
    m = len(labels)
    place, held = parts.get(HELD, (path, np.zeros(m, np.uint8)))
    if len(held) != m:
        raise FormatError(place, "byte 4", f"{len(held)} marks", f"{m}, one an image")
    if held.max() > 1:
        raise FormatError(place, f"byte {8 + int(held.argmax())}", f"{held.max()}", "0 or 1")
    return OwnDigits(pixels, labels, held == 1)


_Parts = dict[str, tuple[str | Path, NDArray[np.uint8]]]
"""What each of the three files holds, behind its place; the third may be missing."""


def _zipped(path: Path, data: bytes) -> _Parts:
    members = read_members(path, data, _SIZES)
    for name in (IMAGES, LABELS):
        if name not in members:
            raise FormatError(path, name, "nothing", "a file of that name")
    return {
        name: (place := f"{path}/{name}", parse_idx(io.BytesIO(member), place, _DIMS[name]))
        for name, member in members.items()
    }


def _side_by_side(path: Path) -> _Parts:
    if "images-idx3" not in path.name:
        expected = 'a zip file of the page "Draw a digit", or a name with "images-idx3"'
        raise FormatError(path, "file", "no zip file", expected)
    beside = {
        name: path.with_name(path.name.replace("images-idx3", name.removesuffix("-ubyte")))
        for name in _DIMS
    }
    if not beside[LABELS].is_file():
        raise FormatError(path, "labels", "none beside it", f"the file {beside[LABELS].name}")
    return {
        name: (place, read_idx(place, _DIMS[name]))
        for name, place in beside.items()
        if place.is_file()
    }


def usual_repeat(own: int, others: int) -> int:
    """Return how often each own digit is seen in an epoch, so that together they are a tenth.

    A hundred digits among 60,000 are one in six hundred: a network that hardly meets them hardly
    learns them. Seen 67 times each they are one in ten. None is seen more than a hundred times:
    a single digit would else be a tenth of all that is learned.
    """
    whole_number("own", own, 1)
    whole_number("others", others, 1)
    return min(100, max(1, round(others / (9 * own))))


def mixed(data: MNIST, own: OwnDigits, repeat: int | None = None) -> MNIST:
    """Mix digits into the training images, evenly; those that are held back stay out.

    A training that takes the images in order meets them all along the way, and not at the end
    of an epoch alone. The test images stay as they are.

    Parameters
    ----------
    data : MNIST
        What they are mixed into; it stays as it is.
    own : OwnDigits
        The digits: at least one to learn from.
    repeat : int, optional
        How often each is seen in an epoch, else `usual_repeat`: at most so often that there are
        four for each of the others, since each takes room in memory.
    """
    learned = own.part(held=False)
    n, m = len(learned.labels), len(data.train_labels)
    if n == 0:
        found = f"there are {len(own.labels)} digits, all held back"
        raise ValueError(f"{found}; expected at least one to learn from")
    most = max(1, 4 * m // n)
    times = usual_repeat(n, m) if repeat is None else whole_number("repeat", repeat, 1, most)
    # each at its share of the way through the epoch
    way = np.r_[(np.arange(m) + 0.5) / m, (np.arange(n * times) + 0.5) / (n * times)]
    from_both = np.r_[np.arange(m), m + np.arange(n * times) % n]
    order = from_both[np.argsort(way, kind="stable")]
    rows = np.vstack([data.train_images.T, learned.images.T])[order]
    labels = np.r_[data.train_labels, learned.labels][order]
    return replace(data, train_images=rows.T, train_labels=labels)
