"""Time a training pass of numrec beside the matrix products that it cannot do without.

Run it with `python -m benchmarks.pass_against_products` from the project's root. The two
are measured turn by turn in one process, so that whatever else the machine does meets both.
"""

import statistics
import time
from collections.abc import Callable

import numpy as np

from numrec import SGD, backprop, forward, load_mnist, new_network, one_hot
from numrec.activations import Array

SIZES, BATCH, TURNS = [784, 256, 10], 512, 5


def numrec_pass(images: Array, a_hat: Array) -> Callable[[], None]:
    """Give a pass of steps, as `train` takes them, without the scoring."""
    net, sgd = new_network(SIZES, np.random.default_rng(0)), SGD(0.1)

    def run() -> None:
        for start in range(0, images.shape[1], BATCH):
            here = slice(start, start + BATCH)
            trace = forward(net, images[:, here])
            net.loss.C(trace.a[net.L], a_hat[:, here])
            sgd.step(net, backprop(net, trace, a_hat[:, here]), trace.a[0].shape[1])

    return run


def products_pass(images: Array, a_hat: Array) -> Callable[[], None]:
    """Give the five products of each step, written into arrays that are there already."""
    rng = np.random.default_rng(0)
    n_0, n_1, n_2 = SIZES
    omega_1, omega_2 = (
        rng.normal(size=shape).astype(np.float32) for shape in ((n_1, n_0), (n_2, n_1))
    )

    def room(n: int, m: int) -> Array:
        return np.ones((n, m), np.float32)

    def run() -> None:
        z_1, z_2, back = room(n_1, BATCH), room(n_2, BATCH), room(n_1, BATCH)
        dC_1, dC_2 = room(n_1, n_0), room(n_2, n_1)
        for start in range(0, images.shape[1], BATCH):
            x, delta_2 = images[:, start : start + BATCH], a_hat[:, start : start + BATCH]
            m = x.shape[1]
            if m < BATCH:  # the last batch
                z_1, z_2, back = room(n_1, m), room(n_2, m), room(n_1, m)
            np.matmul(omega_1, x, out=z_1)
            np.matmul(omega_2, z_1, out=z_2)
            np.matmul(delta_2, z_1.T, out=dC_2)
            np.matmul(omega_2.T, delta_2, out=back)
            np.matmul(back, x.T, out=dC_1)

    return run


def seconds(run: Callable[[], None]) -> float:
    """Time one run."""
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


if __name__ == "__main__":
    data = load_mnist()
    targets = one_hot(data.train_labels)
    runs = [make(data.train_images, targets) for make in (numrec_pass, products_pass)]
    for run in runs:
        run()  # the first one warms the caches
    turns = [[seconds(run) for run in runs] for _ in range(TURNS)]
    ours, bare = (statistics.median(column) for column in zip(*turns, strict=True))
    print(f"a pass of numrec, float32:   {ours:.2f} s (median of {TURNS})")
    print(f"its matrix products alone:   {bare:.2f} s")
    print(f"ratio:                       {ours / bare:.2f}")
