"""Two runs of one recipe that begin one part in 10^15 apart: how long do they stay together?"""

from typing import Any

import numpy as np

from numrec import SGD, Network, backprop, forward, new_network, one_hot, predict
from numrec.activations import Array
from numrec.data.mnist import MNIST
from tools.studies import Found, Rows, part

QUESTION = "When do two runs part whose weights differ by one part in 10^15 at the start?"

SEEDS = range(1, 11)
BATCH, EVERY, EPOCHS = 10, 500, 3
ETA = 1.5
APART = 1e-15

RECIPE: dict[str, Any] = {
    "layers": "784-30-10, sigmoid, every weight and bias drawn from N(0, 1), float64",
    "loss": "quadratic, the sum of squares without a half",
    "optimiser": "SGD",
    "rate": ETA,
    "batch size": BATCH,
    "images": 50_000,
    "epochs": EPOCHS,
    "steps between two looks": EVERY,
    "the other run": "every weight times 1 + 1e-15, the same images in the same order",
    "the loop": "the same start, written without numrec",
    "apart": "the largest difference between two weights",
    "scores": "of 5000 training images that no network learned from, after each epoch",
}


def run(rows: Rows, data: MNIST) -> None:
    """Train each seed three times: as it is, a hair beside, and by a loop of our own."""
    of = part(data, 50_000)
    images = of.learning.train_images.astype(np.float64)
    targets = one_hot(of.learning.train_labels, 10, np.float64)

    def make(seed: int) -> Found:
        net, other = begin(seed), begin(seed)
        for omega in other.omega.values():
            omega *= 1 + APART
        loop = [array.copy() for l in (1, 2) for array in (net.omega[l], net.b[l])]
        found: Found = {"apart": [], "loop": [], "score": [], "other score": []}
        order = np.random.default_rng([seed, 1])
        for _ in range(EPOCHS):
            for k, here in enumerate(order.permutation(images.shape[1]).reshape(-1, BATCH)):
                if k % EVERY == 0:
                    look(found, net, other, loop)
                a0, a_hat = images[:, here], targets[:, here]
                for one in (net, other):
                    SGD(ETA).step(one, backprop(one, forward(one, a0), a_hat), BATCH)
                step_by_hand(loop, a0, a_hat)
            for one, name in ((net, "score"), (other, "other score")):
                found[name].append(float((predict(one, of.judging) == of.labels).mean()))
        look(found, net, other, loop)
        answers = predict(net, of.judging) != predict(other, of.judging)
        return found | {"answers that differ": int(answers.sum())}

    for seed in SEEDS:
        rows(make, seed=seed)


def begin(seed: int) -> Network:
    """Make the recipe's network."""
    rng = np.random.default_rng(seed)
    net = new_network(
        [784, 30, 10], rng, hidden="sigmoid", output="sigmoid", loss="quadratic", dtype=np.float64
    )
    for l in (1, 2):
        net.omega[l][:] = rng.normal(size=net.omega[l].shape)
        net.b[l][:] = rng.normal(size=net.b[l].shape)
    return net


def look(found: Found, net: Network, other: Network, loop: list[Array]) -> None:
    """Note how far the two runs, and numrec and the loop, are apart."""
    for name, weights in (("apart", other.omega), ("loop", {1: loop[0], 2: loop[2]})):
        farthest = max(float(np.abs(net.omega[l] - weights[l]).max()) for l in (1, 2))
        found[name].append(float(f"{farthest:.2e}"))


def step_by_hand(loop: list[Array], a0: Array, a_hat: Array) -> None:
    """Take one step with two weight matrices and two biases, in place."""
    w_1, b_1, w_2, b_2 = loop
    a_1 = 1 / (1 + np.exp(-(w_1 @ a0 + b_1)))
    a_2 = 1 / (1 + np.exp(-(w_2 @ a_1 + b_2)))
    d_2 = 2 * (a_2 - a_hat) * a_2 * (1 - a_2)
    d_1 = (w_2.T @ d_2) * a_1 * (1 - a_1)
    slopes = d_1 @ a0.T, d_1.sum(1, keepdims=True), d_2 @ a_1.T, d_2.sum(1, keepdims=True)
    for theta, slope in zip(loop, slopes, strict=True):
        theta -= ETA * slope / a0.shape[1]
