"""What perturbed copies bring for the digits of people whom no network has seen.

Two trainings that differ in one thing: one sees the same images twenty times, the other ten copies
of each, all perturbed differently, twice. Each has its own best learning rate, found on
MNIST; the strangers choose nothing.
"""

from dataclasses import replace
from typing import Any

import numpy as np

from companion.strangers import strangers
from numrec import SGD, new_network, to_mnist, train
from numrec.data.augment import Perturbation, perturbed
from numrec.data.mnist import MNIST
from numrec.evaluate import accuracy
from numrec.recipes import one_cycle
from numrec.training import TrainingFailedError
from tools.studies import Found, Rows, best_rate, part
from tools.studies.real_hands import column

QUESTION = "Does a network that learns from perturbed copies read strangers better?"

COPIES = 10

RECIPE: dict[str, Any] = {
    "sizes": [784, 128, 64, 10],
    "network": "leaky ReLU, softmax with cross-entropy, He",
    "images": 5_000,
    "shown": 20,
    "copies of each": COPIES,
    "perturbation": vars(Perturbation()),
    "batch_size": 50,
    "optimiser": "SGD, one cycle that peaks at the rate",
}


def run(rows: Rows, data: MNIST) -> None:
    """Train both sides at their own best rates."""
    of, people = part(data, RECIPE["images"]), strangers()
    foreign = column(people.pictures, to_mnist)
    images, labels = of.learning.train_images, of.learning.train_labels
    rng = np.random.default_rng(0)
    copies = np.hstack([perturbed(images, rng, Perturbation()) for _ in range(COPIES)])
    learning = {
        "same": of.learning,
        "copies": replace(of.learning, train_images=copies, train_labels=np.tile(labels, COPIES)),
    }

    def make(side: str, rate: float, seed: int) -> Found:
        net = new_network(RECIPE["sizes"], np.random.default_rng(seed))
        epochs = RECIPE["shown"] // (COPIES if side == "copies" else 1)
        try:
            train(
                net, learning[side], SGD(rate), batch_size=RECIPE["batch_size"], until=None,
                max_epochs=epochs, shuffle=True, rng=np.random.default_rng([seed, 1]),
                schedule=one_cycle(rate, up=0.15), progress=False,
            )  # fmt: skip
        except TrainingFailedError:
            return {"choosing": None, "judging": None, "strangers": None}
        return {
            "choosing": accuracy(net, of.learning.test_images, of.learning.test_labels),
            "judging": accuracy(net, of.judging, of.labels),
            "strangers": round(accuracy(net, foreign, people.labels), 6),
        }

    for side in learning:
        found = lambda rate, seed, side=side: rows(make, side=side, rate=rate, seed=seed)
        rate = best_rate(found, begin=0.5, rungs=(1, 2, 5))
        rows(lambda best, rate=rate: {"rate": rate}, best=side)
