"""Two outputs and two losses, all four pairs, from two starts: the chapter on softmax."""

from dataclasses import replace
from typing import Any

import numpy as np

from numrec import SGD, Network, new_network
from numrec.activations import Activation, Array, sigmoid
from numrec.data.mnist import MNIST
from numrec.losses import Loss, loss_by_name
from tools.studies import Found, Rows, best_rate, part, scored

QUESTION = "Which of output and loss lets a network learn from answers that are sure and wrong?"

RECIPE = {
    "layers": "784-64-10",
    "hidden": "leaky ReLU",
    "optimiser": "SGD, each side at its own best rate",
    "batch size": 100,
    "order": "shuffled",
    "images": 20_000,
    "epochs": 3,
    "dtype": "float64",
}

PAIRS = [(o, l) for o in ("softmax", "sigmoid") for l in ("cross-entropy", "quadratic")]
STARTS = ("he", "uniform")


def binary_cross_entropy(a: Array, a_hat: Array) -> Any:
    """C = - sum_i (a_hat_i ln a_i + (1 - a_hat_i) ln(1 - a_i)), with numrec's floor for ln 0."""
    smallest = np.finfo(a.dtype).tiny
    return -(a_hat * np.log(a + smallest) + (1 - a_hat) * np.log(1 - a + smallest)).sum()


def untrained(output: str, loss: str, start: str, seed: int) -> Network:
    """Draw a network of one of the pairs.

    A sigmoid's slope cancels from the delta of the binary cross-entropy, a - a_hat. It is taken
    so, since where a rounds to 0 or 1 the two factors are infinite and nought.
    """
    net = new_network(
        [784, 64, 10], np.random.default_rng(seed), dtype=np.float64,
        output=output, loss="quadratic", initialisation=start,
    )  # fmt: skip
    if loss == "quadratic":
        return net
    if output == "softmax":
        return replace(net, loss=loss_by_name("cross_entropy"))
    binary = Loss("binary cross-entropy", binary_cross_entropy, lambda a, t: a - t, "sigmoid")
    return replace(net, loss=binary, output=Activation("sigmoid", sigmoid, np.ones_like))


def run(rows: Rows, data: MNIST) -> None:
    """Find each pair's best rate from each start, and store which it is."""
    of = part(data, RECIPE["images"])  # type: ignore[arg-type]

    def one(output: str, loss: str, start: str, rate: float, seed: int) -> Found:
        net = untrained(output, loss, start, seed)
        return scored(net, of, SGD(rate), batch_size=100, epochs=3, seed=seed)

    for start in STARTS:
        for output, loss in PAIRS:
            side = {"output": output, "loss": loss, "start": start}
            found = lambda rate, seed, side=side: rows(one, **side, rate=rate, seed=seed)
            rate = best_rate(found, 1.0, rungs=(1, 3, 6))
            rows(lambda rate=rate, **_: {"rate": rate}, **side)
