"""Five optimisers on digits, each at its own best rate, with small batches and with large ones."""

from itertools import product
from typing import Any

import numpy as np

from numrec import SGD, Adam, Momentum, Nesterov, RMSProp, new_network, train
from numrec.data.mnist import MNIST
from numrec.evaluate import accuracy
from numrec.optimisers import Optimiser
from numrec.training import TrainingFailedError
from tools.studies import Found, Rows, best_rate, part

QUESTION = "Which optimiser reads best after five epochs, each at its own best rate?"

SHOWN = range(1, 9)
BATCH_SIZES = (50, 500)
BEGIN = {"SGD": 0.5, "Momentum": 0.1, "Nesterov": 0.1, "RMSProp": 0.002, "Adam": 0.005}

RECIPE: dict[str, Any] = {
    "layers": "784-64-10, leaky ReLU, softmax with cross-entropy, He's weights, float32",
    "images": 10_000,
    "epochs": 5,
    "order": "drawn anew for each epoch",
    "momentum": 0.9,
    "others": "the decay of RMSProp 0.99; Adam's 0.9 and 0.999",
    "rates": "1, 2 and 5 times a power of ten; seeds 1 to 5 choose, seeds 1 to 8 are shown",
}


def made(name: str, rate: float) -> Optimiser:
    """Make an optimiser by its name."""
    kinds: dict[str, Optimiser] = {
        "SGD": SGD(rate),
        "Momentum": Momentum(rate, RECIPE["momentum"]),
        "Nesterov": Nesterov(rate, RECIPE["momentum"]),
        "RMSProp": RMSProp(rate),
        "Adam": Adam(rate),
    }
    return kinds[name]


def run(rows: Rows, data: MNIST) -> None:
    """Find each one's rate, then race; the scores are noted after each epoch."""
    of = part(data, RECIPE["images"])

    def make(batch: int, optimiser: str, rate: float, seed: int) -> Found:
        net, order = new_network([784, 64, 10], np.random.default_rng(seed)), [seed, 1]
        rng, by, found = np.random.default_rng(order), made(optimiser, rate), list[list[float]]()
        try:
            for _ in range(RECIPE["epochs"]):
                done = train(
                    net, of.learning, by, batch_size=batch, until=None, max_epochs=1,
                    shuffle=True, rng=rng, progress=False,
                )  # fmt: skip
                last = done.epochs[-1]
                judged = accuracy(net, of.judging, of.labels)
                found.append([last.test_accuracy, judged, round(last.loss, 5)])
        except TrainingFailedError:
            return {"choosing": None, "judging": None}
        choosing, judging, loss = (list(column) for column in zip(*found, strict=True))
        return {"choosing": choosing[-1], "judging": judging[-1], "curve": judging, "loss": loss}

    for batch, (name, begin) in product(BATCH_SIZES, BEGIN.items()):

        def at(rate: float, seed: int, batch: int = batch, name: str = name) -> Found:
            return rows(make, batch=batch, optimiser=name, rate=rate, seed=seed)

        best = {"rate": best_rate(at, begin, rungs=(1, 2, 5))}
        for seed in SHOWN:
            at(best["rate"], seed)
        rows(lambda batch, best_of, best=best: best, batch=batch, best_of=name)
