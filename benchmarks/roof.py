"""One step of the published recipe taken apart: each product and each thing beside it, timed.

The lines are numrec's own (`forward`, `backprop`, `SGD`), written out, so that each can be timed
where it stands in a step, with its arrays as warm or as cold as the step leaves them. What each
does in operations and bytes is counted in `companion.roof`. Beside them stand the two edges of
the machine's roof: the large product of benchmarks/ways.py, and sums of arrays so long that they
come from memory each time, and of arrays as long as a step's, which stay in a cache. One thread
for all: what works entry by entry has no more, so one core's roof is over all of them. And the
clock is the thread's own, which stands still while another program has the core.
"""

import statistics
import time
from collections.abc import Callable
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits

from benchmarks.rivals import BATCH, RATE, SIZES
from benchmarks.turns import in_turns
from benchmarks.ways import LARGE, large_product
from numrec import new_network, one_hot
from numrec.activations import Array, leaky_relu, leaky_relu_prime, softmax
from numrec.data.mnist import MNIST
from numrec.losses import cross_entropy
from numrec.network import Network

TURNS = 21
LONG = 2**25
"""Numbers of an array that comes from memory: 128 megabytes each in float32."""

Step = Callable[[Array, Array], None]


def parts(net: Network, m: int, rate: float) -> dict[str, Step]:
    """Write a step of a network with one hidden layer as named parts, in their order.

    Each takes the batch's images and targets.
    """
    n_0, n_1, n_2 = net.sizes
    shapes = {"z_1": (n_1, m), "z_2": (n_2, m), "delta_1": (n_1, m)}
    shapes |= {"dC_1": (n_1, n_0), "dC_2": (n_2, n_1)}
    at = {name: np.empty(shape, net.omega[1].dtype) for name, shape in shapes.items()}
    omega, b = net.omega, net.b

    def put(name: str, array: Array) -> None:
        at[name] = array

    def multiply(name: str, left: Array, right: Array) -> None:
        at[name] = np.matmul(left, right, out=at[name])

    def add(name: str, bias: Array) -> None:
        at[name] = np.add(at[name], bias, out=at[name])

    def move(x: Array, a_hat: Array) -> None:
        for l in (1, 2):
            omega[l] -= (rate / m) * at[f"dC_{l}"]
            b[l] -= (rate / m) * at[f"dC_db_{l}"]

    return {
        "z[1]": lambda x, a_hat: multiply("z_1", omega[1], x),
        "bias[1]": lambda x, a_hat: add("z_1", b[1]),
        "leaky ReLU": lambda x, a_hat: put("a_1", leaky_relu(at["z_1"])),
        "z[2]": lambda x, a_hat: multiply("z_2", omega[2], at["a_1"]),
        "bias[2]": lambda x, a_hat: add("z_2", b[2]),
        "softmax": lambda x, a_hat: put("a_2", softmax(at["z_2"])),
        "delta[2]": lambda x, a_hat: put(
            "delta_2", at["a_2"] * a_hat.sum(axis=0, keepdims=True) - a_hat
        ),
        "dC/da[1]": lambda x, a_hat: multiply("delta_1", omega[2].T, at["delta_2"]),
        "slope": lambda x, a_hat: put("slope", leaky_relu_prime(at["z_1"])),
        "delta[1]": lambda x, a_hat: put(
            "delta_1", np.multiply(at["delta_1"], at["slope"], out=at["delta_1"])
        ),
        "dC/domega[1]": lambda x, a_hat: multiply("dC_1", at["delta_1"], x.T),
        "dC/db[1]": lambda x, a_hat: put("dC_db_1", at["delta_1"].sum(axis=1, keepdims=True)),
        "dC/domega[2]": lambda x, a_hat: multiply("dC_2", at["delta_2"], at["a_1"].T),
        "dC/db[2]": lambda x, a_hat: put("dC_db_2", at["delta_2"].sum(axis=1, keepdims=True)),
        "loss": lambda x, a_hat: put("C", np.array(cross_entropy(at["a_2"], a_hat))),
        "update": move,
    }


def taken_apart(data: MNIST) -> dict[str, list[float]]:
    """Time each part over an epoch's whole batches; return the median of a step's, by turn."""
    net = new_network(SIZES, np.random.default_rng(0))
    images, targets = np.asfortranarray(data.train_images), one_hot(data.train_labels)
    named = parts(net, BATCH, RATE)
    starts = range(0, images.shape[1] - BATCH + 1, BATCH)
    found: dict[str, list[float]] = {name: [] for name in named}
    for turn in range(TURNS + 1):
        taken: dict[str, list[float]] = {name: [] for name in named}
        for start in starts:
            x, a_hat = images[:, start : start + BATCH], targets[:, start : start + BATCH]
            for name, part in named.items():
                began = time.thread_time()
                part(x, a_hat)
                taken[name].append(time.thread_time() - began)
        if turn:  # the first does not count
            for name, seconds in taken.items():
                found[name].append(statistics.median(seconds))
    return found


def _sums(length: int, times: int) -> Callable[[], None]:
    one, two, out = (np.ones(length, np.float32) for _ in range(3))

    def run() -> None:
        for _ in range(times):
            np.add(one, two, out=out)

    return run


def measure(data: MNIST) -> dict[str, Any]:
    """Time the parts of a step, and the edges of the roof.

    Returns
    -------
    dict
        "seconds a step" of each part; "seconds" of the large product and of the two kinds of
        sums; and what those take: "operations of the large product", "bytes of the sums".
    """
    short = BATCH * SIZES[1]  # as many numbers as z[1] of a batch has
    edges = {
        "large product": large_product(np.float32),
        "sums from memory": _sums(LONG, 1),
        "sums in a cache": _sums(short, LONG // short),
    }
    with threadpool_limits(1):
        return {
            "operations of the large product": 2 * LARGE**3,
            "bytes of the sums": 3 * 4 * LONG,
            "seconds": in_turns(edges, TURNS, clock=time.thread_time),
            "seconds a step": taken_apart(data),
        }
