"""A batch shared out to workers gives the batch's gradients, and the same training."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest
from child_processes import worker_processes
from hypothesis import given, settings
from hypothesis import strategies as st

from numrec import SGD, Momentum, Network, backprop, forward, new_network, train
from numrec.data.mnist import MNIST, one_hot
from numrec.distributed import Piece, Pool, Share, added, share_of, split, train_on


def small_data(m: int = 53) -> MNIST:
    rng = np.random.default_rng(0)
    images = rng.random((6, m)).astype(np.float32)
    labels = rng.integers(0, 3, m)
    return MNIST(images, labels, images[:, :9], labels[:9])


def small_network() -> Network:
    return new_network([6, 5, 3], np.random.default_rng(1), dtype=np.float64)


def gap(one: Network, other: Network) -> float:
    return max(
        float(np.abs(ours[l] - theirs[l]).max())
        for ours, theirs in ((one.omega, other.omega), (one.b, other.b))
        for l in ours
    )


class InOrder:
    """A cluster without any concurrency."""

    def keep(self, pieces: Sequence[Piece]) -> Sequence[Piece]:
        return pieces

    def run(self, function: Callable[..., Any], kept: Sequence[Piece], *args: Any) -> list[Any]:
        return [function(piece, *args) for piece in kept]


class Forgetful(InOrder):
    def run(self, function: Callable[..., Any], kept: Sequence[Piece], *args: Any) -> list[Any]:
        return super().run(function, kept[:-1], *args)


class Late(InOrder):
    """Gives the last worker's sums of the batch before."""

    def run(self, function: Callable[..., Any], kept: Sequence[Piece], *args: Any) -> list[Any]:
        net, number = args
        found = super().run(function, kept, *args)
        return [*found[:-1], function(kept[-1], net, max(number - 1, 0))]


class Averaging(InOrder):
    """Gives means for sums, as if each worker had an equal share."""

    def run(self, function: Callable[..., Any], kept: Sequence[Piece], *args: Any) -> list[Any]:
        shares = super().run(function, kept, *args)
        m = sum(share.m for share in shares)
        return [averaged(share, m / len(shares)) for share in shares]


def averaged(share: Share, to: float) -> Share:
    scale = to / max(share.m, 1)
    grads = share.grads._replace(
        dC_domega={l: scale * g for l, g in share.grads.dC_domega.items()},
        dC_db={l: scale * g for l, g in share.grads.dC_db.items()},
    )
    return share._replace(grads=grads)


@settings(deadline=None)
@given(m=st.integers(1, 40), batch_size=st.integers(1, 45), workers=st.integers(1, 9))
def test_a_split_holds_every_sample_once_and_in_order(
    m: int, batch_size: int, workers: int
) -> None:
    a0 = np.arange(m, dtype=np.float64)[np.newaxis]
    pieces = split(a0, -a0, batch_size, workers)
    batches = [
        np.hstack([piece.batches[n][0] for piece in pieces]) for n in range(-(-m // batch_size))
    ]
    assert np.array_equal(np.hstack(batches), a0)
    assert all(batch.shape[1] <= batch_size for batch in batches)
    sizes = [piece.batches[0][0].shape[1] for piece in pieces]
    assert max(sizes) - min(sizes) <= 1
    assert all(np.array_equal(a, -b) for piece in pieces for a, b in piece.batches)


@pytest.mark.parametrize("workers", [1, 2, 3, 7, 60])
def test_the_sum_of_the_shares_is_the_gradient_of_the_batch(workers: int) -> None:
    net, data = small_network(), small_data()
    a0, a_hat = data.train_images.astype(np.float64), one_hot(data.train_labels, 3, np.float64)
    whole = backprop(net, forward(net, a0), a_hat)
    shares = [share_of(piece, net, 0) for piece in split(a0, a_hat, 53, workers)]
    total = added(shares)
    assert total.m == 53
    for l in (1, 2):
        assert np.allclose(total.grads.dC_domega[l], whole.dC_domega[l], rtol=0, atol=1e-12)
        assert np.allclose(total.grads.dC_db[l], whole.dC_db[l], rtol=0, atol=1e-12)


@pytest.mark.parametrize("workers", [1, 3, 4])
@pytest.mark.parametrize("optimiser", [SGD, Momentum])
def test_workers_train_as_one_process_does_to_rounding(workers: int, optimiser: type) -> None:
    data, shared, alone = small_data(), small_network(), small_network()
    losses = train_on(
        InOrder(), shared, data, optimiser(0.3), workers=workers, batch_size=10, passes=3
    )
    history = train(
        alone, data, optimiser(0.3), batch_size=10, until=None, max_epochs=3, progress=False
    )
    assert gap(shared, alone) < 1e-12
    assert np.allclose(losses, [done.loss for done in history.passes], rtol=1e-12)


@pytest.mark.parametrize("cluster", [Forgetful, Late, Averaging])
def test_a_planted_fault_in_the_cluster_is_seen(cluster: type[InOrder]) -> None:
    data, shared, alone = small_data(), small_network(), small_network()
    train_on(cluster(), shared, data, SGD(0.3), workers=3, batch_size=10)
    train(alone, data, SGD(0.3), batch_size=10, until=None, max_epochs=1, progress=False)
    assert gap(shared, alone) > 1e-6


def test_threads_and_processes_give_the_same_bits() -> None:
    found = []
    for workers in (ThreadPoolExecutor(3), worker_processes(3)):
        net = small_network()
        with workers as executor:
            train_on(Pool(executor), net, small_data(), SGD(0.3), workers=3, batch_size=20)
        found.append(net)
    assert gap(*found) == 0.0


@pytest.mark.parametrize("name", ["workers", "batch_size", "passes"])
def test_a_number_below_one_is_refused_by_its_name(name: str) -> None:
    numbers = {"workers": 2, "batch_size": 10, "passes": 1, name: 0}
    with pytest.raises(ValueError, match=f"{name} is 0; expected at least 1"):
        train_on(InOrder(), small_network(), small_data(), SGD(0.1), **numbers)


def test_data_that_do_not_fit_the_network_are_refused() -> None:
    data = small_data()
    with pytest.raises(ValueError, match="train_images has shape"):
        train_on(
            InOrder(), new_network([7, 3], np.random.default_rng(0)), data, SGD(0.1), workers=2
        )
