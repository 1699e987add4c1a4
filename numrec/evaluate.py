"""How well a network does: its accuracy, what it confuses, and its worst mistakes.

All of it in double precision, so that the answer does not depend on a processor's last digit.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from numrec.activations import Array
from numrec.checks import as_columns, as_labels, check_finite, whole_number
from numrec.network import Network, forward

_AT_ONCE = 2000
"""Images in memory at once: double precision needs twice the room."""

_IN_95_OF_100 = 1.959964
"""So many standard deviations on both sides hold 95 % of a normal distribution."""


def outputs(net: Network, images: Array) -> Array:
    """Return a^[L] (n_L, m) for images (n_0, m), or (n_0,) for one, in double precision.

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
    """Share of the images (n_0, m) that are read as their labels (m,) say, from 0 to 1.

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
    """
    whole_number("count", count, 1)
    whole_number("right", right, 0, count)
    share, spread = right / count, _IN_95_OF_100**2 / count
    middle = (share + spread / 2) / (1 + spread)
    half = float(np.sqrt(share * (1 - share) * spread + spread**2 / 4)) / (1 + spread)
    return max(0.0, middle - half), min(1.0, middle + half)


def confusion_matrix(net: Network, images: Array, labels: Array) -> NDArray[np.intp]:
    """Count the answers: entry [label, answer], shape (n_L, n_L). It raises as `accuracy` does."""
    a, right = _outputs_and_labels(net, images, labels)
    n = net.sizes[-1]
    return np.bincount(right * n + a.argmax(axis=0), minlength=n * n).reshape(n, n)


def worst_mistakes(net: Network, images: Array, labels: Array, count: int) -> NDArray[np.intp]:
    """Places of at most count misread images, the smallest right output first.

    It raises as `accuracy` does.
    """
    whole_number("count", count, 0)
    a, right = _outputs_and_labels(net, images, labels)
    wrong = np.flatnonzero(a.argmax(axis=0) != right)
    return wrong[np.argsort(a[right[wrong], wrong], kind="stable")][:count]


def _outputs_and_labels(net: Network, images: Array, labels: Any) -> tuple[Array, NDArray[np.intp]]:
    """Return a^[L] and the labels, one for each image."""
    a = outputs(net, images)
    return a, as_labels(labels, a.shape[0], "labels", a.shape[1])
