"""A network that sees a thousand images sixty times: what it learns from, and what it does not."""

import numpy as np

from numrec import SGD, Network, forward, new_network, one_hot, train
from numrec.activations import Array
from numrec.data.mnist import MNIST
from numrec.evaluate import accuracy
from tools.studies import SEEDS, Found, Rows

QUESTION = "What becomes of the loss on other images while a network learns few by heart?"
RECIPE = {
    "sizes": "784-256-10",
    "optimiser": "SGD",
    "rate": 0.1,
    "batch": 20,
    "epochs": 60,
    "learning images": 1000,
    "validation images": "the last 10,000 of the training set",
    "seeds": list(SEEDS),
}


def mean_loss(net: Network, images: Array, labels: Array) -> float:
    """Return the mean loss of images."""
    a = forward(net, images).a[net.L]
    return float(net.loss.C(a, one_hot(labels, net.sizes[-1], a.dtype))) / labels.size


def run(rows: Rows, data: MNIST) -> None:
    """Train from five seeds, and score each epoch on both kinds of images."""
    images, labels = data.train_images, data.train_labels
    learned, held = (images[:, :1000], labels[:1000]), (images[:, -10_000:], labels[-10_000:])

    def one(seed: int) -> Found:
        net, rng = new_network([784, 256, 10], np.random.default_rng(seed)), [seed, 1]
        order, found = np.random.default_rng(rng), Found(learned=[], held=[], score=[])
        for _ in range(60):
            train(
                net, MNIST(*learned, *held), SGD(0.1), batch_size=20, until=None, max_epochs=1,
                shuffle=True, rng=order, progress=False,
            )  # fmt: skip
            found["learned"].append(round(mean_loss(net, *learned), 5))
            found["held"].append(round(mean_loss(net, *held), 5))
            found["score"].append(accuracy(net, *held))
        return found | {"score on the learned": accuracy(net, *learned)}

    for seed in SEEDS:
        rows(one, seed=seed)
