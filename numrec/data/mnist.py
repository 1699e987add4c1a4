"""The MNIST data set: a column an image, as the network takes it."""

import os
from dataclasses import dataclass
from os import PathLike
from pathlib import Path

import numpy as np
from numpy.typing import DTypeLike, NDArray

from numrec.activations import Array
from numrec.checks import as_labels, whole_number
from numrec.data.idx import read_idx
from numrec.data.preprocess import SIDE
from numrec.errors import FormatError

PIXELS = SIDE * SIDE
CLASSES = 10
FARTHEST = 16
"""No image, centred or scaled, has larger numbers; bytes from 0 to 255 have."""

SOURCE = "https://storage.googleapis.com/cvdf-datasets/mnist/"
"""Where the four files can be had."""


@dataclass(frozen=True)
class MNIST:
    """Training and test images with their labels.

    Attributes
    ----------
    train_images, test_images : array of float32
        Shape (784, m), values in [0, 1], 0 black and 1 white ink. In memory one image
        follows another; the array is the transposed view of that.
    train_labels, test_labels : array of intp
        Shape (m,), values 0 to 9.
    """

    train_images: NDArray[np.float32]
    train_labels: NDArray[np.intp]
    test_images: NDArray[np.float32]
    test_labels: NDArray[np.intp]


def load_mnist(folder: str | PathLike[str] | None = None) -> MNIST:
    """Load the four MNIST files, raw or gzip'd.

    Parameters
    ----------
    folder : path, optional
        Where they lie; else $NUMREC_DATA, else the project's data/mnist.

    Raises
    ------
    FileNotFoundError
        If a file is missing; says what to do.
    FormatError
        If a file is not IDX, is not of 28 x 28 images or labels 0 to 9, or images and
        labels do not match.
    """
    project = Path(__file__).parents[2] / "data" / "mnist"
    place = Path(folder or os.environ.get("NUMREC_DATA") or project)
    return MNIST(*_images_and_labels(place, "train"), *_images_and_labels(place, "t10k"))


def hold_back(data: MNIST, count: int, rng: np.random.Generator) -> MNIST:
    """Return the training images but `count` of them, which take the test images' place.

    So whatever looks at a score, looks at images that nothing is learned from, and the test
    images, which are not in what comes back, can be asked once at the end.

    Parameters
    ----------
    data : MNIST
        It stays as it is.
    count : int
        How many are held back for validation: from 1 to all but one.
    rng : numpy.random.Generator
        Draws which; the others stay in their order.

    Raises
    ------
    ValueError
        If count is out of its range.
    """
    m = data.train_labels.size
    held = np.zeros(m, dtype=bool)
    held[rng.permutation(m)[: whole_number("count", count, 1, m - 1)]] = True
    images, labels = data.train_images.T, data.train_labels
    return MNIST(images[~held].T, labels[~held], images[held].T, labels[held])


def one_hot(labels: Array, classes: int = CLASSES, dtype: DTypeLike = np.float32) -> Array:
    """Return a_hat (classes, m): 1 in the row of the label, else 0.

    Parameters
    ----------
    labels : array of int
        Shape (m,), each from 0 to classes - 1.
    classes : int
        The number of rows.
    dtype : dtype
        The type of the zeros and ones.

    Raises
    ------
    ValueError
        If a label is not a whole number from 0 to classes - 1; names it and its place.
    """
    rows = as_labels(labels, classes, "labels")
    a_hat = np.zeros((classes, rows.size), dtype)
    a_hat[rows, np.arange(rows.size)] = 1
    return a_hat


def check_data(data: MNIST, n_0: int, n_L: int) -> None:
    """Refuse data that a network of n_0 inputs and n_L outputs cannot learn from."""
    for part, images, labels in (
        ("train", data.train_images, data.train_labels),
        ("test", data.test_images, data.test_labels),
    ):
        m = np.size(labels)
        if images.ndim != 2 or images.shape != (n_0, m) or m == 0:
            raise ValueError(
                f"{part}_images has shape {images.shape}; expected ({n_0}, m), an image a column, "
                f"with m = {m} as in {part}_labels"
            )
        if images.dtype.kind not in "biuf":
            raise ValueError(f"{part}_images is of type {images.dtype}; expected real numbers")
        low, high = images.min(), images.max()
        if not -FARTHEST <= low <= high <= FARTHEST:
            raise ValueError(
                f"{part}_images has values from {low} to {high}; expected finite numbers, "
                "from 0 to 1"
            )
        as_labels(labels, n_L, f"{part}_labels")


def as_samples(
    images_path: str | PathLike[str],
    images: NDArray[np.uint8],
    labels_path: str | PathLike[str],
    labels: NDArray[np.uint8],
) -> tuple[NDArray[np.float32], NDArray[np.intp]]:
    """Return images (784, m), in [0, 1], and labels (m,) out of what two IDX files hold.

    Other than (m, 28, 28) and (m,), 0 to 9, is a FormatError, which names the file.
    """
    m = len(images)
    if images.shape[1:] != (SIDE, SIDE):
        raise FormatError(images_path, "byte 8", f"images of {images.shape[1:]}", "28 x 28")
    if m != len(labels):
        raise FormatError(
            images_path, "byte 4", f"{m} images", f"{len(labels)}, as in {labels_path}"
        )
    if labels.max() >= CLASSES:
        byte = 8 + int(labels.argmax())
        raise FormatError(labels_path, f"byte {byte}", f"label {labels.max()}", "0 to 9")
    pixels = images.reshape(m, PIXELS).astype(np.float32)
    pixels /= 255
    return pixels.T, labels.astype(np.intp)


def _images_and_labels(place: Path, part: str) -> tuple[NDArray[np.float32], NDArray[np.intp]]:
    images_path = _find(place, f"{part}-images-idx3-ubyte")
    labels_path = _find(place, f"{part}-labels-idx1-ubyte")
    images, labels = read_idx(images_path, dims=3), read_idx(labels_path, dims=1)
    return as_samples(images_path, images, labels_path, labels)


def _find(place: Path, name: str) -> Path:
    for path in (place / f"{name}.gz", place / name):
        if path.is_file():
            return path
    raise FileNotFoundError(
        f"{place}: no {name}.gz and no {name}; expected the folder of the four MNIST files: "
        "load_mnist(folder) or --data, else NUMREC_DATA, else data/mnist of the project's "
        f"repository, which holds them (so does {SOURCE}; the installed package does not)"
    )
