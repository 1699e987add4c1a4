"""A batch shared out to workers gives the batch's gradients, and the same training."""

import sys
import warnings
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from child_processes import worker_processes
from threadpoolctl import threadpool_info, threadpool_limits

from numrec import SGD, Gradients, Momentum, Network, backprop, forward, new_network, train
from numrec.data.mnist import MNIST, one_hot
from numrec.distributed import Workers, threads
from numrec.training import TrainingFailedError

OPTIONS: dict[str, Any] = {"batch_size": 10, "until": None, "max_epochs": 3, "progress": False}


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


class InOrder(Executor):
    """An executor without any concurrency, which notes how many samples each worker got."""

    def __init__(self) -> None:
        self.samples: list[int] = []

    def submit(self, function: Any, /, net: Any, a0: Any, a_hat: Any) -> Future[Any]:
        self.samples.append(a0.shape[1])
        future: Future[Any] = Future()
        future.set_result(self.answer(function, net, a0, a_hat))
        return future

    def answer(self, function: Any, net: Any, a0: Any, a_hat: Any) -> Any:
        return function(net, a0, a_hat)


class LosesASample(InOrder):
    def answer(self, function: Any, net: Any, a0: Any, a_hat: Any) -> Any:
        return function(net, a0[:, 1:], a_hat[:, 1:])


class Averaging(InOrder):
    """Gives means for sums."""

    def answer(self, function: Any, net: Any, a0: Any, a_hat: Any) -> Any:
        C, grads = function(net, a0, a_hat)
        mean = {l: array / a0.shape[1] for l, array in grads.dC_domega.items()}
        return C, Gradients({}, mean, grads.dC_db)


class AlwaysTheFirstNetwork(InOrder):
    """What a cache would do: the workers never hear of the steps."""

    first: Network | None = None

    def answer(self, function: Any, net: Any, a0: Any, a_hat: Any) -> Any:
        self.first = self.first or small_network()
        return function(self.first, a0, a_hat)


@pytest.mark.parametrize("count", [1, 2, 3, 7, 60])
def test_the_sum_of_the_shares_is_the_gradient_of_the_batch(count: int) -> None:
    net, data = small_network(), small_data()
    a0, a_hat = data.train_images.astype(np.float64), one_hot(data.train_labels, 3, np.float64)
    trace = forward(net, a0)
    whole, executor = backprop(net, trace, a_hat), InOrder()
    C, grads = Workers(executor, count).loss_and_gradients(net, a0, a_hat)
    assert C == pytest.approx(net.loss.C(trace.a[2], a_hat), rel=1e-12)
    for l in (1, 2):
        assert np.allclose(grads.dC_domega[l], whole.dC_domega[l], rtol=0, atol=1e-12)
        assert np.allclose(grads.dC_db[l], whole.dC_db[l], rtol=0, atol=1e-12)
    assert sum(executor.samples) == 53
    assert max(executor.samples) - min(executor.samples) <= 1


@pytest.mark.parametrize("count", [1, 3, 4])
@pytest.mark.parametrize("optimiser", [SGD, Momentum])
@pytest.mark.parametrize("shuffle", [False, True])
def test_workers_train_as_one_process_does_to_rounding(
    count: int, optimiser: type, shuffle: bool
) -> None:
    found = []
    for workers in (Workers(InOrder(), count), None):
        net, rng = small_network(), np.random.default_rng(3) if shuffle else None
        order = {"shuffle": shuffle, "rng": rng}
        found.append(
            (net, train(net, small_data(), optimiser(0.3), workers=workers, **order, **OPTIONS))
        )
    (shared, theirs), (alone, ours) = found
    assert gap(shared, alone) < 1e-12
    assert np.allclose([e.loss for e in theirs.epochs], [e.loss for e in ours.epochs], rtol=1e-12)


@pytest.mark.parametrize("broken", [LosesASample, Averaging, AlwaysTheFirstNetwork])
def test_a_planted_fault_in_the_workers_is_seen(broken: type[InOrder]) -> None:
    shared, alone = small_network(), small_network()
    train(shared, small_data(), SGD(0.3), workers=Workers(broken(), 3), **OPTIONS)
    train(alone, small_data(), SGD(0.3), **OPTIONS)
    assert gap(shared, alone) > 1e-6


def test_threads_and_processes_give_the_same_bits() -> None:
    found = []
    for workers in (ThreadPoolExecutor(3), worker_processes(3)):
        net = small_network()
        with workers as executor:
            train(net, small_data(), SGD(0.3), workers=Workers(executor, 3), **OPTIONS)
        found.append(net)
    assert gap(*found) == 0.0


@pytest.mark.parametrize("count", [0, -1, 1.5])
def test_a_count_that_is_none_is_refused(count: Any) -> None:
    with pytest.raises(ValueError, match=f"count is {count}; expected .*at least 1"):
        Workers(InOrder(), count)
    with pytest.raises(ValueError, match=f"threads is {count}; expected"), threads(count):
        pass


def test_what_goes_wrong_in_a_worker_is_raised() -> None:
    with threads(2) as workers, pytest.raises(ValueError, match="a_hat has shape"):
        workers.loss_and_gradients(small_network(), np.zeros((6, 4)), np.zeros((2, 4)))


def test_threads_keep_blas_to_one_thread_in_each() -> None:
    """Asked of the libraries themselves."""

    def in_use() -> set[int]:
        return {pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"}

    with threadpool_limits(2):
        before = in_use()  # one where the machine has one core
        with threads(2):
            assert in_use() == {1}
        assert in_use() == before, "and afterwards as before"


def test_without_threadpoolctl_the_caller_is_warned(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "threadpoolctl", None)
    with pytest.warns(RuntimeWarning, match="threadpoolctl is not installed") as heard, threads(2):
        pass
    assert [Path(warning.filename) for warning in heard] == [Path(__file__)]


@pytest.mark.parametrize("count", [None, 2])
def test_numbers_past_all_bounds_give_the_one_error_and_no_warnings(count: int | None) -> None:
    with warnings.catch_warnings(record=True) as heard, threads(2) as two:
        warnings.simplefilter("always")
        workers = two if count else None
        with pytest.raises(TrainingFailedError):
            train(small_network(), small_data(), SGD(1e250), workers=workers, **OPTIONS)
    assert heard == []
