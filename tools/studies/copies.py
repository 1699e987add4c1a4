"""What perturbed copies bring for the digits of people whom no network has seen.

Two trainings that differ in one thing: one sees the same images in each epoch, the other copies of
them, perturbed anew. Each has its own best learning rate, found on MNIST; the strangers choose
nothing.
"""

from dataclasses import replace
from typing import Any

import numpy as np

from companion.strangers import strangers
from numrec import SGD, new_network, to_mnist
from numrec.data.augment import Perturbation, perturbed
from numrec.data.mnist import MNIST
from numrec.evaluate import accuracy
from numrec.training import TrainingFailedError, train
from tools.studies import Found, Rows, best_rate, part
from tools.studies.real_hands import column

QUESTION = "Does a network that learns from perturbed copies read strangers better?"

RECIPE: dict[str, Any] = {
    "sizes": "784-64-10, leaky ReLU, softmax with cross-entropy, He",
    "images": 10_000,
    "epochs": 10,
    "batch_size": 50,
    "optimiser": "SGD",
    "perturbation": vars(Perturbation()),
}


def run(rows: Rows, data: MNIST) -> None:
    """Train both sides at their own best rates."""
    of, people = part(data, RECIPE["images"]), strangers()
    foreign = column(people.pictures, to_mnist)

    def make(side: str, rate: float, seed: int) -> Found:
        net = new_network([784, 64, 10], np.random.default_rng(seed), dtype=np.float32)
        rng = np.random.default_rng([seed, 1])
        optimiser, images = SGD(rate), of.learning.train_images
        try:
            for _ in range(RECIPE["epochs"]):
                shown = perturbed(images, rng, Perturbation()) if side == "copies" else images
                train(
                    net, replace(of.learning, train_images=shown), optimiser,
                    batch_size=RECIPE["batch_size"], until=None, max_epochs=1, shuffle=True,
                    rng=rng, progress=False,
                )  # fmt: skip
        except TrainingFailedError:
            return {"choosing": None, "judging": None, "strangers": None}
        return {
            "choosing": accuracy(net, of.learning.test_images, of.learning.test_labels),
            "judging": accuracy(net, of.judging, of.labels),
            "strangers": accuracy(net, foreign, people.labels),
        }

    for side in ("same", "copies"):
        found = lambda rate, seed, side=side: rows(make, side=side, rate=rate, seed=seed)
        rate = best_rate(found)
        rows(lambda best, rate=rate: {"rate": rate}, best=side)
