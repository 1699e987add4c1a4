"""How the shipped networks read the digits of people whom they have never seen.

Nothing is trained here. The strangers' digits have 8 x 8 pixels, so MNIST's own test images are
brought down to as few and back: what that costs is no fault of the hands. Scores are counts, of
the strangers sheet by sheet.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np

from companion.strangers import Strangers, at_eight, strangers
from numrec import load_model, to_mnist
from numrec.activations import Array
from numrec.data.mnist import MNIST
from numrec.evaluate import outputs
from tools.studies import Found, Rows
from tools.train_models import MODELS, RECIPES

QUESTION = "How many digits of other hands does a network read that reads 96 % of MNIST?"

SURE = 0.9
"""An answer is sure from this output on."""

RECIPE: dict[str, Any] = {
    "strangers": "1,797 digits of 14 sheets, data/uci_digits, each through to_mnist",
    "as they lie": "the same, each pixel 3 x 3 large, in the middle of 28 x 28",
    "MNIST": "its 10,000 test images",
    "MNIST at 8 x 8": "each through companion.strangers.at_eight, then through to_mnist",
    "MNIST padded to 8 x 8": "each in the middle of 32 x 32, means of 4 x 4, then to_mnist",
    "sure": SURE,
}

MNIST_SETS: dict[str, Callable[[Array], Array]] = {
    "MNIST": lambda picture: picture,
    "MNIST at 8 x 8": lambda picture: to_mnist(at_eight(picture)),
    "MNIST padded to 8 x 8": lambda picture: to_mnist(
        np.pad(picture, 2).reshape(8, 4, 8, 4).mean(axis=(1, 3))
    ),
}


def column(pictures: Array, prepare: Callable[[Array], Array]) -> Array:
    """Prepare pictures one by one, (784, m)."""
    return np.stack([prepare(picture).ravel() for picture in pictures], axis=1)


def as_they_lie(picture: Array) -> Array:
    """Enlarge 8 x 8 pixels to 24 x 24, and leave them in the middle of the frame."""
    return np.pad(np.kron(picture, np.ones((3, 3))), 2)


def run(rows: Rows, data: MNIST) -> None:
    """Score each shipped network on the strangers and on MNIST's own, in several ways."""
    people = strangers()
    pictures = data.test_images.T.reshape(-1, 28, 28)

    @cache
    def images(of: str) -> tuple[Array, Array]:
        if of in MNIST_SETS:
            return column(pictures, MNIST_SETS[of]), data.test_labels
        prepare = {"strangers": to_mnist, "as they lie": as_they_lie}[of]
        return column(people.pictures, prepare), people.labels

    def make(net: str, shown: str) -> Found:
        given, labels = images(shown)
        a = outputs(load_model(MODELS / f"{net}.npz"), given)
        is_right, sure = a.argmax(axis=0) == labels, a.max(axis=0) >= SURE
        found: Found = {"right": int(is_right.sum()), "count": labels.size}
        found["sure"] = {"right": int(sure[is_right].sum()), "wrong": int(sure[~is_right].sum())}
        if shown not in MNIST_SETS:
            found["sheets"] = by_sheet(is_right, people)
            pairs = 10 * labels.astype(int) + a.argmax(axis=0)
            found["answers"] = np.bincount(pairs, minlength=100).reshape(10, 10).tolist()
        return found

    for shown in ("strangers", "as they lie", *MNIST_SETS):
        for net in RECIPES:
            rows(make, net=net, shown=shown)


def by_sheet(is_right: Array, people: Strangers) -> list[float]:
    """Return the share read right of each sheet."""
    shares = [is_right[people.sheets == sheet].mean() for sheet in np.unique(people.sheets)]
    return [round(float(share), 6) for share in shares]
