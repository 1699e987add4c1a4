"""Train the benchmark's network on a local Dask cluster and in one process: `make cluster`.

Writes benchmarks/cluster.json: how far the two are apart, and what a step took.
"""

import json
import os
import platform
import time
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
from distributed import Client, LocalCluster

from numrec import SGD, Network, load_mnist, new_network, train
from numrec.data.mnist import MNIST
from numrec.distributed import Workers
from numrec.evaluate import accuracy

RESULTS = Path(__file__).parents[1] / "benchmarks" / "cluster.json"
SIZES, SEED, RATE, BATCH, EPOCHS = [784, 256, 10], 0, 0.1, 512, 2
WORKERS = (1, 2, 4)
RECIPE: dict[str, Any] = {
    "sizes": SIZES,
    "seed": SEED,
    "learning_rate": RATE,
    "batch_size": BATCH,
    "epochs": EPOCHS,
    "dtype": "float64",
}


def main() -> None:
    """Run one process and each number of workers, compare, and write what was found."""
    data = load_mnist()
    alone = _network()
    began = time.perf_counter()
    history = train(
        alone,
        data,
        SGD(RATE),
        batch_size=BATCH,
        until=None,
        max_epochs=EPOCHS,
        progress=False,
    )
    one = {
        "seconds_a_step": _a_step(time.perf_counter() - began, data),
        "losses": [done.loss for done in history.epochs],
        "test_accuracy": accuracy(alone, data.test_images, data.test_labels),
    }
    runs = [_on_cluster(data, alone, workers) for workers in WORKERS]
    found = {
        "command": "make cluster",
        "recipe": RECIPE,
        "machine": f"{platform.machine()}, {os.cpu_count()} cores",
        "versions": {name: version(name) for name in ("dask", "distributed", "numpy")},
        "one_process": one,
        "cluster": runs,
    }
    RESULTS.write_text(json.dumps(found, indent=1) + "\n", "utf-8")


def _on_cluster(data: MNIST, alone: Network, workers: int) -> dict[str, Any]:
    with (
        LocalCluster(
            n_workers=workers, threads_per_worker=1, processes=True, dashboard_address=":0"
        ) as cluster,
        Client(cluster) as client,
    ):
        net = _network()
        began = time.perf_counter()
        history = train(
            net,
            data,
            SGD(RATE),
            batch_size=BATCH,
            until=None,
            max_epochs=EPOCHS,
            workers=Workers(client.get_executor(pure=False), workers),
            progress=False,
        )
        taken = time.perf_counter() - began
    found = {
        "workers": workers,
        "seconds_a_step": _a_step(taken, data),
        "losses": [done.loss for done in history.epochs],
        "test_accuracy": accuracy(net, data.test_images, data.test_labels),
        "largest_difference": max(
            float(np.abs(ours[l] - theirs[l]).max())
            for ours, theirs in ((net.omega, alone.omega), (net.b, alone.b))
            for l in ours
        ),
    }
    print(found, flush=True)
    return found


def _network() -> Network:
    return new_network(SIZES, np.random.default_rng(SEED), dtype=np.float64)


def _a_step(seconds: float, data: MNIST) -> float:
    return seconds / (EPOCHS * -(-data.train_labels.size // BATCH))


if __name__ == "__main__":
    main()
