"""How much a test score flatters where it was the test images that chose when to stop."""

import numpy as np

from numrec import Momentum, new_network, train
from numrec.data.mnist import MNIST
from numrec.evaluate import accuracy
from tools.studies import Found, Rows

QUESTION = "By how much does the test score flatter if it chose the epoch to stop at?"
SEEDS, EPOCHS = range(10), 15
RECIPE = {
    "layers": "784-256-10",
    "optimiser": "momentum 0.9",
    "rate": 0.1,
    "batch size": 128,
    "order": "shuffled",
    "epochs": EPOCHS,
    "learning": "training images 0 to 49,999",
    "validation": "training images 50,000 to 59,999",
    "test": "the 10,000 test images, scored after each epoch",
}


def run(rows: Rows, data: MNIST) -> None:
    """Score each epoch twice, on the validation images and on the test images."""
    learn, hold = slice(50_000), slice(50_000, None)
    of = MNIST(
        data.train_images[:, learn], data.train_labels[learn],
        data.train_images[:, hold], data.train_labels[hold],
    )  # fmt: skip

    def make(seed: int) -> Found:
        net = new_network([784, 256, 10], np.random.default_rng(seed))
        optimiser, rng = Momentum(0.1, 0.9), np.random.default_rng([seed, 1])
        found: Found = {"validation": [], "test": []}
        for _ in range(EPOCHS):
            history = train(
                net, of, optimiser, batch_size=128, until=None, max_epochs=1, shuffle=True,
                rng=rng, progress=False,
            )  # fmt: skip
            found["validation"].append(history.epochs[-1].test_accuracy)
            found["test"].append(accuracy(net, data.test_images, data.test_labels))
        return found

    for seed in SEEDS:
        rows(make, seed=seed)
