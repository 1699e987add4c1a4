"""The ladder from 96 to 99 %: one change a rung, each with its own best settings.

A rung that helps stays for those above it: over five seeds the mean has to rise, and the 95 %
interval of the five differences to lie above zero. The networks learn from the first 50,000
training images, and the last 10,000 choose everything. When all is chosen, and not before, the
same networks read the test images.
"""

import hashlib
import json
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from companion.studies import paired
from numrec import SGD, Momentum, Network, forward, load_model, new_network, save_model, train
from numrec.activations import Array
from numrec.data.augment import Perturbation, perturbed
from numrec.data.centre import centred, for_plain_images
from numrec.data.mnist import MNIST
from numrec.evaluate import accuracy
from numrec.recipes import one_cycle
from numrec.training import TrainingFailedError
from tools.studies import SCOUT, SEEDS, Found, Rows

Way = dict[str, Any]

FOOT: Way = {
    "sizes": "784-256-10",
    "shuffled": False,
    "rate": 0.1,
    "batch": 512,
    "momentum": 0.0,
    "schedule": "constant",
    "centred": False,
    "scale": 1.0,
    "decay": 0.0,
    "copies": 0.0,
    "epochs": 20,
}
"""The recipe of the Rust program's published benchmark, for twenty epochs.

`scale` multiplies He's starting weights, and `copies` is how strongly the copies are changed: 1 for
`Perturbation()`, which made the shipped model for drawn digits. Under a schedule `rate` is its
highest.
"""

UP = 0.15
"""The share of the training in which one cycle's rate rises."""

QUESTION = "Which changes of the recipe take a network from 96 to 99 % of the digits?"
RECIPE = {
    "learning images": 50_000,
    "validation images": "the last 10,000 of the training set",
    "scout": SCOUT,
    "seeds": list(SEEDS),
    "one cycle's rise": UP,
    "copies of strength 1": vars(Perturbation()),
}

KEPT = Path(__file__).parents[2] / "_build" / "ladder"
"""The trained networks, which read the test images at the end; made again where they are gone."""


def copies_of(images: Array, rng: np.random.Generator, strength: float) -> Array:
    """Return a copy of each image, changed by up to so many times what `Perturbation()` does."""
    how = Perturbation(**{name: strength * most for name, most in vars(Perturbation()).items()})
    return perturbed(images, rng, how)


def climb(data: MNIST, way: Way, seed: int) -> tuple[Network, list[float]]:
    """Train a network one way; return it and the data's test accuracy after each epoch."""
    net = new_network([int(n) for n in way["sizes"].split("-")], np.random.default_rng([seed]))
    for omega in net.omega.values():
        omega *= way["scale"]
    rate, decay, rng = way["rate"], way["decay"], np.random.default_rng([seed, 1])
    momentum = way["momentum"]
    heavy = Momentum(rate, momentum, weight_decay=decay)
    optimiser = heavy if momentum else SGD(rate, weight_decay=decay)
    mean = centred(data)[1] if way["centred"] else np.zeros((1, 1), np.float32)
    cycle, scores = one_cycle(rate, up=UP), []
    for epoch in range(way["epochs"]):
        images = data.train_images
        if way["copies"]:
            images = copies_of(images, rng, way["copies"])
        part = replace(data, train_images=images - mean, test_images=data.test_images - mean)
        done = lambda share, epoch=epoch: cycle((epoch + share) / way["epochs"])
        history = train(
            net, part, optimiser, batch_size=way["batch"], until=None, max_epochs=1,
            shuffle=way["shuffled"], rng=rng if way["shuffled"] else None,
            schedule=done if way["schedule"] == "one cycle" else None, progress=False,
        )  # fmt: skip
        scores.append(history.epochs[-1].test_accuracy)
    return (for_plain_images(net, mean) if way["centred"] else net), scores


