"""A batch split over threads, each with a workspace of its own: the same sums in pieces."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from numrec.activations import Array
from numrec.network import Network
from numrec.workspace import LossAndGradients, Workspace

if TYPE_CHECKING:
    from concurrent.futures import ThreadPoolExecutor


class Crew:
    """Find the loss and the gradients of a batch on several threads.

    The gradients of a batch are sums over its samples (step V1), so each thread takes some of
    the columns and the pieces' sums are added: the same to rounding.
    """

    def __init__(self, net: Network, largest: int, pool: ThreadPoolExecutor, threads: int) -> None:
        piece = -(-largest // threads)
        self._pool = pool
        self._spaces = [Workspace(net, piece) for _ in range(threads)]

    def loss_and_gradients(self, a0: Array, a_hat: Array) -> LossAndGradients:
        """Do what `Workspace.loss_and_gradients` does."""
        edges = np.linspace(0, a0.shape[1], len(self._spaces) + 1).astype(int)
        pieces = [slice(*pair) for pair in pairwise(edges) if np.diff(pair)]
        found = list(
            self._pool.map(
                lambda space, piece: space.loss_and_gradients(a0[:, piece], a_hat[:, piece]),
                self._spaces,
                pieces,
            )
        )
        first, *others = found
        for other in others:
            for l in first.grads.dC_db:
                first.grads.dC_domega[l] += other.grads.dC_domega[l]  # V1
                first.grads.dC_db[l] += other.grads.dC_db[l]  # V1
        whole = first.grads._replace(delta={})  # each piece has its own columns of delta
        return LossAndGradients(sum(float(piece.C) for piece in found), whole)


@contextmanager
def workers(net: Network, largest: int, threads: int | None) -> Iterator[Workspace | Crew]:
    """Give what finds the gradients: one workspace, or a crew of threads.

    Without `threads` the products run on as many threads as BLAS likes. With it, BLAS is kept
    from starting threads of its own beneath ours, where threadpoolctl is installed.
    """
    if threads is None:
        yield Workspace(net, largest)
        return
    from concurrent.futures import ThreadPoolExecutor  # slow to load

    def quiet() -> None:  # one_pass looks at what is not finite
        np.seterr(all="ignore")

    with _one_blas_thread(), ThreadPoolExecutor(threads, initializer=quiet) as pool:
        yield Crew(net, largest, pool, threads)


@contextmanager
def _one_blas_thread() -> Iterator[None]:
    try:
        from threadpoolctl import threadpool_limits
    except ImportError:
        warnings.warn(
            "threadpoolctl is not installed, so BLAS may start threads of its own beneath those "
            "of threads=: install it, or set OPENBLAS_NUM_THREADS=1",
            RuntimeWarning,
            stacklevel=6,  # where `train` is called
        )
        yield
        return
    with threadpool_limits(1):
        yield
