"""The longer trainings that the chapter on training draws: `make studies`.

Each study answers one question, and writes what it found to models/studies.json, beside the
recipe it followed. `python -m tools.train_studies grid` makes the named ones alone again.
"""

import json
import platform
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from rich.progress import track
from threadpoolctl import threadpool_limits

from numrec import SGD, Momentum, Network, forward, new_network, train
from numrec.data.augment import Perturbation
from numrec.data.mnist import MNIST, load_mnist, one_hot
from numrec.evaluate import accuracy
from numrec.optimisers import Optimiser
from numrec.recipes import FAST, Quick
from numrec.training import TrainingFailedError
from tools.train_models import DRAWN, by_the_drawn_recipe

STUDIES = Path(__file__).parent.parent / "models" / "studies.json"
SIZES = [784, 256, 10]
SEEDS = range(10)
FEW_SEEDS = range(3)
GOAL = 0.96
BATCH_SIZES, RATES = (32, 128, 512, 2048), (0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0)

Recipe = dict[str, str | int | float]

PLAIN: Recipe = {
    "layers": "784-256-10",
    "optimiser": "SGD",
    "rate": 0.1,
    "batch size": 512,
    "order": "the file's",
}
"""What the published recipe says; each study tells what it does otherwise.

The file of the studies says "passes" for epochs, as the models' histories do.
"""

RECIPES: dict[str, Recipe] = {
    "seeds": PLAIN | {"images": 60_000, "until": GOAL, "seeds": "0 to 9"},
    "overfitting": PLAIN
    | {"batch size": 20, "order": "shuffled", "images": 1000, "passes": 60, "seeds": "0"},
    "flattery": PLAIN
    | {"optimiser": "momentum 0.9", "batch size": 128, "order": "shuffled"}
    | {"images": 50_000, "passes": 15, "seeds": "0 to 9"},
    "grid": PLAIN
    | {"rate": "in the table", "batch size": "in the table", "order": "shuffled"}
    | {"images": 20_480, "passes": 3, "seeds": "0 to 2, the median"},
}


def first(data: MNIST, count: int, held_back: int = 10_000) -> MNIST:
    """Return the first training images to learn from, and the last ones to be scored on."""
    return MNIST(
        data.train_images[:, :count],
        data.train_labels[:count],
        data.train_images[:, -held_back:],
        data.train_labels[-held_back:],
    )


def mean_loss(net: Network, images: Any, labels: Any) -> float:
    """Return the mean loss of images that the network does not learn from here."""
    a = forward(net, images).a[net.L]
    return float(net.loss.C(a, one_hot(labels, net.sizes[-1], a.dtype))) / len(labels)


def epoch_by_epoch(
    net: Network, data: MNIST, optimiser: Optimiser, batch_size: int, epochs: int, seed: int
) -> Iterator[float]:
    """Train, and yield after each epoch the score on the data's test images."""
    rng = np.random.default_rng([seed, 1])
    for _ in range(epochs):
        history = train(
            net, data, optimiser, batch_size=batch_size, until=None, max_epochs=1,
            shuffle=True, rng=rng, progress=False,
        )  # fmt: skip
        yield history.epochs[-1].test_accuracy


def seeds(data: MNIST) -> dict[str, Any]:
    """Follow the published recipe from ten seeds."""
    runs = []
    for seed in track(SEEDS, "seeds"):
        net = new_network(SIZES, np.random.default_rng(seed))
        history = train(net, data, SGD(0.1), batch_size=512, until=GOAL, progress=False)
        runs.append([done.test_accuracy for done in history.epochs])
    return {"recipe": RECIPES["seeds"], "goal": GOAL, "test": runs}


def overfitting(data: MNIST, count: int = 1000, epochs: int = 60) -> dict[str, Any]:
    """Let a network see few images very often."""
    part = first(data, count)
    net = new_network(SIZES, np.random.default_rng(0))
    found: dict[str, Any] = {"recipe": RECIPES["overfitting"]}
    found |= {"learned": [], "held back": [], "score": []}
    for score in track(epoch_by_epoch(net, part, SGD(0.1), 20, epochs, 0), "overfitting", epochs):
        found["learned"].append(mean_loss(net, part.train_images, part.train_labels))
        found["held back"].append(mean_loss(net, part.test_images, part.test_labels))
        found["score"].append(score)
    found["score on the learned"] = accuracy(net, part.train_images, part.train_labels)
    return found


def flattery(data: MNIST, epochs: int = 15) -> dict[str, Any]:
    """Score each epoch twice, on images held back and on the test images, for ten seeds."""
    part, found = first(data, 50_000), []
    for seed in track(SEEDS, "flattery"):
        net = new_network(SIZES, np.random.default_rng(seed))
        row: dict[str, list[float]] = {"held back": [], "test": []}
        for score in epoch_by_epoch(net, part, Momentum(0.1, 0.9), 128, epochs, seed):
            row["held back"].append(score)
            row["test"].append(accuracy(net, data.test_images, data.test_labels))
        found.append(row)
    return {"recipe": RECIPES["flattery"], "runs": found}


