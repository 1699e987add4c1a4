"""The longer trainings that the chapter on training draws: `make studies`.

Each study answers one question, and writes what it found to models/studies.json.
"""

import json
import platform
import statistics
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from rich.progress import track

from numrec import SGD, Momentum, Network, forward, new_network, train
from numrec.evaluate import accuracy
from numrec.mnist import MNIST, load_mnist, one_hot
from numrec.optimisers import Optimiser
from numrec.recipes import FAST, Quick
from numrec.training import TrainingFailedError

STUDIES = Path(__file__).parent.parent / "models" / "studies.json"
SIZES = [784, 256, 10]
SEEDS = range(10)
GOAL = 0.96
BATCH_SIZES, RATES = (32, 128, 512, 2048), (0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0)


def first(data: MNIST, count: int, held_back: int = 10_000) -> MNIST:
    """Give the first training images to learn from, and the last ones to be scored on."""
    return MNIST(
        data.train_images[:, :count],
        data.train_labels[:count],
        data.train_images[:, -held_back:],
        data.train_labels[-held_back:],
    )


def mean_loss(net: Network, images: Any, labels: Any) -> float:
    """Give the mean loss of images that the network does not learn from here."""
    a = forward(net, images).a[net.L]
    return float(net.loss.C(a, one_hot(labels, net.sizes[-1], a.dtype))) / len(labels)


def pass_by_pass(
    net: Network, data: MNIST, optimiser: Optimiser, batch_size: int, passes: int, seed: int
) -> Iterator[float]:
    """Train, and give after each pass the score on the data's test images."""
    rng = np.random.default_rng([seed, 1])
    for _ in range(passes):
        history = train(
            net, data, optimiser, batch_size=batch_size, until=None, max_epochs=1,
            shuffle=True, rng=rng, progress=False,
        )  # fmt: skip
        yield history.passes[-1].test_accuracy


def seeds(data: MNIST) -> dict[str, Any]:
    """Follow the published recipe from ten seeds."""
    runs = []
    for seed in track(SEEDS, "seeds"):
        net = new_network(SIZES, np.random.default_rng(seed))
        history = train(net, data, SGD(0.1), batch_size=512, until=GOAL, progress=False)
        runs.append([done.test_accuracy for done in history.passes])
    return {"goal": GOAL, "test": runs}


def overfitting(data: MNIST, count: int = 1000, passes: int = 60) -> dict[str, Any]:
    """Let a network see few images very often."""
    part = first(data, count)
    net = new_network(SIZES, np.random.default_rng(0))
    found: dict[str, Any] = {"images": count, "learned": [], "held back": [], "score": []}
    for score in track(pass_by_pass(net, part, SGD(0.1), 20, passes, 0), "overfitting", passes):
        found["learned"].append(mean_loss(net, part.train_images, part.train_labels))
        found["held back"].append(mean_loss(net, part.test_images, part.test_labels))
        found["score"].append(score)
    found["score on the learned"] = accuracy(net, part.train_images, part.train_labels)
    return found


def flattery(data: MNIST, passes: int = 15) -> list[dict[str, list[float]]]:
    """Score each pass twice, on images held back and on the test images, for ten seeds."""
    part, found = first(data, 50_000), []
    for seed in track(SEEDS, "flattery"):
        net = new_network(SIZES, np.random.default_rng(seed))
        row: dict[str, list[float]] = {"held back": [], "test": []}
        for score in pass_by_pass(net, part, Momentum(0.1, 0.9), 128, passes, seed):
            row["held back"].append(score)
            row["test"].append(accuracy(net, data.test_images, data.test_labels))
        found.append(row)
    return found


def grid(data: MNIST, count: int = 20_000, passes: int = 3) -> dict[str, Any]:
    """Try batch sizes with learning rates; None where the training blew up."""
    part, found = first(data, count), []
    for batch_size in track(BATCH_SIZES, "batch sizes and rates"):
        row: list[float | None] = []
        for eta in RATES:
            net = new_network(SIZES, np.random.default_rng(0))
            try:
                row.append([*pass_by_pass(net, part, SGD(eta), batch_size, passes, 0)][-1])
            except TrainingFailedError:
                row.append(None)
        found.append(row)
    return {
        "images": count,
        "passes": passes,
        "batch sizes": BATCH_SIZES,
        "rates": RATES,
        "score": found,
    }


def frontier(data: MNIST) -> dict[str, Any]:
    """Time whole runs of several recipes; a pass gets its share of the run."""

    def published(rng: np.random.Generator) -> list[float]:
        history = train(
            new_network(SIZES, rng), data, SGD(0.1), batch_size=512, until=None, max_epochs=40,
            progress=False,
        )  # fmt: skip
        return [done.test_accuracy for done in history.passes]

    def quick(recipe: Quick) -> Any:
        return lambda rng: [
            done.test_accuracy for done in recipe.train(data, rng, progress=False)[1].passes
        ]

    recipes = {
        "the published recipe": published,
        "the fast recipe": quick(FAST),
        "fast, twelve passes": quick(Quick(passes=12, peak=0.2)),
        "wide, twenty passes": quick(Quick(passes=20, peak=0.15, sizes=(784, 1024, 10))),
    }
    found = {}
    for name, run in track(recipes.items(), "recipes", len(recipes)):
        began = time.perf_counter()
        scores = run(np.random.default_rng(0))
        a_pass = (time.perf_counter() - began) / len(scores)
        found[name] = {"seconds a pass": round(a_pass, 3), "test": scores}
    return found


def main() -> None:
    """Make every study, and write what was found."""
    data = load_mnist()
    found: dict[str, Any] = {
        "machine": platform.machine(),
        "numpy": np.__version__,
        "seeds": seeds(data),
        "overfitting": overfitting(data),
        "flattery": flattery(data),
        "grid": grid(data),
        "frontier": frontier(data),
    }
    STUDIES.write_text(json.dumps(found, indent=1) + "\n", "utf-8")
    counts = [len(run) for run in found["seeds"]["test"]]
    print(f"{STUDIES.name}: past {GOAL:.0%} after {statistics.median(counts):g} passes, the median")


if __name__ == "__main__":
    main()