class Ladder:
    """The climb: what was tried, and the rungs so far.

    Parameters
    ----------
    rows : Rows
        The study's.
    data : MNIST
        All of it.
    """

    def __init__(self, rows: Rows, data: MNIST) -> None:
        images, labels = data.train_images, data.train_labels
        self.rows, self.data = rows, data
        self.part = MNIST(images[:, :50_000], labels[:50_000], images[:, 50_000:], labels[50_000:])
        self.way = FOOT
        self.rungs: list[tuple[str, Way, bool]] = [("the published recipe", FOOT, True)]

    @property
    def rate(self) -> float:
        """The learning rate of the rung that we stand on."""
        return float(self.way["rate"])

    def score(self, way: Way, seed: int) -> float:
        """Return the validation score at the end: 0 where the training failed."""
        found = self.rows(lambda **_: self._climbed(way, seed), **way, seed=seed)
        return float(found["validation"][-1])

    def _climbed(self, way: Way, seed: int) -> Found:
        began = time.process_time()
        try:
            net, scores = climb(self.part, way, seed)
        except TrainingFailedError:
            return {"validation": [0.0]}
        seconds = (time.process_time() - began) / len(scores)
        KEPT.mkdir(parents=True, exist_ok=True)
        save_model(net, _kept(way, seed))
        return {"validation": scores, "seconds an epoch": round(seconds, 3)}

    def five(self, way: Way) -> list[float]:
        """Return what the five seeds score."""
        return [self.score(way, seed) for seed in SEEDS]

    def network(self, way: Way, seed: int) -> Network:
        """Return a network that was trained."""
        if not _kept(way, seed).exists():
            self._climbed(way, seed)
        return load_model(_kept(way, seed))

    def best(self, way: Way, key: str, values: Sequence[float], factor: float) -> Way:
        """Give a setting its best value for the scout, one with worse on both sides."""
        scores = {value: self.score(way | {key: value}, SCOUT) for value in values}
        while True:
            best = max(scores, key=lambda value: scores[value])
            if min(scores) < best < max(scores):
                return way | {key: best}
            outside = best * factor if best == max(scores) else best / factor
            outside = float(f"{outside:.3g}")
            scores[outside] = self.score(way | {key: outside}, SCOUT)

    def own_rate(self, about: float, **change: Any) -> Way:
        """Return the way with a change, at its own best rate."""
        rates = [float(f"{about * share:.3g}") for share in (0.5, 1, 2)]
        return self.best(self.way | change, "rate", rates, 2)

    def rung(self, name: str, *options: Way) -> None:
        """Try a rung: the best of the options for the scout. It stays if it helps."""
        way = max(options, key=lambda way: self.score(way, SCOUT)) if options[1:] else options[0]
        gain, reach = paired(self.five(way), self.five(self.way))
        stays = gain > reach
        self.rungs.append((name, way, stays))
        if stays:
            self.way = way


def _kept(way: Way, seed: int) -> Path:
    name = json.dumps(way | {"seed": seed}, sort_keys=True)
    return KEPT / f"{hashlib.sha256(name.encode()).hexdigest()[:16]}.npz"


def run(rows: Rows, data: MNIST) -> None:
    """Climb, rung by rung; then, once, ask the test images."""
    ladder = Ladder(rows, data)
    ladder.rung("fresh order each epoch", FOOT | {"shuffled": True})
    ladder.rung("its best rate", ladder.own_rate(0.8))
    batches = [
        ladder.own_rate(ladder.rate / 2, batch=128),
        ladder.own_rate(ladder.rate / 8, batch=32),
    ]
    ladder.rung("smaller batches", *batches)
    ladder.rung("momentum", ladder.own_rate(ladder.rate / 8, momentum=0.9))
    ladder.rung("one cycle of the rate", ladder.own_rate(ladder.rate * 2, schedule="one cycle"))
    if not ladder.way["shuffled"]:
        ladder.rung("fresh order, tried again", ladder.own_rate(ladder.rate, shuffled=True))
    ladder.rung("half the starting weights", ladder.own_rate(ladder.rate, scale=0.5))
    ladder.rung("centred images", ladder.own_rate(ladder.rate, centred=True))
    ladder.rung("weight decay", ladder.best(ladder.way, "decay", [1e-4, 3e-4, 1e-3], 3))
    strength = ladder.best(ladder.way, "copies", [0.25, 0.5, 1.0], 2)["copies"]
    ladder.rung("changed copies", ladder.own_rate(ladder.rate, copies=strength))
    if ladder.way["schedule"] == "constant":
        ladder.rung("one cycle, tried again", ladder.own_rate(ladder.rate, schedule="one cycle"))
    wider = [ladder.way | {"sizes": sizes} for sizes in ("784-512-10", "784-512-256-10")]
    ladder.rung("more nodes", *wider)
    ladder.rung("twice the epochs", ladder.way | {"epochs": 2 * ladder.way["epochs"]})
    at_last(ladder)


def at_last(ladder: Ladder) -> None:
    """Let the networks of each rung read the test images, and the top rung's five together."""
    test = ladder.data.test_images, ladder.data.test_labels
    learned = ladder.part.train_images, ladder.part.train_labels
    for number, (name, way, stays) in enumerate(ladder.rungs):
        read = lambda way=way, stays=stays, **_: {
            "stays": stays,
            "learned": [accuracy(ladder.network(way, seed), *learned) for seed in SEEDS],
            "validation": ladder.five(way),
            "test": [accuracy(ladder.network(way, seed), *test) for seed in SEEDS],
        }
        ladder.rows(read, rung=number, name=name, **way)
    held = ladder.part.test_images, ladder.part.test_labels
    nets = [ladder.network(ladder.way, seed) for seed in SEEDS]
    together = lambda **_: {"validation": averaged(nets, *held), "test": averaged(nets, *test)}
    ladder.rows(together, rung=len(ladder.rungs), name="the five together", **ladder.way)


def averaged(nets: Sequence[Network], images: Array, labels: Array) -> float:
    """Return the share read right by the mean of the networks' outputs."""
    outputs = sum(forward(net, images).a[net.L] for net in nets)
    return float((np.argmax(outputs, axis=0) == labels).mean())
