"""A batch shared out to workers gives the batch's gradients, and the same training."""

import sys
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from child_processes import worker_processes
from measures import gap, same
from threadpoolctl import threadpool_info, threadpool_limits

from numrec import SGD, Momentum, Network, backprop, forward, new_network, train
from numrec.data.mnist import MNIST, one_hot
from numrec.distributed import Workers, threads
from numrec.history import History
from numrec.training import TrainingFailedError

RNG = np.random.default_rng(0)
IMAGES, LABELS = RNG.random((6, 53)).astype(np.float32), RNG.integers(0, 3, 53)
DATA = MNIST(IMAGES, LABELS, IMAGES[:, :9], LABELS[:9])


def small_network() -> Network:
    return new_network([6, 5, 3], np.random.default_rng(1), dtype=np.float64)


def trained(**options: Any) -> tuple[Network, History]:
    options = {"optimiser": SGD(0.3), "batch_size": 10, "until": None, "max_epochs": 3} | options
    net = small_network()
    return net, train(net, DATA, progress=False, **options)


class InOrder(Executor):
    """An executor without any concurrency, which notes how many samples each worker got."""

    def __init__(self) -> None:
        self.samples: list[int] = []

    def submit(self, function: Any, /, net: Any, a0: Any, a_hat: Any) -> Future[Any]:
        self.samples.append(a0.shape[1])
        future: Future[Any] = Future()
        future.set_result(function(net, a0, a_hat))
        return future


@pytest.mark.parametrize("count", [1, 2, 3, 7, 60])
def test_the_sum_of_the_shares_is_the_gradient_of_the_batch(count: int) -> None:
    net, executor = small_network(), InOrder()
    a0, a_hat = IMAGES.astype(np.float64), one_hot(LABELS, 3, np.float64)
    trace = forward(net, a0)
    whole = backprop(net, trace, a_hat)
    C, grads = Workers(executor, count).loss_and_gradients(net, a0, a_hat)
    assert C == pytest.approx(net.loss.C(trace.a[2], a_hat), rel=1e-12)
    for l in (1, 2):
        assert np.allclose(grads.dC_domega[l], whole.dC_domega[l], rtol=0, atol=1e-12)
        assert np.allclose(grads.dC_db[l], whole.dC_db[l], rtol=0, atol=1e-12)
    assert sum(executor.samples) == 53
    assert len(executor.samples) == min(count, 53)
    assert max(executor.samples) - min(executor.samples) <= 1


@pytest.mark.parametrize("count", [1, 3, 4])
@pytest.mark.parametrize("optimiser", [SGD, Momentum])
@pytest.mark.parametrize("shuffle", [False, True])
def test_workers_train_as_one_process_does(count: int, optimiser: type, shuffle: bool) -> None:
    order = lambda: {"shuffle": shuffle, "rng": np.random.default_rng(3) if shuffle else None}
    (shared, theirs), (alone, ours) = (
        trained(optimiser=optimiser(0.3), workers=workers, **order())
        for workers in (Workers(InOrder(), count), None)
    )
    assert gap(shared, alone) < 1e-12
    assert np.allclose([e.loss for e in theirs.epochs], [e.loss for e in ours.epochs], rtol=1e-12)


def test_threads_and_processes_give_the_same_bits() -> None:
    found = []
    for pool in (ThreadPoolExecutor(3), worker_processes(3)):
        with pool as executor:
            found.append(trained(workers=Workers(executor, 3))[0])
    assert same(*found)


@pytest.mark.parametrize("count", [0, -1, 1.5])
def test_a_count_that_is_none_is_refused(count: Any) -> None:
    with pytest.raises(ValueError, match=f"count is {count}; expected .*at least 1"):
        Workers(InOrder(), count)
    with pytest.raises(ValueError, match=f"threads is {count}; expected"), threads(count):
        pass


def test_one_thread_is_enough() -> None:
    with threads(1) as workers:
        assert same(trained(workers=workers)[0], trained()[0])


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


def test_numbers_past_all_bounds_give_the_one_error_and_no_warnings() -> None:
    """A warning is an error in a test."""
    with threads(2) as two:
        for workers in (None, two):
            with pytest.raises(TrainingFailedError):
                trained(optimiser=SGD(1e250), workers=workers)
