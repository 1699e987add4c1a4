"""The studies: longer trainings, each of which answers one question that a chapter asks.

`make studies` makes them all, `python -m tools.studies losses` one. A study is a module here with

- QUESTION, a sentence that ends in a question mark;
- RECIPE, what all its rows have in common, in words and numbers;
- run(rows, data), which asks for its rows: `rows(make, scheme="he", rate=0.1, seed=1)` calls
  `make(scheme="he", rate=0.1, seed=1)`, stores the mapping that it returns, and returns it.

What was found lies in models/studies/NAME.json, stored row by row: a study that is broken off goes
on where it was. Another RECIPE begins anew; where only the code of a study has changed, remove its
file. A comparison follows one rule: `best_rate` finds each side's own learning rate by the
`choosing` images, never at the edge of what was tried, and what is shown is how five other seeds
read the `judging` images, which chose nothing. Both are training images that no network learns
from; the test images have no part in it.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from numrec import Network, train
from numrec.activations import Array
from numrec.data.mnist import MNIST
from numrec.evaluate import accuracy
from numrec.files.atomic import atomic_write
from numrec.optimisers import Optimiser
from numrec.training import TrainingFailedError

SCOUT = 0
"""The seed that looks for the right rates; it is not among those that are shown."""

SEEDS = (1, 2, 3, 4, 5)

Found = dict[str, Any]


class Rows:
    """The rows of one study, each made once and stored at once.

    Parameters
    ----------
    path : Path
        The file, which need not be there yet.
    about : mapping
        The study's name, question, command and recipe. Rows found by another recipe are dropped.
    """

    def __init__(self, path: Path, about: Mapping[str, Any]) -> None:
        self._path = path
        self._about = json.loads(json.dumps(about))
        self._asked: list[Found] = []
        self._rows: list[Found] = []
        if path.exists():
            stored = json.loads(path.read_text("utf-8"))
            if stored["recipe"] == self._about["recipe"]:
                self._rows = stored["rows"]

    def __call__(self, make: Callable[..., Found], **settings: Any) -> Found:
        """Return what was found with these settings; make it if it is not there.

        Parameters
        ----------
        make : callable
            Returns a mapping that can be written as JSON.
        **settings
            What it is called with: numbers and words.
        """
        row = next((row for row in self._rows if row["of"] == settings), None)
        if row is None:
            row = {"of": settings, "found": make(**settings)}
            self._rows.append(row)
            self._store(self._rows)
            print(f"{self._about['study']}: {settings}", flush=True)
        if row not in self._asked:
            self._asked.append(row)
        found: Found = row["found"]
        return found

    def close(self) -> None:
        """Drop the rows that nothing asked for."""
        self._store(self._asked)

    def _store(self, rows: list[Found]) -> None:
        head = json.dumps(self._about, ensure_ascii=False, indent=1)[:-2]
        lines = ",\n".join("  " + json.dumps(row, ensure_ascii=False) for row in rows)
        with atomic_write(self._path) as file:
            file.write(f'{head},\n "rows": [\n{lines}\n ]\n}}\n'.encode())


class Part(NamedTuple):
    """Images of the training set, in three parts that have none in common.

    Attributes
    ----------
    learning : MNIST
        What a network learns from; its test images are the choosing ones.
    judging, labels : array
        Images that no choice has seen, and their labels.
    """

    learning: MNIST
    judging: Array
    labels: Array


def part(data: MNIST, count: int) -> Part:
    """Take the first images to learn from, numbers 50,000 to 54,999 to choose, the last to judge.

    Parameters
    ----------
    data : MNIST
        All of it.
    count : int
        How many learn, from 1 to 50,000.
    """
    images, labels = data.train_images, data.train_labels
    choosing = slice(50_000, 55_000)
    learning = MNIST(images[:, :count], labels[:count], images[:, choosing], labels[choosing])
    return Part(learning, images[:, 55_000:], labels[55_000:])


def scored(
    net: Network,
    of: Part,
    optimiser: Optimiser,
    *,
    batch_size: int,
    epochs: int,
    seed: int,
    schedule: Callable[[float], float] | None = None,
) -> Found:
    """Train a network in place; return its scores, or None for both where the training failed.

    Parameters
    ----------
    net : Network
        What learns.
    of : Part
        What it learns from and is scored on.
    optimiser, batch_size, epochs, schedule
        As for `numrec.train`.
    seed : int
        Draws the order of the images.
    """
    try:
        train(
            net, of.learning, optimiser, batch_size=batch_size, until=None, max_epochs=epochs,
            shuffle=True, rng=np.random.default_rng([seed, 1]), schedule=schedule, progress=False,
        )  # fmt: skip
    except TrainingFailedError:
        return {"choosing": None, "judging": None}
    return {
        "choosing": accuracy(net, of.learning.test_images, of.learning.test_labels),
        "judging": accuracy(net, of.judging, of.labels),
    }


def best_rate(
    found: Callable[[float, int], Found],
    begin: float = 0.1,
    seeds: Sequence[int] = SEEDS,
    rungs: Sequence[int] = (1, 3),
) -> float:
    """Find the learning rate that does best on the choosing images, one with worse on both sides.

    The rates are 1 and 3 times a power of ten, or as `rungs` says. One seed climbs to the best;
    then all seeds judge it with its neighbours, and go on where an outer one is the best.

    Parameters
    ----------
    found : callable
        The scores for a rate and a seed, as `scored` returns them: `rows` with all else given.
    begin : float
        About where to begin.
    seeds : sequence of int
        Those whose mean decides.
    rungs : sequence of int
        What a power of ten is multiplied by, rising, from 1 to 9.
    """

    def rate(k: int) -> float:
        return float(f"{rungs[k % len(rungs)]}e{k // len(rungs)}")

    def mean(k: int, of: Sequence[int]) -> float:
        scores = [found(rate(k), seed)["choosing"] for seed in of]
        return float(np.mean([0.0 if score is None else score for score in scores]))

    def climb(k: int, of: Sequence[int]) -> int:
        while (best := max((k, k - 1, k + 1), key=lambda at: mean(at, of))) != k:
            k = best
        return k

    return rate(climb(climb(round(len(rungs) * np.log10(begin)), [SCOUT]), seeds))
