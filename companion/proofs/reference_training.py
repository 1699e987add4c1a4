"""Training as the text writes it, beside `train` and beside wrong trainings (T1, G2)."""

import copy
import tempfile
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from companion.proofs.rewriting import rewritten
from numrec.data.mnist import MNIST, one_hot
from numrec.distributed import threads
from numrec.files.model_file import load_model, save_model
from numrec.history import Epoch, History
from numrec.network import Network, backprop, forward, new_network, predict
from numrec.optimisers import SGD
from numrec.training import train


@dataclass(frozen=True)
class TrainingCase:
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


Training = Callable[[Network, TrainingCase, Path], History]
"""Trains the network in place, saves it to the path, and gives the history."""


def training_cases(count: int = 12) -> list[TrainingCase]:
    """Draw cases: some end at a goal, some after the last epoch; some use two threads.

    The number of images is no multiple of the batch size, so the last batch is smaller.
    """
    return [_training_case(seed) for seed in range(count)]


def _training_case(seed: int) -> TrainingCase:
    rng = np.random.default_rng(seed)
    n_0, n_L, m = int(rng.integers(3, 7)), int(rng.integers(2, 5)), 4 * int(rng.integers(3, 7)) + 3
    teacher = rng.normal(size=(n_L, n_0))

    def images_and_labels(count: int) -> tuple[np.ndarray, np.ndarray]:
        x = rng.normal(size=(n_0, count))
        return x, (teacher @ x).argmax(axis=0)

    return TrainingCase(
        seed,
        new_network([n_0, 4, n_L], rng, dtype=np.float64),
        MNIST(*images_and_labels(m), *images_and_labels(10)),
        eta=0.2,
        batch_size=4,
        until=None if seed % 3 == 0 else 0.6,
        max_epochs=6,
        threads=None if seed % 2 else 2,
    )


def reference(net: Network, case: TrainingCase) -> list[Epoch]:
    """Train as (T1) is written: batch after batch in order, a step each, then the score."""
    x, labels, epochs = case.data.train_images, case.data.train_labels, []
    a_hat, m = one_hot(labels, net.sizes[-1], np.float64), len(labels)
    for _ in range(case.max_epochs):
        total = 0.0
        for start in range(0, m, case.batch_size):
            B = slice(start, min(start + case.batch_size, m))
            trace = forward(net, x[:, B])
            total += net.loss.C(trace.a[net.L], a_hat[:, B])
            grads = backprop(net, trace, a_hat[:, B])
            for l in range(1, net.L + 1):
                net.omega[l] -= case.eta / (B.stop - B.start) * grads.dC_domega[l]
                net.b[l] -= case.eta / (B.stop - B.start) * grads.dC_db[l]
        read = predict(net, case.data.test_images) == case.data.test_labels
        epochs.append(Epoch(total / m, float(read.mean())))
        if case.until is not None and epochs[-1].test_accuracy >= case.until:
            break
    return epochs


def matches_reference(training: Training, case: TrainingCase) -> bool:
    """Tell whether a training ends with the same numbers, scores and file as `reference`."""
    net, ours = copy.deepcopy(case.net), copy.deepcopy(case.net)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.npz"
        history, epochs = training(net, case, path), reference(ours, case)
        saved = load_model(path)
    found = [(p.loss, p.test_accuracy) for p in history.epochs]
    same_epochs = len(found) == len(epochs) and np.allclose(
        found, [(p.loss, p.test_accuracy) for p in epochs], rtol=1e-9, atol=0
    )
    return bool(same_epochs) and _equal(net, ours) and _equal(saved, ours)


def _equal(one: Network, other: Network) -> bool:
    return all(
        np.allclose(mine[l], theirs[l], rtol=1e-9, atol=1e-12)
        for mine, theirs in ((one.omega, other.omega), (one.b, other.b))
        for l in range(1, one.L + 1)
    )


