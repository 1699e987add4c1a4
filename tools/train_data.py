"""Write the digits that the page "Train in the browser" learns from, and a few more: `make play`.

Sixteen levels of grey are enough to read by. An image is a line of text: a letter for a pixel
with ink, from a to o, and a number for so many pixels without; so it is short, and gzip makes it
shorter.
"""

import itertools
import json
from pathlib import Path

import numpy as np

from numrec.activations import Array
from numrec.data.mnist import MNIST, load_mnist

FILE = Path(__file__).parent.parent / "companion" / "play" / "train" / "data.js"
NUDGE_FILE = FILE.parent.parent / "nudge" / "data.js"
HEAD = "// Made by `make play` from data/: digits to learn from, and digits to be examined on."
NUDGE_HEAD = "// Made by `make play` from data/: the first test image of each digit."
TRAIN, TEST = 2500, 500
LEVELS = 15
LETTERS = "abcdefghijklmno"


def levels(images: Array) -> Array:
    """Return images (784, m), in [0, 1], in whole levels from 0 to 15."""
    return np.round(images * LEVELS).astype(int)


def written(image: Array) -> str:
    """Write one image's levels (784,) as text; what follows the last ink is left out."""
    text = []
    for blank, run in itertools.groupby(np.trim_zeros(image, "b"), lambda level: level == 0):
        pixels = list(run)
        text.append(str(len(pixels)) if blank else "".join(LETTERS[p - 1] for p in pixels))
    return "".join(text)


def train_data(data: MNIST) -> str:
    """Write all that the page is given, as a script."""
    told = {}
    for name, images, labels, count in (
        ("train", data.train_images, data.train_labels, TRAIN),
        ("test", data.test_images, data.test_labels, TEST),
    ):
        told[name] = {
            "labels": "".join(str(label) for label in labels[:count]),
            "images": " ".join(written(image) for image in levels(images[:, :count]).T),
        }
    text = json.dumps(told, separators=(",", ":"))
    return f"{HEAD}\n(globalThis.numrec ??= {{}}).trainData = {text};\n"


def nudge_data(data: MNIST) -> str:
    """Write the first test image of each digit, as a script."""
    first = [int((data.test_labels == digit).argmax()) for digit in range(10)]
    images = " ".join(written(image) for image in levels(data.test_images[:, first]).T)
    text = json.dumps({"images": images}, separators=(",", ":"))
    return f"{NUDGE_HEAD}\n(globalThis.numrec ??= {{}}).nudgeData = {text};\n"


if __name__ == "__main__":
    mnist = load_mnist()
    FILE.write_text(train_data(mnist), "utf-8")
    NUDGE_FILE.write_text(nudge_data(mnist), "utf-8")
