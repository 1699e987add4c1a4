"""One training run on many workers: each finds the gradients of its share of every batch.

The gradients of a batch are sums over its samples (step V1). So they are also the sum of the
workers' sums, however the batch is split. What runs the workers is a `Cluster`: the standard
library's pools here, Dask in `numrec.dask_cluster`.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from typing import Any, NamedTuple, Protocol, TypeVar

import numpy as np

from numrec.activations import Array
from numrec.data.mnist import MNIST, check_data, one_hot
from numrec.network import Gradients, Network, backprop, forward
from numrec.optimisers import Optimiser

Found = TypeVar("Found")


class Piece(NamedTuple):
    """What one worker keeps: its columns of each batch, as (a0, a_hat), in order."""

    batches: list[tuple[Array, Array]]


class Share(NamedTuple):
    """What one worker found in its m samples: C and the derivatives, as sums; no delta."""

    m: int
    C: float
    grads: Gradients


class Cluster(Protocol):
    """Workers that keep data, and run a function where the data lies."""

    def keep(self, pieces: Sequence[Piece]) -> Sequence[Any]:
        """Give each piece to a worker, once; what comes back stands for the pieces."""

    def run(self, function: Callable[..., Found], kept: Sequence[Any], *args: Any) -> list[Found]:
        """Give function(piece, *args) for every piece, in the pieces' order."""


class Pool:
    """A `Cluster` on this machine: threads or processes of concurrent.futures.

    Threads share the memory, so nothing is copied. Processes get their piece anew each time.
    """

    def __init__(self, executor: Executor) -> None:
        self._executor = executor

    def keep(self, pieces: Sequence[Piece]) -> Sequence[Piece]:
        """Do nothing: this machine has the pieces."""
        return pieces

    def run(self, function: Callable[..., Found], kept: Sequence[Any], *args: Any) -> list[Found]:
        """Run the function on every piece at once, and wait for all."""
        futures = [self._executor.submit(function, piece, *args) for piece in kept]
        return [future.result() for future in futures]


def split(a0: Array, a_hat: Array, batch_size: int, workers: int) -> list[Piece]:
    """Cut every batch into a share for each worker, as equal as it goes.

    Parameters
    ----------
    a0, a_hat : array
        All samples, (n_0, m) and (n_L, m), in the order of training.
    batch_size, workers : int
        At least 1 each. A small last batch may leave a worker without samples.

    Raises
    ------
    ValueError
        If one of them is less than 1.
    """
    for name, value in (("batch_size", batch_size), ("workers", workers)):
        if value < 1:
            raise ValueError(f"{name} is {value}; expected at least 1")
    pieces = [Piece([]) for _ in range(workers)]
    m = a0.shape[1]
    for start in range(0, m, batch_size):
        edges = np.linspace(start, min(start + batch_size, m), workers + 1).astype(int)
        for piece, first, end in zip(pieces, edges[:-1], edges[1:], strict=True):
            piece.batches.append((a0[:, first:end], a_hat[:, first:end]))
    return pieces


def share_of(piece: Piece, net: Network, number: int) -> Share:
    """Find C and its derivatives on a worker's share of batch `number`, counted from 0."""
    a0, a_hat = piece.batches[number]
    trace = forward(net, a0)
    grads = backprop(net, trace, a_hat)
    return Share(a0.shape[1], float(net.loss.C(trace.a[net.L], a_hat)), grads._replace(delta={}))


def added(shares: Sequence[Share]) -> Share:
    """Add the workers' sums in the workers' order, so that a second run adds the same way."""
    layers = shares[0].grads.dC_domega.keys()
    return Share(
        sum(share.m for share in shares),
        sum(share.C for share in shares),
        Gradients(
            {},
            {l: sum(share.grads.dC_domega[l] for share in shares) for l in layers},  # type: ignore[misc]
            {l: sum(share.grads.dC_db[l] for share in shares) for l in layers},  # type: ignore[misc]
        ),
    )


def train_on(
    cluster: Cluster,
    net: Network,
    data: MNIST,
    optimiser: Optimiser,
    *,
    workers: int,
    batch_size: int = 512,
    passes: int = 1,
) -> list[float]:
    """Train a network in place, in the file's order, every batch shared out to the workers.

    For each batch every worker gets the weights and gives back its sums; here they are added,
    and here alone the optimiser takes its step. To rounding that is what `train` does.

    Parameters
    ----------
    cluster : Cluster
        Where the workers are.
    net : Network
        What learns, in place.
    data : MNIST
        What it learns from.
    optimiser : Optimiser
        What takes the steps.
    workers : int
        The shares of a batch.
    batch_size : int
        Images for each step.
    passes : int
        How often to go over the training images.

    Returns
    -------
    list of float
        The mean loss of each pass, as `train` takes it.

    Raises
    ------
    ValueError
        If a number is less than 1, or the network does not fit the data.
    """
    check_data(data, net.sizes[0], net.sizes[-1])
    if passes < 1:
        raise ValueError(f"passes is {passes}; expected at least 1")
    dtype = net.omega[1].dtype
    a_hat = one_hot(data.train_labels, net.sizes[-1], dtype)
    pieces = split(data.train_images.astype(dtype, copy=False), a_hat, batch_size, workers)
    kept = cluster.keep(pieces)
    losses = []
    for _ in range(passes):
        total = 0.0
        for number in range(len(pieces[0].batches)):
            whole = added(cluster.run(share_of, kept, net, number))
            optimiser.step(net, whole.grads, whole.m)
            total += whole.C
        losses.append(total / a_hat.shape[1])
    return losses
