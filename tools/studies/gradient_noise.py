"""How far the mean gradient of a mini-batch lies from that of all images."""

from typing import Any

import numpy as np

from numrec import SGD, Network, backprop, forward, new_network, one_hot
from numrec.activations import Array
from numrec.data.mnist import MNIST
from tools.studies import SEEDS, Found, Rows

QUESTION = "How far does the mean gradient of a mini-batch lie from that of all images?"

IMAGES, BATCHES = 1024, 60
SIZES = tuple(2**k for k in range(11))
PLACES = ("at the start", "after an epoch")

RECIPE = {
    "layers": "784-64-10",
    "images": IMAGES,
    "epoch": "SGD, rate 0.1, batches of 32",
    "batches": f"{BATCHES} of each size, drawn anew, no image twice in a batch",
    "seeds": f"{SEEDS[0]} to {SEEDS[-1]}",
}


def flat(net: Network, images: Array, targets: Array) -> Any:
    """Return the mean gradient of some images as one column, in float64."""
    grads = backprop(net, forward(net, images), targets)
    arrays = [*grads.dC_domega.values(), *grads.dC_db.values()]
    return np.concatenate([array.ravel() for array in arrays]).astype(np.float64) / images.shape[1]


def mean_square(net: Network, images: Array, targets: Array) -> float:
    """Return the mean over the images of the square of one image's gradient.

    An image's gradient is an outer product in each layer, with the square of its length the
    product of two squares; the bias has a one for the activation.
    """
    trace = forward(net, images)
    delta = backprop(net, trace, targets).delta
    squares = 0.0
    for l in delta:
        below = (trace.a[l - 1].astype(np.float64) ** 2).sum(axis=0) + 1
        squares += (delta[l].astype(np.float64) ** 2).sum(axis=0) * below
    return float(np.mean(squares))


def measured(net: Network, images: Array, targets: Array, rng: np.random.Generator) -> Found:
    """Measure the noise of batches of each size, the law's two numbers beside it."""
    whole = flat(net, images, targets)
    length = float(whole @ whole)
    noise = []
    for size in SIZES:
        squares = []
        for _ in range(BATCHES if size < IMAGES else 1):
            here = rng.choice(IMAGES, size, replace=False)
            off = flat(net, images[:, here], targets[:, here]) - whole
            squares.append(float(off @ off))
        noise.append(np.mean(squares))
    return {
        "full gradient squared": float(f"{length:.4g}"),
        "variance": float(f"{mean_square(net, images, targets) - length:.4g}"),
        "noise": [float(f"{round(square, 9):.4g}") for square in noise],
    }


def run(rows: Rows, data: MNIST) -> None:
    """Measure for each seed at its start, and once more after an epoch."""
    images = data.train_images[:, :IMAGES]
    targets = one_hot(data.train_labels[:IMAGES], 10, images.dtype)

    def make(place: str, seed: int) -> Found:
        net = new_network([784, 64, 10], np.random.default_rng(seed))
        rng = np.random.default_rng([seed, 1])
        if place == PLACES[1]:
            optimiser = SGD(0.1)
            for here in rng.permutation(IMAGES).reshape(-1, 32):
                trace = forward(net, images[:, here])
                optimiser.step(net, backprop(net, trace, targets[:, here]), 32)
        return measured(net, images, targets, rng)

    for seed in SEEDS:
        for place in PLACES:
            rows(make, place=place, seed=seed)
