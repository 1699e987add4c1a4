"""The network of *Build it*, trained on past its 96 %: where it comes to stand."""

import numpy as np

from companion.exercises.workshop.training import BATCH_SIZE as BATCH
from companion.exercises.workshop.training import ETA as RATE
from companion.exercises.workshop.training import SIZES
from numrec import SGD, new_network, train
from numrec.data.mnist import MNIST
from numrec.evaluate import accuracy
from tools.studies import SEEDS, Found, Rows
from tools.studies.ladder import Ladder

EPOCHS = 30

QUESTION = "How far does the network of *Build it* get if nobody stops it?"
RECIPE = {
    "sizes": SIZES,
    "optimiser": "SGD",
    "rate": RATE,
    "batch": BATCH,
    "order": "the file's",
    "epochs": EPOCHS,
    "learning images": 50_000,
    "validation images": "the last 10,000 of the training set",
    "seeds": list(SEEDS),
}


def run(rows: Rows, data: MNIST) -> None:
    """Train five seeds; nothing is chosen, so each reads the test images, once, at its end."""
    part = Ladder(rows, data).part

    def found(seed: int) -> Found:
        net = new_network(SIZES, np.random.default_rng([seed]))
        history = train(
            net, part, SGD(RATE), batch_size=BATCH, until=None, max_epochs=EPOCHS, progress=False
        )
        return {
            "validation": [done.test_accuracy for done in history.epochs],
            "learned": accuracy(net, part.train_images, part.train_labels),
            "test": accuracy(net, data.test_images, data.test_labels),
        }

    for seed in SEEDS:
        rows(found, seed=seed)