def grid(data: MNIST, count: int = 20_480, epochs: int = 3) -> dict[str, Any]:
    """Try batch sizes with learning rates; None where the training blew up.

    The count is a multiple of every batch size, so that no small last batch, with the rate of
    a large one, has the last word.
    """
    part, found = first(data, count), []
    for batch_size in track(BATCH_SIZES, "batch sizes and rates"):
        found.append([_median_score(part, batch_size, eta, epochs) for eta in RATES])
    uneven = first(data, 20_000)
    return {
        "recipe": RECIPES["grid"],
        "batch sizes": BATCH_SIZES,
        "rates": RATES,
        "score": found,
        "uneven images": len(uneven.train_labels),
        "uneven": [_median_score(uneven, 512, eta, epochs) for eta in RATES],
    }


def _median_score(part: MNIST, batch_size: int, eta: float, epochs: int) -> float | None:
    scores = []
    for seed in FEW_SEEDS:
        net = new_network(SIZES, np.random.default_rng(seed))
        try:
            scores.append([*epoch_by_epoch(net, part, SGD(eta), batch_size, epochs, seed)][-1])
        except TrainingFailedError:
            scores.append(0.0)
    return statistics.median(scores) or None


def frontier(data: MNIST) -> dict[str, Any]:
    """Time whole runs of several recipes; an epoch gets its share of the run.

    The seconds are those of one processor core, which other programs hardly change.
    """
    copies = DRAWN | {"sizes": "784-256-10", "passes": COPIES_EPOCHS, **vars(MILD)}
    ways: dict[str, tuple[Recipe, Callable[[int], list[float]]]] = {
        "the published recipe": (
            PLAIN | {"schedule": "none", "passes": 25, "seeds": "0 to 2"},
            lambda seed: _published(data, seed, 25),
        ),
        "the fast recipe": _quick(data, FAST, "one cycle in the first pass, one in the others"),
        "fast, twelve passes": _quick(data, Quick(epochs=12, peak=0.2)),
        "wide, twenty passes": _quick(
            data, Quick(epochs=20, peak=0.15, sizes=(784, 1024, 10)), seeds="0"
        ),
        "copies changed each time": (
            PLAIN
            | {"optimiser": "momentum 0.9", "rate": 0.1, "batch size": 128, "order": "shuffled"}
            | {"schedule": "one cycle", "passes": COPIES_EPOCHS, "copies": _in_words(MILD)}
            | {"seeds": "0"},
            lambda seed: [
                done.test_accuracy
                for done in by_the_drawn_recipe(copies | {"seed": seed}, data, False)[1].epochs
            ],
        ),
    }
    found = {}
    for name, (recipe, run) in track(ways.items(), "recipes", len(ways)):
        runs = []
        with threadpool_limits(1):
            began = time.process_time()
            for seed in FEW_SEEDS if recipe["seeds"] == "0 to 2" else (0,):
                runs.append(run(seed))
            taken = time.process_time() - began
        an_epoch = round(taken / sum(map(len, runs)), 3)
        found[name] = {"recipe": recipe, "seconds a pass": an_epoch, "test": runs}
    return found


MILD = Perturbation(shift=1.0, scale=0.1, turn=10.0, slant=0.1, thickness=0.3)
"""Copies that stay near the test images' own place and size."""

COPIES_EPOCHS = 10


def _in_words(how: Perturbation) -> str:
    return ", ".join(f"{name} {value:g}" for name, value in vars(how).items())


def _published(data: MNIST, seed: int, epochs: int) -> list[float]:
    net = new_network(SIZES, np.random.default_rng(seed))
    history = train(net, data, SGD(0.1), until=None, max_epochs=epochs, progress=False)
    return [done.test_accuracy for done in history.epochs]


def _quick(
    data: MNIST, recipe: Quick, schedule: str = "one cycle", seeds: str = "0 to 2"
) -> tuple[Recipe, Callable[[int], list[float]]]:
    told: Recipe = {
        "layers": "-".join(map(str, recipe.sizes)),
        "optimiser": f"momentum {recipe.momentum:g}",
        "rate": recipe.peak if recipe.first is None else f"{recipe.first:g}, then {recipe.peak:g}",
        "batch size": recipe.batch_size,
        "order": "shuffled",
        "schedule": schedule,
        "passes": recipe.epochs,
        "seeds": seeds,
    }

    def run(seed: int) -> list[float]:
        _, history = recipe.train(data, np.random.default_rng(seed), progress=False)
        return [done.test_accuracy for done in history.epochs]

    return told, run


ALL = (seeds, overfitting, flattery, grid, frontier)
STUDIED = {study.__name__: study for study in ALL}


def main(names: list[str]) -> None:
    """Make the named studies, or all; write what was found, and keep what was found before."""
    data = load_mnist()
    made = {name: STUDIED[name](data) for name in names or STUDIED}
    found = json.loads(STUDIES.read_text("utf-8")) if STUDIES.exists() else {}
    found |= {"command": "make studies", "machine": platform.machine(), "numpy": np.__version__}
    found |= made
    STUDIES.write_text(json.dumps(found, indent=1) + "\n", "utf-8")
    counts = [len(run) for run in found["seeds"]["test"]]
    print(f"{STUDIES.name}: past {GOAL:.0%} after {statistics.median(counts):g} epochs, the median")


if __name__ == "__main__":
    main(sys.argv[1:])
