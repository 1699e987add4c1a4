"""Four ways to learn from a thousand images, each at its own best settings."""

from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np

from numrec import SGD, new_network, train
from numrec.data.mnist import MNIST
from numrec.evaluate import accuracy
from numrec.training import TrainingFailedError
from tools.studies import SCOUT, SEEDS, Found, Part, Rows, best_rate, part
from tools.studies.ladder import copies_of
from tools.studies.overfitting import mean_loss

EPOCHS = 40
SIZES = {
    "early stopping": (5,),
    "weight decay": (0.00003, 0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03),
    "changed copies": (0.25, 0.5, 1.0, 1.5),
}
"""How many epochs of patience, how much decay, how strongly the copies differ."""

QUESTION = "Against overfitting on a thousand images: what does each remedy bring?"
RECIPE = {
    "sizes": "784-100-10",
    "optimiser": "SGD",
    "batch": 20,
    "epochs": EPOCHS,
    "learning images": 1000,
    "choosing images": 5000,
    "judging images": 5000,
    "scout": SCOUT,
    "seeds": list(SEEDS),
}


def one(of: Part, remedy: str, size: float, rate: float, seed: int) -> Found:
    """Train once; return the scores, and the mean losses of what was learned and what was not."""
    net, learned = new_network([784, 100, 10], np.random.default_rng([seed])), of.learning
    optimiser = SGD(rate, weight_decay=size if remedy == "weight decay" else 0)
    rng = np.random.default_rng([seed, 1])
    fixed: dict[str, Any] = {"batch_size": 20, "until": None, "progress": False}
    fixed |= {"shuffle": True, "rng": rng}
    try:
        if remedy == "changed copies":
            for _ in range(EPOCHS):
                copies = copies_of(learned.train_images, rng, size)
                train(net, replace(learned, train_images=copies), optimiser, max_epochs=1, **fixed)
        else:
            patience = int(size) if remedy == "early stopping" else None
            train(net, learned, optimiser, max_epochs=EPOCHS, patience=patience, **fixed)
    except TrainingFailedError:
        return {"choosing": None, "judging": None}
    return {
        "choosing": accuracy(net, learned.test_images, learned.test_labels),
        "judging": accuracy(net, of.judging, of.labels),
        "learned loss": round(mean_loss(net, learned.train_images, learned.train_labels), 5),
        "judging loss": round(mean_loss(net, of.judging, of.labels), 5),
    }


def run(rows: Rows, data: MNIST) -> None:
    """Find each remedy's size by the scout, then its rate; five seeds are shown."""
    of = part(data, 1000)

    def found(remedy: str, size: float, rate: float, seed: int) -> Found:
        asked = {"remedy": remedy, "size": size, "rate": rate, "seed": seed}
        return rows(partial(one, of), **asked)

    def at_best(remedy: str, size: float, begin: float) -> float:
        return best_rate(lambda rate, seed: found(remedy, size, rate, seed), begin)

    def keep(remedy: str, size: float, rate: float) -> None:
        five = [found(remedy, size, rate, seed) for seed in SEEDS]
        told = {key: [one[key] for one in five] for key in five[0] if key != "choosing"}
        rows(lambda **_: told, chosen=remedy, size=size, rate=rate)

    plain = at_best("none", 0, 0.1)
    keep("none", 0, plain)
    for remedy, sizes in SIZES.items():
        scores = {size: found(remedy, size, plain, SCOUT)["choosing"] or 0 for size in sizes}
        size = max(scores, key=lambda size: scores[size])
        keep(remedy, size, at_best(remedy, size, plain))
