"""How well a network does: its accuracy, what it confuses, and its worst mistakes.

All of it in double precision, so that the answer does not hang on a processor's last digit.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from numrec.activations import Array
from numrec.gradient_check import in_double_precision
from numrec.network import Network, forward

_AT_ONCE = 2000
"""Images in memory at once: double precision needs twice the room."""


def outputs(net: Network, images: Array) -> Array:
    """Give a^[L] (n_L, m) in double precision."""
    return np.hstack(list(_pieces(net, images)))


def accuracy(net: Network, images: Array, labels: Array) -> float:
    """Give the share of the m images that are read right, from 0 to 1."""
    return float((outputs(net, images).argmax(axis=0) == labels).mean())


def confusion_matrix(net: Network, images: Array, labels: Array) -> NDArray[np.intp]:
    """Count the answers: entry [label, answer], shape (n_L, n_L)."""
    answers = outputs(net, images).argmax(axis=0)
    n = net.sizes[-1]
    return np.bincount(labels * n + answers, minlength=n * n).reshape(n, n)


def worst_mistakes(net: Network, images: Array, labels: Array, count: int) -> NDArray[np.intp]:
    """Give the places of at most count misread images, the smallest right output first."""
    a = outputs(net, images)
    wrong = np.flatnonzero(a.argmax(axis=0) != labels)
    return wrong[np.argsort(a[labels[wrong], wrong], kind="stable")][:count]


def _pieces(net: Network, images: Array) -> Iterator[Array]:
    exact = in_double_precision(net)
    for start in range(0, images.shape[1], _AT_ONCE):
        yield forward(exact, images[:, start : start + _AT_ONCE].astype(np.float64)).a[net.L]
