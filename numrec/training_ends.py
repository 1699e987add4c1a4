"""What a training refuses before it begins, and the ways in which it can fail."""

from __future__ import annotations  # np.random, named in a signature, is slow to load

from os import PathLike

import numpy as np

from numrec.history import History
from numrec.network import Network
from numrec.optimisers import Optimiser
from numrec.ranges import whole_number


class TrainingFailedError(ArithmeticError):
    """The loss is no number any more; the message says where, and what to try."""


class NotSavedError(OSError):
    """The trained network could not be saved.

    Attributes
    ----------
    net : Network
        The trained network.
    history : History
        How its training went.
    """

    def __init__(self, error: OSError, net: Network, history: History) -> None:
        super().__init__(error.errno, error.strerror, error.filename)
        self.net, self.history = net, history


def failure(epoch: int, found: str) -> TrainingFailedError:
    """Give the error that says what was found in a pass, and what to try."""
    cure = "try a smaller learning rate, or weights that start smaller"
    return TrainingFailedError(f"pass {epoch}: {found}; {cure}")


def kept_all_the_same(
    error: TrainingFailedError, passes: int, save_to: str | PathLike[str]
) -> TrainingFailedError:
    """Give the error that says too that what was learned before is saved."""
    return TrainingFailedError(f"{error}; the network of pass {passes} is saved to {save_to}")


def check_arguments(
    m: int,
    optimiser: Optimiser,
    batch_size: int,
    until: float | None,
    max_epochs: int,
    threads: int | None,
    shuffle: bool,
    rng: np.random.Generator | None,
) -> None:
    """Refuse what `train`, with m images, cannot do.

    Raises
    ------
    ValueError
        Names the argument, what was found and what was expected.
    """
    if not isinstance(optimiser, Optimiser):
        raise ValueError(f"optimiser is {optimiser!r}; expected one, for example SGD(0.1)")
    whole_number("batch_size", batch_size, 1, m)
    whole_number("max_epochs", max_epochs, 1)
    if threads is not None:
        whole_number("threads", threads, 1, batch_size, of="the batch's size, ")
    if until is not None and not 0 < until <= 1:
        raise ValueError(f"until is {until}; expected an accuracy in (0, 1]")
    if shuffle != (rng is not None):
        raise ValueError("shuffle and rng go together: the order is drawn from the generator")
