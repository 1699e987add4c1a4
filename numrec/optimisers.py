"""How the derivatives of a batch move the weights and biases (steps O1 and O2).

An optimiser updates the network's arrays in place: `step` is the only place where a
network changes.
"""

from collections.abc import Iterator
from typing import Protocol

import numpy as np

from numrec.activations import Array
from numrec.network import Gradients, Network


class Optimiser(Protocol):
    """What `train` asks of an optimiser."""

    def step(self, net: Network, grads: Gradients, batch_size: int) -> None:
        """Move net's omega and b, in place, by the gradients summed over batch_size samples."""


class SGD:
    """Stochastic gradient descent: theta <- theta - (eta / m) sum of dC/dtheta (step O1).

    Parameters
    ----------
    learning_rate : float
        eta, greater than 0.

    Raises
    ------
    ValueError
        If the learning rate is not a finite number greater than 0.
    """

    def __init__(self, learning_rate: float) -> None:
        self.learning_rate = _positive("learning_rate", learning_rate)

    def step(self, net: Network, grads: Gradients, batch_size: int) -> None:
        """Take one step downhill, in place."""
        rate = self.learning_rate / batch_size
        for theta, dC_dtheta in parameters_with_gradients(net, grads):
            theta -= rate * dC_dtheta  # O1


class Momentum:
    """Classical momentum: v <- mu v + (eta / m) sum; theta <- theta - v (step O2).

    The velocity v starts at zero and belongs to one network.

    Parameters
    ----------
    learning_rate : float
        eta, greater than 0.
    momentum : float
        mu, in [0, 1).
    """

    def __init__(self, learning_rate: float, momentum: float = 0.99) -> None:
        self.learning_rate = _positive("learning_rate", learning_rate)
        if not 0 <= momentum < 1:
            raise ValueError(f"momentum is {momentum}; expected a number in [0, 1)")
        self.momentum = momentum
        self._velocity: list[Array] = []

    def step(self, net: Network, grads: Gradients, batch_size: int) -> None:
        """Let the velocity remember, then move by it, in place."""
        rate = self.learning_rate / batch_size
        pairs = list(parameters_with_gradients(net, grads))
        if not self._velocity:
            self._velocity = [np.zeros_like(theta) for theta, _ in pairs]
        for v, (theta, dC_dtheta) in zip(self._velocity, pairs, strict=True):
            v *= self.momentum
            v += rate * dC_dtheta
            theta -= v  # O2


def parameters_with_gradients(net: Network, grads: Gradients) -> Iterator[tuple[Array, Array]]:
    """Give each omega[l] and b[l] with its derivative, layer by layer."""
    for l in range(1, net.L + 1):
        yield net.omega[l], grads.dC_domega[l]
        yield net.b[l], grads.dC_db[l]


def _positive(name: str, value: float) -> float:
    if not (np.isfinite(value) and value > 0):
        raise ValueError(f"{name} is {value}; expected a finite number greater than 0")
    return float(value)
