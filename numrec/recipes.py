"""Named ways to train on MNIST: quick ones here, the shipped models' in tools/train_models.py."""

from collections.abc import Callable
from dataclasses import dataclass
from os import PathLike

import numpy as np

from numrec.data.mnist import MNIST
from numrec.history import History
from numrec.network import Network, new_network
from numrec.optimisers import Momentum
from numrec.ranges import in_range, whole_number
from numrec.training import train

Trained = tuple[Network, History]


def one_cycle(peak: float, up: float = 0.2) -> Callable[[float], float]:
    """Give a schedule for `train`: the learning rate rises to its peak, then falls to nearly 0.

    Parameters
    ----------
    peak : float
        The highest learning rate.
    up : float
        The share of the training in which it rises, in (0, 1).

    Raises
    ------
    ValueError
        If one of them is out of its range.
    """
    in_range("peak", peak, 0, np.inf)
    in_range("up", up, 0, 1)

    def rate(done: float) -> float:
        return peak * max(0.001, done / up if done < up else (1 - done) / (1 - up))

    return rate


def two_cycles(first: float, peak: float, passes: int) -> Callable[[float], float]:
    """Give a schedule for `train`: one cycle in the first pass alone, one in all the others.

    The rate is low at the end of the first pass, so the network reads well already there.

    Parameters
    ----------
    first, peak : float
        The highest learning rate of the first pass, and of the others.
    passes : int
        How many passes the training has, at least 2.

    Raises
    ------
    ValueError
        If one of them is out of its range.
    """
    whole_number("passes", passes, 2)
    alone, others = one_cycle(first), one_cycle(peak, up=0.1)

    def rate(done: float) -> float:
        at = done * passes
        return alone(at) if at < 1 else others((at - 1) / (passes - 1))

    return rate


@dataclass(frozen=True)
class Quick:
    """A recipe for seconds: momentum with a learning rate that rises and falls once.

    With `first` it does so once in the first pass, up to `first`, and once in the others.
    """

    passes: int
    peak: float
    first: float | None = None
    batch_size: int = 128
    momentum: float = 0.9
    sizes: tuple[int, ...] = (784, 256, 10)

    def train(
        self,
        data: MNIST,
        rng: np.random.Generator,
        *,
        until: float | None = None,
        progress: bool = True,
        save_to: str | PathLike[str] | None = None,
    ) -> Trained:
        """Train a new network.

        Parameters
        ----------
        data : MNIST
            What it learns from, and is scored on.
        rng : numpy.random.Generator
            Draws the weights and the order of the images.
        until, progress, save_to
            As for `numrec.training.train`, which raises the same.

        Returns
        -------
        net, history : Network, History
            The trained network, and how it went.
        """
        net = new_network(self.sizes, rng)
        schedule = one_cycle(self.peak)
        if self.first is not None:
            schedule = two_cycles(self.first, self.peak, self.passes)
        history = train(
            net,
            data,
            Momentum(self.peak, self.momentum),
            batch_size=self.batch_size,
            until=until,
            max_epochs=self.passes,
            shuffle=True,
            rng=rng,
            schedule=schedule,
            centre=True,
            progress=progress,
            save_to=save_to,
        )
        return net, history


FAST = Quick(passes=3, peak=0.8, first=1.2, batch_size=384)
"""Past 96 % after the first pass and 98 % after the third, for each of ten seeds."""
