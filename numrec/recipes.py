"""Named ways to train on MNIST: quick ones here, the shipped models' in tools/train_models.py."""

from collections.abc import Callable
from dataclasses import dataclass
from os import PathLike

import numpy as np

from numrec.checks import in_range, whole_number
from numrec.data.centre import centred, for_plain_images
from numrec.data.mnist import MNIST
from numrec.history import History
from numrec.network import Network, new_network
from numrec.optimisers import Momentum
from numrec.training import train


def one_cycle(peak: float, up: float = 0.2) -> Callable[[float], float]:
    """Schedule for `train`: the learning rate rises to its peak, then falls to nearly 0.

    It rises in the share `up` of the training, in (0, 1).
    """
    in_range("peak", peak, 0, np.inf)
    in_range("up", up, 0, 1)

    def rate(done: float) -> float:
        return peak * max(0.001, done / up if done < up else (1 - done) / (1 - up))

    return rate


def two_cycles(first: float, peak: float, epochs: int) -> Callable[[float], float]:
    """Schedule for `train`: one cycle in the first epoch alone, one in all the others.

    The rate is low at the end of the first epoch, so the network reads well already there. Its
    highest is `first` in that epoch and `peak` in the others, of which there is one at least.
    """
    whole_number("epochs", epochs, 2)
    alone, others = one_cycle(first), one_cycle(peak, up=0.1)

    def rate(done: float) -> float:
        at = done * epochs
        return alone(at) if at < 1 else others((at - 1) / (epochs - 1))

    return rate


@dataclass(frozen=True)
class Quick:
    """A recipe for seconds: centred images, momentum, and the learning rate of `two_cycles`."""

    epochs: int
    peak: float
    first: float
    batch_size: int
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
    ) -> tuple[Network, History]:
        """Train a new network, and return it with how it went.

        The generator draws the weights and the order of the images. All else is as for
        `numrec.training.train`, which raises the same.
        """
        net = new_network(self.sizes, rng)
        less_mean, mean = centred(data)
        history = train(
            net,
            less_mean,
            Momentum(self.peak, self.momentum),
            batch_size=self.batch_size,
            until=until,
            max_epochs=self.epochs,
            shuffle=True,
            rng=rng,
            schedule=two_cycles(self.first, self.peak, self.epochs),
            progress=progress,
            save_to=save_to,
            saved_as=lambda net: for_plain_images(net, mean),
        )
        return for_plain_images(net, mean), history


FAST = Quick(epochs=3, peak=0.8, first=1.2, batch_size=384)
"""Past 96 % after the first epoch and 98 % after the third, for each of ten seeds."""
