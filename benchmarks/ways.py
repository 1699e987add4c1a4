"""One program in several ways: what float32, threads and the handing out of images cost.

Each way makes the published recipe's epoch over the 60,000 images, in turn, again and again, so
that whatever else the machine does meets all alike. Beside them stands the machine's limit: one
large product, which does little else than multiply and add.
"""

import statistics
from collections.abc import Callable
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits

from benchmarks.rivals import numrec, torch_loader
from benchmarks.turns import REST, in_turns
from numrec.activations import Array
from numrec.data.mnist import MNIST
from numrec.distributed import threads

TURNS = 5
LARGE = 2048
"""Rows and columns of the large product: its three matrices do not fit into a cache."""

BYTES, PICTURES = "PyTorch, DataLoader, from bytes", "PyTorch, DataLoader, from pictures"


def _in_one_thread(run: Callable[[], None]) -> Callable[[], None]:
    def alone() -> None:
        with threadpool_limits(1):
            run()

    return alone


def _two_threads(data: MNIST) -> Callable[[], None]:
    def run() -> None:
        with threads(2) as workers:
            numrec(data, workers).run()

    return run


def large_product(dtype: type) -> Callable[[], None]:
    """Make one product of two square matrices, which does little else than multiply and add."""
    rng = np.random.default_rng(0)
    left: Array = rng.normal(size=(LARGE, LARGE)).astype(dtype)
    right: Array = rng.normal(size=(LARGE, LARGE)).astype(dtype)
    out = np.empty_like(left)

    def run() -> None:
        np.matmul(left, right, out=out)

    return run


def ways(data: MNIST) -> dict[str, Callable[[], None]]:
    """Return each way's epoch by its name."""
    blas = numrec(data).run
    large = large_product(np.float32)
    return {
        "float32": blas,
        "float64": numrec(data, dtype=np.float64).run,
        "BLAS in one thread": _in_one_thread(numrec(data).run),
        "two threads of ours": _two_threads(data),
        "PyTorch, DataLoader": torch_loader(data).run,
        BYTES: torch_loader(data, "bytes").run,
        PICTURES: torch_loader(data, "pictures").run,
        "large product, float32": large,
        "large product, float64": large_product(np.float64),
        "large product, float32, one thread": _in_one_thread(large),
    }


def measure(data: MNIST) -> dict[str, Any]:
    """Time every way, each in turn; the first turn does not count.

    Returns
    -------
    dict
        "seconds": the runs of each way; "operations of the large product"; and what the
        DataLoader takes over numrec, from bytes and from pictures, as ratios of medians.
    """
    found = in_turns(ways(data), TURNS, REST)
    median = {name: statistics.median(runs) for name, runs in found.items()}
    return {
        "operations of the large product": 2 * LARGE**3,
        "DataLoader from bytes over numrec": median[BYTES] / median["float32"],
        "DataLoader from pictures over numrec": median[PICTURES] / median["float32"],
        "seconds": found,
    }
