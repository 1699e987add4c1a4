"""Batch sizes, each with rates a factor of the root of two apart, at equal epochs."""

from typing import Any

import numpy as np

from numrec import SGD, forward, new_network, one_hot, train
from numrec.data.mnist import MNIST
from numrec.evaluate import accuracy
from numrec.training import TrainingFailedError
from tools.studies import SEEDS, Found, Part, Rows, part

QUESTION = "How does the best learning rate change with the size of the batch, at equal epochs?"

SIZES = (8, 32, 128, 512, 2048)
IMAGES, EPOCHS = 16_384, 2

RECIPE = {
    "layers": "784-64-10",
    "optimiser": "SGD",
    "rate": "powers of two, and two more beside each seed's best; the smallest choosing loss wins",
    "order": "shuffled",
    "images": IMAGES,
    "epochs": EPOCHS,
    "seeds": f"{SEEDS[0]} to {SEEDS[-1]}",
}


def learned(of: Part, size: int, rate: float, seed: int) -> list[float | None]:
    """Train; return the mean loss of the choosing images and how the judging ones are read."""
    net = new_network([784, 64, 10], np.random.default_rng(seed))
    try:
        train(
            net, of.learning, SGD(rate), batch_size=size, until=None, max_epochs=EPOCHS,
            shuffle=True, rng=np.random.default_rng([seed, 1]), progress=False,
        )  # fmt: skip
    except TrainingFailedError:
        return [None, None]
    images, labels = of.learning.test_images, of.learning.test_labels
    a = forward(net, images).a[net.L]
    C = float(net.loss.C(a, one_hot(labels, 10, a.dtype))) / len(labels)
    return [float(f"{C:.4g}"), accuracy(net, of.judging, of.labels)]


def run(rows: Rows, data: MNIST) -> None:
    """For each size and seed go up through the rates, then look closer at the best."""
    of = part(data, IMAGES)

    def make(size: int, seed: int) -> Found:
        tried: dict[float, list[Any]] = {}
        for k in range(min(round(np.log2(size)) - 12, -4), 2):
            tried[2.0**k] = learned(of, size, 2.0**k, seed)
        best = min(tried, key=lambda rate: tried[rate][0] or np.inf)
        for near in (best / 2**0.5, best * 2**0.5):
            rate = float(f"{near:.6g}")
            tried[rate] = learned(of, size, rate, seed)
        order = sorted(tried)
        return {
            "rate": order,
            "loss": [tried[rate][0] for rate in order],
            "judging": [tried[rate][1] for rate in order],
        }

    for size in SIZES:
        for seed in SEEDS:
            rows(make, size=size, seed=seed)
