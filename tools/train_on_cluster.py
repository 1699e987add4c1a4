"""Train the benchmark's network on a local Dask cluster and in one process: `make cluster`.

Writes benchmarks/cluster.json: how far the two are apart, what a step took in several turns, and
what the engine's two prices are, measured apart: a task that does nothing, and one that takes an
array of a gradient's size and sends it back. The runs take turns, so that whatever else the
machine does meets all of them; `python -m tools.train_on_cluster 3` takes three, not twelve. One
process keeps to one core, as each worker does: `make cluster` sets OPENBLAS_NUM_THREADS to 1.
"""

import json
import os
import platform
import statistics
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
from distributed import Client, LocalCluster

from companion.scaling import gradient_bytes
from numrec import SGD, Network, load_mnist, new_network, one_hot
from numrec.activations import Array
from numrec.distributed import Workers
from numrec.evaluate import accuracy
from numrec.training import one_epoch

RESULTS = Path(__file__).parents[1] / "benchmarks" / "cluster.json"
SIZES, SEED, RATE, BATCH, STEPS, TASKS = [784, 256, 10], 0, 0.1, 512, 20, 12
WORKERS = (1, 2, 4)
RECIPE: dict[str, Any] = {
    "sizes": SIZES,
    "seed": SEED,
    "learning_rate": RATE,
    "batch_size": BATCH,
    "steps": STEPS,
    "dtype": "float64",
}


def main(turns: int = 12) -> None:
    """Let one process and each number of workers take turns, compare, and write what was found."""
    data, found = load_mnist(), dict[str, list[dict[str, float]]]()
    m = BATCH * STEPS
    images: Array = np.asfortranarray(data.train_images[:, :m], np.float64)
    targets = np.asfortranarray(one_hot(data.train_labels[:m], dtype=np.float64))

    def trained(
        workers: Workers | None = None, steps: int = STEPS
    ) -> tuple[Network, dict[str, float]]:
        """Train a fresh network, the loop alone; return it and what was found."""
        net = new_network(SIZES, np.random.default_rng(SEED), dtype=np.float64)
        args = (SGD(RATE), BATCH, None, lambda share: RATE, workers, lambda: None)
        began = time.perf_counter()
        loss, _ = one_epoch(net, images[:, : BATCH * steps], targets[:, : BATCH * steps], *args)
        taken = time.perf_counter() - began
        return net, {
            "seconds_a_step": taken / steps,
            "loss": loss,
            "test_accuracy": accuracy(net, data.test_images, data.test_labels),
        }

    with ExitStack() as stack:
        executors = {count: _executor(count, stack) for count in WORKERS}
        engine = {str(K): _prices(executors[K]) for K in WORKERS}
        for executor, count in zip(executors.values(), WORKERS, strict=True):
            trained(Workers(executor, count), 2)  # it does not count
        for turn in range(turns):
            alone, run = trained()
            runs = {"one process": run}
            for count in WORKERS:
                net, runs[f"cluster of {count}"] = trained(Workers(executors[count], count))
                runs[f"cluster of {count}"]["largest_difference"] = _apart(net, alone)
            for name, one in runs.items():
                found.setdefault(name, []).append(one)
                print(turn, name, one, flush=True)
    summary = {
        "command": "make cluster",
        "recipe": RECIPE,
        "machine": {
            "architecture": platform.machine(),
            "cores": os.cpu_count(),
            "threads_of_blas": os.environ["OPENBLAS_NUM_THREADS"],
            "load_before": os.getloadavg()[0],
        },
        "versions": {name: version(name) for name in ("dask", "distributed", "numpy")},
        "engine": engine,
        "runs": found,
    }
    RESULTS.write_text(json.dumps(summary, indent=1) + "\n", "utf-8")


def _executor(workers: int, stack: ExitStack) -> Any:
    """Start so many processes, until the stack is left; return the executor that they serve."""
    options = {"n_workers": workers, "threads_per_worker": 1, "dashboard_address": ":0"}
    cluster = stack.enter_context(LocalCluster(processes=True, **options))
    client = stack.enter_context(Client(cluster, set_as_default=False))
    return client.get_executor(pure=False)


def _apart(one: Network, other: Network) -> float:
    pairs = ((one.omega, other.omega), (one.b, other.b))
    return max(float(np.abs(a[l] - b[l]).max()) for a, b in pairs for l in a)


def _prices(executor: Any) -> dict[str, float]:
    """Time the engine's tasks one after another: nothing at all, and a gradient there and back."""
    gradient = np.ones(gradient_bytes(SIZES, 1))  # as many numbers, of eight bytes here

    def median_of(task: Callable[[], Any]) -> float:
        taken = []
        for _ in range(TASKS):
            began = time.perf_counter()
            executor.submit(task_of, *task()).result()
            taken.append(time.perf_counter() - began)
        return statistics.median(taken[TASKS // 4 :])

    return {
        "seconds of an empty task": median_of(lambda: (0.0,)),
        "seconds of a gradient there and back": median_of(lambda: (gradient + 1,)),
    }


def task_of(what: Any) -> Any:
    """Give it back: the task that computes nothing."""
    return what


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
