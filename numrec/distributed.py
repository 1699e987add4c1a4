"""A batch shared out to workers: threads, processes, or the workers of a Dask cluster.

The gradients of a batch are sums over its samples (step V1). So they are also the sum of the
workers' sums, however the batch is split: to rounding, a training is the same for any workers.

    with threads(2) as workers:
        train(net, data, SGD(0.1), workers=workers)

What runs the workers is an executor of the standard library's kind. For processes that is a
ProcessPoolExecutor; a Dask cluster (pip install -r requirements-cluster.txt) has one of its own:

    client = distributed.Client("tcp://scheduler:8786")
    workers = Workers(client.get_executor(pure=False), 4)

Threads share the memory. To the others the weights and the columns of every batch are sent.
"""

import warnings
from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from itertools import pairwise

import numpy as np

from numrec.activations import Array
from numrec.checks import whole_number
from numrec.network import Gradients, Network, backprop, forward


class Workers:
    """Find the loss and the gradients of a batch together, each on a share of its samples.

    Parameters
    ----------
    executor : concurrent.futures.Executor
        What runs them. It stays the caller's, who shuts it down.
    count : int
        Shares of a batch, at least 1; as equal as possible.
    """

    def __init__(self, executor: Executor, count: int) -> None:
        self._executor = executor
        self._count = whole_number("count", count, 1)

    def loss_and_gradients(self, net: Network, a0: Array, a_hat: Array) -> tuple[float, Gradients]:
        """C and its derivatives for a batch, a0 (n_0, m) and a_hat (n_L, m), but without delta."""
        edges = np.linspace(0, a0.shape[1], self._count + 1).astype(int)
        futures = [
            self._executor.submit(loss_and_gradients, net, a0[:, i:j], a_hat[:, i:j])
            for i, j in pairwise(edges)
            if i < j  # a small last batch may leave a worker without samples
        ]
        C, grads = futures[0].result()
        for future in futures[1:]:  # in the workers' order, so that a second run adds the same way
            more_C, more = future.result()
            C += more_C
            for l in grads.dC_domega:
                grads.dC_domega[l] += more.dC_domega[l]  # V1
                grads.dC_db[l] += more.dC_db[l]  # V1
        return C, grads


def loss_and_gradients(net: Network, a0: Array, a_hat: Array) -> tuple[float, Gradients]:
    """C and its derivatives, summed over one worker's samples; no delta."""
    with np.errstate(all="ignore"):  # whoever asked looks at what is not finite
        trace = forward(net, a0)
        grads = backprop(net, trace, a_hat)
        return float(net.loss.C(trace.a[net.L], a_hat)), grads._replace(delta={})


@contextmanager
def threads(count: int) -> Iterator[Workers]:
    """Workers that are threads of this process, while BLAS keeps to one thread in each.

    For that threadpoolctl has to be installed; where it is not, a RuntimeWarning says so.
    """
    try:
        from threadpoolctl import threadpool_limits
    except ImportError:
        warnings.warn(
            "threadpoolctl is not installed, so BLAS may start threads of its own beneath those "
            "of threads(...): install it, or set OPENBLAS_NUM_THREADS=1",
            RuntimeWarning,
            stacklevel=3,  # where `threads` is entered
        )
        threadpool_limits = nullcontext
    with threadpool_limits(1), ThreadPoolExecutor(whole_number("threads", count, 1)) as executor:
        yield Workers(executor, count)
