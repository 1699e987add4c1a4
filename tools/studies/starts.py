"""Five ways to draw the starting weights, each at its own best rate, in two depths."""

from itertools import product

import numpy as np

from numrec import SGD, Network, new_network
from numrec.data.mnist import MNIST
from tools.studies import SCOUT, SEEDS, Found, Rows, best_rate, part, scored

QUESTION = "Does it matter how the weights are drawn, if each start gets its own best rate?"

SCHEMES = ("He", "Glorot", "tenth of He", "uniform", "normal")
HIDDEN = (1, 4)
RATES = (0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0)

WIDE = (0.1, 1.0, 3.0)
"""What all seeds try as well where the scout found no rate that does better than blind guessing."""

RECIPE = {
    "layers": "784, then 1 or 4 of 64 with leaky ReLU, then 10",
    "optimiser": "SGD",
    "rate": "the best of each, after one seed has tried all of the rates",
    "rates": RATES,
    "batch size": 50,
    "order": "shuffled",
    "images": 10_000,
    "epochs": 2,
    "seeds": f"{SEEDS[0]} to {SEEDS[-1]}",
}


def started(scheme: str, hidden: int, seed: int) -> Network:
    """Draw a network by one of the schemes; its biases are zero."""
    rng, sizes = np.random.default_rng(seed), [784, *[64] * hidden, 10]
    net = new_network(sizes, rng, initialisation="uniform" if scheme == "uniform" else "he")
    for omega in net.omega.values():
        n_out, n_in = omega.shape
        factors = {
            "tenth of He": 1 / 10,
            "Glorot": np.sqrt(n_in / (n_in + n_out)),  # to the variance 2 / (n_in + n_out)
            "normal": np.sqrt(n_in / 2),  # to the variance 1
        }
        omega *= np.float32(factors.get(scheme, 1.0))
    return net


def run(rows: Rows, data: MNIST) -> None:
    """Try all rates with one seed, look round the best with all, and keep what was found."""
    of = part(data, 10_000)

    def make(scheme: str, hidden: int, rate: float, seed: int) -> Found:
        net = started(scheme, hidden, seed)
        return scored(net, of, SGD(rate), batch_size=50, epochs=2, seed=seed)

    for hidden in HIDDEN:
        for scheme in SCHEMES:

            def found(rate: float, seed: int, scheme: str = scheme, hidden: int = hidden) -> Found:
                return rows(make, scheme=scheme, hidden=hidden, rate=rate, seed=seed)

            tried = {rate: found(rate, SCOUT)["choosing"] or 0.0 for rate in RATES}
            best_rate(found, max(tried, key=lambda rate: tried[rate]))
            if max(tried.values()) < 1 / 5:
                for rate, seed in product(WIDE, SEEDS):
                    found(rate, seed)
