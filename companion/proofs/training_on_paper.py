"""Training as the text writes it, beside `train` and beside wrong ways to train (T1)."""

import copy
import tempfile
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from numrec.data.mnist import MNIST, one_hot
from numrec.distributed import threads
from numrec.files.model_file import load_model, save_model
from numrec.history import Epoch, History
from numrec.network import Network, backprop, forward, new_network, predict
from numrec.optimisers import SGD
from numrec.training import train


@dataclass(frozen=True)
class Lesson:
    """A small training: a network, data, and what is asked for; its string is its seed."""

    seed: int
    net: Network
    data: MNIST
    eta: float
    batch_size: int
    until: float | None
    max_epochs: int
    threads: int | None

    def __str__(self) -> str:
        return f"seed {self.seed}"

    __repr__ = __str__


Way = Callable[[Network, Lesson, Path], History]
"""Trains the network in place, saves it to the path, and gives the history."""


def lessons(count: int = 12) -> list[Lesson]:
    """Draw lessons: some end at a goal, some after the last pass; some use two threads.

    The number of images is no multiple of the batch size, so the last batch is smaller.
    """
    return [_lesson(seed) for seed in range(count)]


def _lesson(seed: int) -> Lesson:
    rng = np.random.default_rng(seed)
    n_0, n_L, m = int(rng.integers(3, 7)), int(rng.integers(2, 5)), 4 * int(rng.integers(3, 7)) + 3
    teacher = rng.normal(size=(n_L, n_0))

    def images_and_labels(count: int) -> tuple[np.ndarray, np.ndarray]:
        x = rng.normal(size=(n_0, count))
        return x, (teacher @ x).argmax(axis=0)

    return Lesson(
        seed,
        new_network([n_0, 4, n_L], rng, dtype=np.float64),
        MNIST(*images_and_labels(m), *images_and_labels(10)),
        eta=0.2,
        batch_size=4,
        until=None if seed % 3 == 0 else 0.6,
        max_epochs=6,
        threads=None if seed % 2 else 2,
    )


def on_paper(net: Network, lesson: Lesson) -> list[Epoch]:
    """Train as (T1) is written: batch after batch in order, a step each, then the score."""
    x, labels, passes = lesson.data.train_images, lesson.data.train_labels, []
    a_hat, m = one_hot(labels, net.sizes[-1], np.float64), len(labels)
    for _ in range(lesson.max_epochs):
        total = 0.0
        for start in range(0, m, lesson.batch_size):
            B = slice(start, min(start + lesson.batch_size, m))
            trace = forward(net, x[:, B])
            total += net.loss.C(trace.a[net.L], a_hat[:, B])
            grads = backprop(net, trace, a_hat[:, B])
            for l in range(1, net.L + 1):
                net.omega[l] -= lesson.eta / (B.stop - B.start) * grads.dC_domega[l]
                net.b[l] -= lesson.eta / (B.stop - B.start) * grads.dC_db[l]
        read = predict(net, lesson.data.test_images) == lesson.data.test_labels
        passes.append(Epoch(total / m, float(read.mean())))
        if lesson.until is not None and passes[-1].test_accuracy >= lesson.until:
            break
    return passes


def keeps_to_the_text(way: Way, lesson: Lesson) -> bool:
    """Tell whether a way ends with the same numbers, scores and file as `on_paper`."""
    net, ours = copy.deepcopy(lesson.net), copy.deepcopy(lesson.net)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.npz"
        history, passes = way(net, lesson, path), on_paper(ours, lesson)
        saved = load_model(path)
    found = [(p.loss, p.test_accuracy) for p in history.epochs]
    same_passes = len(found) == len(passes) and np.allclose(
        found, [(p.loss, p.test_accuracy) for p in passes], rtol=1e-9, atol=0
    )
    return bool(same_passes) and _equal(net, ours) and _equal(saved, ours)


def _equal(one: Network, other: Network) -> bool:
    return all(
        np.allclose(mine[l], theirs[l], rtol=1e-9, atol=1e-12)
        for mine, theirs in ((one.omega, other.omega), (one.b, other.b))
        for l in range(1, one.L + 1)
    )


def with_numrec(net: Network, lesson: Lesson, path: Path) -> History:
    """Train with numrec's `train`."""
    with nullcontext() if lesson.threads is None else threads(lesson.threads) as workers:
        return train(
            net,
            lesson.data,
            SGD(lesson.eta),
            batch_size=lesson.batch_size,
            until=lesson.until,
            max_epochs=lesson.max_epochs,
            workers=workers,
            progress=False,
            save_to=path,
        )


def _only_full_batches(net: Network, lesson: Lesson, path: Path) -> History:
    data, full = lesson.data, len(lesson.data.train_labels) // lesson.batch_size * lesson.batch_size
    fewer = replace(
        data, train_images=data.train_images[:, :full], train_labels=data.train_labels[:full]
    )
    return with_numrec(net, replace(lesson, data=fewer), path)


def _backwards(net: Network, lesson: Lesson, path: Path) -> History:
    data = lesson.data
    turned = replace(
        data, train_images=data.train_images[:, ::-1], train_labels=data.train_labels[::-1]
    )
    return with_numrec(net, replace(lesson, data=turned), path)


def _no_mean(net: Network, lesson: Lesson, path: Path) -> History:
    return with_numrec(net, replace(lesson, eta=lesson.eta * lesson.batch_size), path)


def _never_stops(net: Network, lesson: Lesson, path: Path) -> History:
    return with_numrec(net, replace(lesson, until=None), path)


def _scored_on_what_it_learned(net: Network, lesson: Lesson, path: Path) -> History:
    data = lesson.data
    seen = replace(data, test_images=data.train_images, test_labels=data.train_labels)
    return with_numrec(net, replace(lesson, data=seen), path)


def _saved_too_early(net: Network, lesson: Lesson, path: Path) -> History:
    start = copy.deepcopy(net)
    history = with_numrec(net, lesson, path)
    save_model(start, path)
    return history


WRONG_WAYS: dict[str, Way] = {
    "the last, smaller batch left out": _only_full_batches,
    "the batches in reverse order": _backwards,
    "the sum where the mean is meant": _no_mean,
    "goes on although the goal is reached": _never_stops,
    "scored on the images it learned from": _scored_on_what_it_learned,
    "the starting weights saved": _saved_too_early,
}
"""What a person could get wrong around a right gradient, by what is wrong."""
