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
    the columns and the pieces' sums are added: the same to rounding. The thread that asks
    takes the first piece, because waking another costs time.

    Parameters
    ----------
    spaces : list of Workspace
        One for each piece of a batch.
    pool : ThreadPoolExecutor
        Of at least one thread less.
    """

    def __init__(self, spaces: list[Workspace], pool: ThreadPoolExecutor) -> None:
        self._first, *self._others = spaces
        self._pool = pool

    def loss_and_gradients(self, a0: Array, a_hat: Array) -> LossAndGradients:
        """Do what `Workspace.loss_and_gradients` does."""
        edges = np.linspace(0, a0.shape[1], len(self._others) + 2).astype(int)
        mine, *theirs = (slice(*pair) for pair in pairwise(edges) if np.diff(pair))
        waiting = [
            self._pool.submit(space.loss_and_gradients, a0[:, piece], a_hat[:, piece])
            for space, piece in zip(self._others, theirs, strict=False)
        ]
        C, grads = self._first.loss_and_gradients(a0[:, mine], a_hat[:, mine])
        for other in waiting:
            piece = other.result()
            C = C + piece.C
            for l in grads.dC_db:
                grads.dC_domega[l] += piece.grads.dC_domega[l]  # V1
                grads.dC_db[l] += piece.grads.dC_db[l]  # V1
        whole = grads._replace(delta={})  # each piece has its own columns of delta
        return LossAndGradients(C, whole)


@contextmanager
def workers(
    net: Network, largest: int, threads: int | None, b_omega: Array | None = None
) -> Iterator[Workspace | Crew]:
    """Give what finds the gradients: one workspace, or a crew of threads.

    Without `threads` the products run on as many threads as BLAS likes. With it, BLAS is kept
    from starting threads of its own beneath ours, where threadpoolctl is installed. The rest is
    what `Workspace` takes.
    """
    if threads is None:
        yield Workspace(net, largest, b_omega)
        return
    from concurrent.futures import ThreadPoolExecutor  # slow to load

    def quiet() -> None:  # one_pass looks at what is not finite
        np.seterr(all="ignore")

    piece = -(-largest // threads)
    spaces = [Workspace(net, piece, b_omega) for _ in range(threads)]
    with _one_blas_thread(), ThreadPoolExecutor(max(threads - 1, 1), initializer=quiet) as pool:
        yield Crew(spaces, pool)


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
