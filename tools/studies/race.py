"""The fast recipe on the test images, and what needs no training: a race, labelled as one."""

import numpy as np

from numrec.data.mnist import MNIST
from numrec.recipes import FAST
from tools.studies import Found, Rows

QUESTION = "What does `numrec train --fast` read of the test images, and what the nearest image?"
RECIPE = {"fast": {name: str(value) for name, value in vars(FAST).items()}, "seeds": 10}


def run(rows: Rows, data: MNIST) -> None:
    """Train ten times by the fast recipe; then look for the nearest training image."""

    def fast(seed: int) -> Found:
        _, history = FAST.train(data, np.random.default_rng(seed), progress=False)
        return {"test": [done.test_accuracy for done in history.epochs]}

    for seed in range(10):
        rows(fast, seed=seed)
    rows(lambda neighbours: {"test": nearest(data)}, neighbours=1)


def nearest(data: MNIST) -> float:
    """Return the share read right by the label of the training image at the least distance."""
    learned, right = data.train_images, 0
    half = (learned**2).sum(axis=0)[:, np.newaxis] / 2  # |x - y|^2 / 2 less what y alone adds
    for start in range(0, data.test_labels.size, 500):
        here = slice(start, start + 500)
        closest = np.argmin(half - learned.T @ data.test_images[:, here], axis=0)
        right += int((data.train_labels[closest] == data.test_labels[here]).sum())
    return right / data.test_labels.size