def with_numrec(net: Network, case: TrainingCase, path: Path) -> History:
    """Train with numrec's `train`."""
    with nullcontext() if case.threads is None else threads(case.threads) as workers:
        return train(
            net,
            case.data,
            SGD(case.eta),
            batch_size=case.batch_size,
            until=case.until,
            max_epochs=case.max_epochs,
            workers=workers,
            progress=False,
            save_to=path,
        )


def _with_data(change: Callable[[MNIST, TrainingCase], MNIST]) -> Training:
    def training(net: Network, case: TrainingCase, path: Path) -> History:
        return with_numrec(net, replace(case, data=change(case.data, case)), path)

    return training


def _full_batches(data: MNIST, case: TrainingCase) -> MNIST:
    full = slice(len(data.train_labels) // case.batch_size * case.batch_size)
    return _taken(data, full)


def _taken(data: MNIST, which: slice) -> MNIST:
    images, labels = data.train_images[:, which], data.train_labels[which]
    return replace(data, train_images=images, train_labels=labels)


def _train_as_test(data: MNIST, case: TrainingCase) -> MNIST:
    return replace(data, test_images=data.train_images, test_labels=data.train_labels)


def _saved_too_early(net: Network, case: TrainingCase, path: Path) -> History:
    start = copy.deepcopy(net)
    history = with_numrec(net, case, path)
    save_model(start, path)
    return history


WRONG_TRAININGS: dict[str, Training] = {
    "the last, smaller batch left out": _with_data(_full_batches),
    "the batches in reverse order": _with_data(lambda data, _: _taken(data, slice(None, None, -1))),
    "the sum where the mean is meant": lambda net, case, path: with_numrec(
        net, replace(case, eta=case.eta * case.batch_size), path
    ),
    "goes on although the goal is reached": lambda net, case, path: with_numrec(
        net, replace(case, until=None), path
    ),
    "scored on the images it learned from": _with_data(_train_as_test),
    "the starting weights saved": _saved_too_early,
}
"""What a person could get wrong around a right gradient, by what is wrong."""


StopCase = tuple[TrainingCase, int]
"""A small training, and how many epochs without a better score it has patience for."""


def stop_cases() -> list[StopCase]:
    """Give trainings without a goal, with a patience of 1 to 3 epochs; some end before that."""
    return [(replace(case, until=None), 1 + case.seed % 3) for case in training_cases()]


def stops_early(training: Callable[..., History], case: StopCase) -> bool:
    """Tell whether a training ends where (G2) says, and keeps and saves the best network.

    The networks of all epochs are made first, by the plain loop of `reference`.
    """
    small, patience = case
    nets, scores = [small.net], [-1.0]
    for _ in range(small.max_epochs):
        nets.append(copy.deepcopy(nets[-1]))
        scores += [done.test_accuracy for done in reference(nets[-1], replace(small, max_epochs=1))]
    best = last = 0
    while last < small.max_epochs and (best == 0 or last - best < patience):
        last += 1
        best = last if scores[last] > scores[best] else best
    net, data = copy.deepcopy(small.net), small.data
    options = {"batch_size": small.batch_size, "max_epochs": small.max_epochs, "progress": False}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.npz"
        how = {**options, "until": None, "patience": patience, "save_to": path}
        history = training(net, data, SGD(small.eta), **how)
        saved = load_model(path)
    ends_there = len(history.epochs) == last
    return ends_there and _equal(net, nets[best]) and _equal(saved, nets[best])


def _last_of_the_best(epochs: list[Epoch]) -> int:
    scores = [done.test_accuracy for done in epochs]
    return scores[::-1].index(max(scores))


WRONG_STOPS: dict[str, Callable[..., History]] = {
    "the last network kept": rewritten(train, {"patience is None or since_best == 0": "True"}),
    "one epoch too patient": rewritten(
        train, {"since_best == patience": "since_best == patience + 1"}
    ),
    "an equal score counts as a better one": rewritten(train, {}, _since_best=_last_of_the_best),
    "so many epochs in all": rewritten(train, {"since_best == patience": "epoch == patience"}),
}
"""What a person could get wrong in stopping early, by what is wrong."""
