"""Three more optimisers, to compare with: Nesterov's momentum, RMSProp and Adam.

In the formulas g stands for the gradient's mean over the batch, (1 / m) sum of dC/dtheta. In the
code it comes as the sum over m samples. RMSProp and Adam divide it by m first; Nesterov makes it
eta g at once.
"""

import numpy as np

from numrec.activations import Array
from numrec.optimisers import Momentum, Optimiser
from numrec.ranges import in_range


class Nesterov(Momentum):  # numpydoc ignore=PR02
    """Momentum that looks ahead: v <- mu v + eta g; theta <- theta - (mu v + eta g).

    The form in which the gradient is taken where the network is, as scikit-learn and PyTorch
    have it (Sutskever and others, "On the importance of initialization and momentum in deep
    learning", 2013, rewritten).

    Parameters
    ----------
    learning_rate : float
        eta, greater than 0.
    momentum : float
        mu, in [0, 1).
    """

    def update(self, theta: Array, g: Array, m: int, *memory: Array) -> None:
        """Let the velocity v remember, then move by what it will be."""
        (v,) = memory
        g *= self.learning_rate / m
        v *= self.momentum
        v += g
        theta -= g
        theta -= self.momentum * v


class RMSProp(Optimiser):
    """Divide by the gradient's recent size.

    s <- rho s + (1 - rho) g^2; theta <- theta - eta g / (sqrt(s) + eps). From Hinton's lectures
    (2012), with PyTorch's place for eps.

    Parameters
    ----------
    learning_rate : float
        eta, greater than 0.
    decay : float
        rho, in [0, 1): how much of the old mean square is kept.
    epsilon : float
        eps, greater than 0: keeps the division finite.
    """

    memories = 1

    def __init__(
        self, learning_rate: float = 0.001, decay: float = 0.99, epsilon: float = 1e-8
    ) -> None:
        super().__init__(learning_rate)
        self.decay = in_range("decay", decay, 0, 1, closed=True)
        self.epsilon = in_range("epsilon", epsilon, 0, np.inf)

    def update(self, theta: Array, g: Array, m: int, *memory: Array) -> None:
        """Let the mean square s remember, then move."""
        (s,) = memory
        g /= m
        s *= self.decay
        s += (1 - self.decay) * g**2
        theta -= self.learning_rate * g / (np.sqrt(s) + self.epsilon)


class Adam(Optimiser):
    """Momentum and RMSProp at once, both freed of their start at zero.

    v <- beta_1 v + (1 - beta_1) g and s <- beta_2 s + (1 - beta_2) g^2; at step t,
    theta <- theta - eta (v / (1 - beta_1^t)) / (sqrt(s / (1 - beta_2^t)) + eps). Kingma and Ba,
    "Adam: A Method for Stochastic Optimization" (2015), algorithm 1.

    Parameters
    ----------
    learning_rate : float
        eta, greater than 0.
    beta_1, beta_2 : float
        In [0, 1): how much of v and of s is kept.
    epsilon : float
        eps, greater than 0: keeps the division finite.
    """

    memories = 2

    def __init__(
        self,
        learning_rate: float = 0.001,
        beta_1: float = 0.9,
        beta_2: float = 0.999,
        epsilon: float = 1e-8,
    ) -> None:
        super().__init__(learning_rate)
        self.beta_1 = in_range("beta_1", beta_1, 0, 1, closed=True)
        self.beta_2 = in_range("beta_2", beta_2, 0, 1, closed=True)
        self.epsilon = in_range("epsilon", epsilon, 0, np.inf)

    def update(self, theta: Array, g: Array, m: int, *memory: Array) -> None:
        """Let v and s remember, then move; `steps` is t."""
        v, s = memory
        g /= m
        v *= self.beta_1
        v += (1 - self.beta_1) * g
        s *= self.beta_2
        s += (1 - self.beta_2) * g**2
        size = np.sqrt(s / (1 - self.beta_2**self.steps)) + self.epsilon
        theta -= self.learning_rate / (1 - self.beta_1**self.steps) * v / size
