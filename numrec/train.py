"""Training: batch by batch downhill, scored on the test images after each pass (T1)."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from os import PathLike
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from numrec.mnist import MNIST, one_hot
from numrec.network import Network, backprop, forward, predict
from numrec.optimisers import Optimiser


@dataclass(frozen=True)
class Pass:
    """One pass over the training images.

    Attributes
    ----------
    loss : float
        The mean loss of a training image, taken while the network learned.
    test_accuracy : float
        The share of the test images read right after the pass, from 0 to 1.
    """

    loss: float
    test_accuracy: float


@dataclass(frozen=True)
class History:
    """What training did, pass by pass, and the recipe it followed."""

    passes: list[Pass]
    recipe: dict[str, str | int | float]

    def save(self, path: str | PathLike[str]) -> None:
        """Write it as JSON."""
        Path(path).write_text(json.dumps(asdict(self), indent=1) + "\n", "utf-8")

    @classmethod
    def load(cls, path: str | PathLike[str]) -> "History":
        """Read what `save` wrote."""
        data = json.loads(Path(path).read_text("utf-8"))
        return cls([Pass(**entry) for entry in data["passes"]], data["recipe"])


class TrainingFailedError(ArithmeticError):
    """The loss is no number any more; the message says in which pass, and what to try."""


def train(
    net: Network,
    data: MNIST,
    optimiser: Optimiser,
    *,
    batch_size: int = 512,
    until: float | None = None,
    max_epochs: int = 100,
    shuffle: bool = False,
    rng: np.random.Generator | None = None,
    progress: bool = True,
) -> History:
    """Train a network in place until it reads the test images well enough.

    Parameters
    ----------
    batch_size : int
        Images for each step of the optimiser, from 1 to all. A last, smaller batch is
        used too.
    until : float, optional
        Stop after the pass whose test accuracy is at least this, in (0, 1].
    max_epochs : int
        Stop after so many passes in any case, at least 1.
    shuffle : bool
        Draw a new order for each pass; else the file's order, as in the Rust program.
    rng : numpy.random.Generator, optional
        Where the order comes from; needed where it shuffles, and only there.
    progress : bool
        Show a bar with the loss and the test accuracy.

    Returns
    -------
    History
        One entry a pass.

    Raises
    ------
    ValueError
        If an argument is out of its range, or the network does not fit the data.
    TrainingFailedError
        If the loss becomes infinite or not a number.
    """
    m = data.train_images.shape[1]
    _check(net, data, batch_size, until, max_epochs, shuffle, rng)
    a_hat = one_hot(data.train_labels, net.sizes[-1], net.omega[1].dtype)
    passes: list[Pass] = []
    with _shown(progress, max_epochs) as show:
        for epoch in range(1, max_epochs + 1):
            order = rng.permutation(m) if shuffle and rng is not None else None
            loss = _one_pass(net, data, a_hat, optimiser, batch_size, order) / m
            if not np.isfinite(loss):
                raise TrainingFailedError(
                    f"the loss is {loss} in pass {epoch}; try a smaller learning rate"
                )
            score = float((predict(net, data.test_images) == data.test_labels).mean())
            passes.append(Pass(loss, score))
            show(passes[-1])
            if until is not None and score >= until:
                break
    recipe: dict[str, str | int | float] = {"batch_size": batch_size, "shuffle": shuffle}
    return History(passes, recipe)


def _one_pass(
    net: Network,
    data: MNIST,
    a_hat: NDArray[np.floating],
    optimiser: Optimiser,
    batch_size: int,
    order: NDArray[np.intp] | None,
) -> float:
    """Go once over the training images; give the sum of their losses."""
    total = 0.0
    for start in range(0, a_hat.shape[1], batch_size):
        here = slice(start, start + batch_size)
        batch = here if order is None else order[here]
        trace = forward(net, data.train_images[:, batch])
        total += float(net.loss.C(trace.a[net.L], a_hat[:, batch]))
        grads = backprop(net, trace, a_hat[:, batch])
        optimiser.step(net, grads, trace.a[0].shape[1])
    return total


def _check(
    net: Network,
    data: MNIST,
    batch_size: int,
    until: float | None,
    max_epochs: int,
    shuffle: bool,
    rng: np.random.Generator | None,
) -> None:
    pixels, m = data.train_images.shape
    if net.sizes[0] != pixels or net.sizes[-1] <= data.train_labels.max():
        raise ValueError(f"the network is {net.sizes}; expected {pixels} inputs and an output each")
    if not 1 <= batch_size <= m:
        raise ValueError(f"batch_size is {batch_size}; expected 1 to {m}")
    if until is not None and not 0 < until <= 1:
        raise ValueError(f"until is {until}; expected an accuracy in (0, 1]")
    if max_epochs < 1:
        raise ValueError(f"max_epochs is {max_epochs}; expected at least 1")
    if shuffle != (rng is not None):
        raise ValueError("shuffle and rng go together: the order is drawn from the generator")


@contextmanager
def _shown(progress: bool, max_epochs: int) -> Iterator[Callable[[Pass], None]]:
    if not progress:
        yield lambda _: None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (
        TextColumn("pass"),
        MofNCompleteColumn(),
        BarColumn(),
        TextColumn("{task.fields[says]}"),
    )
    with Progress(*columns) as bar:
        task = bar.add_task("training", total=max_epochs, says="")

        def show(done: Pass) -> None:
            says = f"loss {done.loss:.4f}  test accuracy {done.test_accuracy:.2%}"
            bar.update(task, advance=1, says=says)

        yield show
