"""A local Dask cluster, its workers in processes of their own, trains as one process does."""

import json
import os
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
import pytest

if not os.environ.get("NUMREC_CLUSTER"):  # `make check-cluster` sets it, and then none is skipped
    pytest.importorskip("distributed", reason="Dask is optional: make check-cluster")

from distributed import Client, LocalCluster

from numrec import SGD, Network, new_network, train
from numrec.dask_cluster import DaskCluster, Kept
from numrec.data.mnist import MNIST
from numrec.distributed import Piece, Share, train_on
from tools.train_on_cluster import RECIPE, RESULTS, WORKERS


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    with (
        LocalCluster(
            n_workers=3, threads_per_worker=1, processes=True, dashboard_address=":0"
        ) as cluster,
        Client(cluster) as client,
    ):
        yield client


def small_data() -> MNIST:
    rng = np.random.default_rng(0)
    images = rng.random((20, 130)).astype(np.float32)
    labels = rng.integers(0, 4, 130)
    return MNIST(images, labels, images[:, :9], labels[:9])


def trained(cluster: DaskCluster, workers: int = 3) -> Network:
    net = new_network([20, 8, 4], np.random.default_rng(1), dtype=np.float64)
    train_on(cluster, net, small_data(), SGD(0.3), workers=workers, batch_size=32, passes=2)
    return net


def gap_to_one_process(net: Network) -> float:
    alone = new_network([20, 8, 4], np.random.default_rng(1), dtype=np.float64)
    data = small_data()
    train(alone, data, SGD(0.3), batch_size=32, until=None, max_epochs=2, progress=False)
    return max(float(np.abs(net.omega[l] - alone.omega[l]).max()) for l in (1, 2))


@pytest.mark.parametrize("workers", [1, 3, 5])
def test_the_cluster_trains_as_one_process_does_to_rounding(client: Client, workers: int) -> None:
    assert gap_to_one_process(trained(DaskCluster(client), workers)) < 1e-12


def test_two_runs_on_the_cluster_give_the_same_bits(client: Client) -> None:
    one, two = (trained(DaskCluster(client)) for _ in range(2))
    assert all(np.array_equal(one.omega[l], two.omega[l]) for l in (1, 2))


def where(piece: Piece) -> str:
    from distributed import get_worker

    return str(get_worker().address)


def test_each_piece_is_worked_on_where_it_lies(client: Client) -> None:
    cluster = DaskCluster(client)
    kept = cluster.keep([Piece([]) for _ in range(3)])
    places = cluster.run(where, kept)
    assert places == [k.worker for k in kept]
    assert len(set(places)) == 3, "three processes"


class LosesAWorker(DaskCluster):
    def run(self, function: Callable[..., Any], kept: Sequence[Kept], *args: Any) -> list[Any]:
        return super().run(function, kept[:-1], *args)


class CountsAWorkerTwice(DaskCluster):
    def run(self, function: Callable[..., Any], kept: Sequence[Kept], *args: Any) -> list[Any]:
        shares: list[Share] = super().run(function, kept, *args)
        return [*shares, shares[0]._replace(m=0)]


class SendsTheFirstNetworkAgain(DaskCluster):
    """What a cache would do: the workers never hear of the steps."""

    first: tuple[Any, ...] = ()

    def run(self, function: Callable[..., Any], kept: Sequence[Kept], *args: Any) -> list[Any]:
        net, number = args
        if not self.first:
            omega = {l: array.copy() for l, array in net.omega.items()}
            b = {l: array.copy() for l, array in net.b.items()}
            self.first = (Network(omega, b, net.hidden, net.output, net.loss),)
        return super().run(function, kept, *self.first, number)


@pytest.mark.parametrize("broken", [LosesAWorker, CountsAWorkerTwice, SendsTheFirstNetworkAgain])
def test_a_planted_fault_is_seen(client: Client, broken: type[DaskCluster]) -> None:
    assert gap_to_one_process(trained(broken(client))) > 1e-4


def test_an_error_on_a_worker_reaches_the_one_who_asked(client: Client) -> None:
    cluster = DaskCluster(client)
    kept = cluster.keep([Piece([])])
    with pytest.raises(ZeroDivisionError):
        cluster.run(divide, kept)


def divide(piece: Piece) -> float:
    return 1 / len(piece.batches)


def test_a_cluster_without_workers_is_refused() -> None:
    with (
        LocalCluster(n_workers=0, processes=False, dashboard_address=":0") as empty,
        Client(empty) as client,
        pytest.raises(ValueError, match="has no workers"),
    ):
        DaskCluster(client)


def test_what_is_stored_was_made_with_the_recipe_of_the_tool() -> None:
    stored = json.loads(RESULTS.read_text("utf-8"))
    assert stored["recipe"] == RECIPE
    assert tuple(run["workers"] for run in stored["cluster"]) == WORKERS
    assert max(run["largest_difference"] for run in stored["cluster"]) < 1e-12
