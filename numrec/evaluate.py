"""How well a network does: its accuracy, what it confuses, and its worst mistakes.

All of it in double precision, so that the answer does not depend on a processor's last digit.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from numrec.activations import Array
from numrec.checks import as_columns, check_finite, check_labels, whole_number
from numrec.network import Network, forward

_AT_ONCE = 2000
"""Images in memory at once: double precision needs twice the room."""

_IN_95_OF_100 = 1.959964
"""So many standard deviations on both sides hold 95 % of a normal distribution."""


def outputs(net: Network, images: Array) -> Array:
    """Return a^[L] (n_L, m) in double precision.

    Parameters
    ----------
    net : Network
        What is asked.
    images : array
        Shape (n_0, m), an image a column, or (n_0,) for one.

    Raises
    ------
    ValueError
        If there is no image, one has another size, or one holds a number that is not finite.
    """
    columns, exact = as_columns(images, net.sizes[0], "images"), net.astype(np.float64)
    m = columns.shape[1]
    if m == 0:
        raise ValueError(f"images has shape {columns.shape}; expected at least one image")
    pieces = (columns[:, k : k + _AT_ONCE].astype(np.float64) for k in range(0, m, _AT_ONCE))
    a = np.hstack([forward(exact, piece).a[net.L] for piece in pieces])
    check_finite(columns, a, "images")
    return a


def accuracy(net: Network, images: Array, labels: Array) -> float:
    """Share of the m images that are read right, from 0 to 1.

    Parameters
    ----------
    net : Network
        What is scored.
    images : array
        Shape (n_0, m), an image a column.
    labels : array of int
        Shape (m,): the node that should have the largest output, for each image.

    Raises
    ------
    ValueError
        If there are no images, or the labels are no nodes of the network.
    """
    a, right = _outputs_and_labels(net, images, labels)
    return float((a.argmax(axis=0) == right).mean())


def interval(right: int, count: int) -> tuple[float, float]:
    """Return bounds of the true share where `right` of `count` were read right: Wilson's, 95 %.

    Few images say little: 27 of 30 leaves room from 74 to 97 %.

    Parameters
    ----------
    right, count : int
        How many were read right, and of how many; at least one.

    Raises
    ------
    ValueError
        If they are no such numbers.
    """
    whole_number("count", count, 1)
    whole_number("right", right, 0, count)
    share, spread = right / count, _IN_95_OF_100**2 / count
    middle = (share + spread / 2) / (1 + spread)
    half = float(np.sqrt(share * (1 - share) * spread + spread**2 / 4)) / (1 + spread)
    return max(0.0, middle - half), min(1.0, middle + half)


def confusion_matrix(net: Network, images: Array, labels: Array) -> NDArray[np.intp]:
    """Count the answers: entry [label, answer], shape (n_L, n_L).

    Parameters
    ----------
    net, images, labels
        As for `accuracy`, which raises the same.
    """
    a, right = _outputs_and_labels(net, images, labels)
    n = net.sizes[-1]
    return np.bincount(right * n + a.argmax(axis=0), minlength=n * n).reshape(n, n)


def worst_mistakes(net: Network, images: Array, labels: Array, count: int) -> NDArray[np.intp]:
    """Places of at most count misread images, the smallest right output first.

    Parameters
    ----------
    net, images, labels
        As for `accuracy`, which raises the same.
    count : int
        At least 0.
    """
    whole_number("count", count, 0)
    a, right = _outputs_and_labels(net, images, labels)
    wrong = np.flatnonzero(a.argmax(axis=0) != right)
    return wrong[np.argsort(a[right[wrong], wrong], kind="stable")][:count]


def _outputs_and_labels(net: Network, images: Array, labels: Any) -> tuple[Array, NDArray[np.intp]]:
    """Return a^[L] and the labels, which are then one whole number from 0 for each image."""
    a, right = outputs(net, images), np.asarray(labels)
    n, m = a.shape
    if right.shape != (m,) or right.dtype.kind not in "iu":
        raise ValueError(
            f"labels has shape {right.shape} and type {right.dtype}; expected ({m},) whole "
            "numbers, one for each image"
        )
    check_labels(right, n, "labels")
    return a, right.astype(np.intp)
