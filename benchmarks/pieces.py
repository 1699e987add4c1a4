"""A loop over the samples of a batch beside one product: the same sums, in pieces of every size.

The pieces of one batch of 512 images go through `forward` and `backprop` one after another, and
their gradients are added up; a piece of 512 is one product. The loop over single samples is
written for single samples, as quick as NumPy lets it be: np.dot takes a sixth of np.matmul's time
for an outer product. One thread for all, so that nothing but the piece's size differs; each size
in turn, again and again, so that whatever else the machine does meets all alike.
"""

import statistics
from collections.abc import Callable
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits

from benchmarks.rivals import BATCH, SIZES
from benchmarks.turns import in_turns
from numrec import backprop, forward, new_network, one_hot
from numrec.activations import Array
from numrec.data.mnist import MNIST
from numrec.losses import output_delta
from numrec.network import Network

LOOP, ALONE = "loop over samples", "the loop's calls alone"
PIECES = tuple(2**k for k in range(1, 10))
TURNS = 31

Sums = dict[int, list[Array]]
"""The sums over the batch, by layer: dC/domega and dC/db."""


def nothing_yet(net: Network) -> Sums:
    """Return the sums before the first sample."""
    return {l: [np.zeros_like(net.omega[l]), np.zeros_like(net.b[l])] for l in net.omega}


def loop_over_samples(net: Network, a0: Array, a_hat: Array) -> Sums:
    """Find the gradients one sample at a time, and add them up."""
    sums = nothing_yet(net)
    room = {l: np.empty_like(omega) for l, omega in net.omega.items()}
    f_prime = net.hidden.f_prime
    assert f_prime is not None
    for x, target in zip(a0.T[:, :, np.newaxis], a_hat.T[:, :, np.newaxis], strict=True):
        z, a = forward(net, x)
        delta = output_delta(net.loss, net.output, z[net.L], a[net.L], target)
        for l in range(net.L, 0, -1):
            sums[l][0] += np.dot(delta, a[l - 1].T, out=room[l])
            sums[l][1] += delta
            if l > 1:
                delta = (net.omega[l].T @ delta) * f_prime(z[l - 1])
    return sums


def loop_over_pieces(net: Network, size: int, a0: Array, a_hat: Array) -> Sums:
    """Find the gradients size samples at a time, and add them up."""
    sums, trace, grads = nothing_yet(net), None, None
    for start in range(0, a0.shape[1], size):
        here = slice(start, start + size)
        trace = forward(net, a0[:, here], out=trace)
        grads = backprop(net, trace, a_hat[:, here], out=grads)
        for l, (omega, b) in sums.items():
            omega += grads.dC_domega[l]
            b += grads.dC_db[l]
    return sums


def measure(data: MNIST) -> dict[str, Any]:
    """Time a batch in pieces of every size, and the loop's calls with next to nothing to compute.

    Returns
    -------
    dict
        "seconds": the loop over samples, pieces by their size, and the loop over samples for a
        network with one node a layer; "loop over samples over one product": the ratio of the
        medians.
    """
    a0, a_hat = data.train_images[:, :BATCH], one_hot(data.train_labels[:BATCH])
    net = new_network(SIZES, np.random.default_rng(0))
    tiny = new_network([1, 1, 1], np.random.default_rng(0), loss="quadratic")
    one_row = np.ones((1, BATCH), np.float32)
    sides: dict[str, Callable[[], Sums]] = {LOOP: lambda: loop_over_samples(net, a0, a_hat)}
    for size in PIECES:
        sides[str(size)] = lambda m=size: loop_over_pieces(net, m, a0, a_hat)  # type: ignore[misc]
    sides[ALONE] = lambda: loop_over_samples(tiny, one_row, one_row)
    with threadpool_limits(1):
        found = in_turns(sides, TURNS)
    median = {name: statistics.median(runs) for name, runs in found.items()}
    return {f"{LOOP} over one product": median[LOOP] / median[str(BATCH)], "seconds": found}
