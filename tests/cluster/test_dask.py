"""A local Dask cluster, its workers in processes of their own, trains as one process does."""

import json
import os
from collections.abc import Iterator
from concurrent.futures import Executor

import numpy as np
import pytest

if not os.environ.get("NUMREC_CLUSTER"):  # `make check-cluster` sets it, and then none is skipped
    pytest.importorskip("distributed", reason="Dask is optional: make check-cluster")

from distributed import Client, LocalCluster

from numrec import SGD, Network, new_network, train
from numrec.data.mnist import MNIST
from numrec.distributed import Workers
from tools.train_on_cluster import RECIPE, RESULTS, WORKERS


@pytest.fixture(scope="module")
def executor() -> Iterator[Executor]:
    options = {"n_workers": 3, "threads_per_worker": 1, "dashboard_address": ":0"}
    with LocalCluster(processes=True, **options) as cluster, Client(cluster) as client:
        yield client.get_executor(pure=False)


def trained(workers: Workers | None) -> Network:
    rng = np.random.default_rng(0)
    images, labels = rng.random((20, 130)).astype(np.float32), rng.integers(0, 4, 130)
    data = MNIST(images, labels, images[:, :9], labels[:9])
    net = new_network([20, 8, 4], np.random.default_rng(1), dtype=np.float64)
    options = {"batch_size": 32, "until": None, "max_epochs": 2, "progress": False}
    train(net, data, SGD(0.3), workers=workers, **options)
    return net


@pytest.mark.parametrize("shares", [1, 3, 5])
def test_the_cluster_trains_as_one_process_does_to_rounding(
    executor: Executor, shares: int
) -> None:
    alone, net, again = map(trained, [None, *[Workers(executor, shares)] * 2])
    for l in (1, 2):
        np.testing.assert_allclose(net.omega[l], alone.omega[l], rtol=0, atol=1e-12)
        np.testing.assert_allclose(net.b[l], alone.b[l], rtol=0, atol=1e-12)
        np.testing.assert_array_equal(again.omega[l], net.omega[l])  # the same bits


def test_an_error_on_a_worker_reaches_the_one_who_asked(executor: Executor) -> None:
    net = new_network([20, 8, 4], np.random.default_rng(1))
    with pytest.raises(ValueError, match="a0"):
        Workers(executor, 2).loss_and_gradients(net, np.ones((7, 6)), np.ones((4, 6)))


def test_what_is_stored_was_made_with_the_recipe_of_the_tool() -> None:
    stored = json.loads(RESULTS.read_text("utf-8"))
    assert stored["recipe"] == RECIPE
    runs = stored["runs"]
    assert [*runs] == ["one process", *(f"cluster of {count}" for count in WORKERS)]
    assert len({len(turns) for turns in runs.values()}) == 1
    on_clusters = [run for name in [*runs][1:] for run in runs[name]]
    assert max(run["largest_difference"] for run in on_clusters) < 1e-12
