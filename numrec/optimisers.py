"""How the derivatives of a batch move the weights and biases (steps O1, O2 and G1).

An optimiser updates the network's arrays in place: `step` is the only place where training
moves one. Its kinds differ in `update`, the formula for one array, which gets the gradient as the
sum over m samples. In the docstrings g is the mean, (1 / m) sum of dC/dtheta.
"""

from collections.abc import Iterator

import numpy as np

from numrec.activations import Array
from numrec.checks import in_range, whole_number
from numrec.network import Gradients, Network


class Optimiser:
    """What all optimisers share: the step through every array, and their state.

    A kind that remembers something of the earlier steps says in `state_arrays` how many arrays
    it needs for each array theta of the network. They begin at zero and belong to one network:
    take a new optimiser for another network, or `reset` this one.

    Parameters
    ----------
    learning_rate : float
        eta, greater than 0. It may be changed between two steps, and is checked then too.
    weight_decay : float
        lambda, at least 0: each step first shrinks every weight by the share eta lambda, and no
        bias. It is decoupled from the gradient (Loshchilov and Hutter, "Decoupled Weight Decay
        Regularization", 2019, whose lambda is our eta lambda at a schedule's peak).

    Raises
    ------
    ValueError
        If the learning rate or the weight decay is out of its range.
    """

    state_arrays = 0

    def __init__(self, learning_rate: float, *, weight_decay: float = 0) -> None:
        self.learning_rate = learning_rate
        self.weight_decay = in_range("weight_decay", weight_decay, 0, np.inf, closed=True)
        self.reset()

    @property
    def learning_rate(self) -> float:
        """The learning rate eta, a finite number greater than 0."""
        return self._learning_rate

    @learning_rate.setter
    def learning_rate(self, eta: float) -> None:
        # a float of Python's: one of NumPy's would widen float32
        self._learning_rate = in_range("learning_rate", eta, 0, np.inf)

    def reset(self) -> None:
        """Begin anew: no step taken, all state zero."""
        self.steps = 0
        self._state: list[list[Array]] = []

    def step(self, net: Network, grads: Gradients, batch_size: int) -> None:
        """Move net's omega and b, in place, by the gradients summed over batch_size samples.

        The sums are divided by batch_size, a whole number of at least 1. A state of a network
        with arrays of other shapes is refused.
        """
        m = whole_number("batch_size", batch_size, 1)
        pairs = list(parameters_with_gradients(net, grads))
        self._prepare_state([theta for theta, _ in pairs])
        self.steps += 1
        if self.weight_decay:
            for omega in net.omega.values():
                omega *= 1 - self.learning_rate * self.weight_decay  # G1
        for (theta, dC_dtheta), state in zip(pairs, self._state, strict=True):
            self.update(theta, dC_dtheta, m, *state)

    def update(self, theta: Array, dC_dtheta: Array, m: int, *state: Array) -> None:
        """Move one array theta in place by dC_dtheta, its gradient summed over m samples."""
        raise NotImplementedError

    def _prepare_state(self, parameters: list[Array]) -> None:
        if not (self._state and self.state_arrays):
            self._state = [[np.zeros_like(t) for _ in range(self.state_arrays)] for t in parameters]
            return
        shapes = [theta.shape for theta in parameters]
        remembered = [arrays[0].shape for arrays in self._state]
        if remembered != shapes:
            raise ValueError(
                f"net has arrays of the shapes {shapes}; expected {remembered}, those that this "
                f"{type(self).__name__} remembers: make a new one"
            )


class SGD(Optimiser):  # numpydoc ignore=PR02
    """Stochastic gradient descent: theta <- theta - (eta / m) sum of dC/dtheta (step O1).

    Parameters
    ----------
    learning_rate, weight_decay : float
        eta and lambda, as for Optimiser.
    """

    def update(self, theta: Array, dC_dtheta: Array, m: int, *state: Array) -> None:
        """Take one step downhill."""
        theta -= (self.learning_rate / m) * dC_dtheta  # O1


class Momentum(Optimiser):
    """Classical momentum: v <- mu v + (eta / m) sum; theta <- theta - v (step O2).

    scikit-learn keeps the same velocity with the other sign. PyTorch multiplies by eta only
    when it moves, which is another path as soon as eta changes.

    Parameters
    ----------
    learning_rate, momentum, weight_decay : float
        eta and lambda, as for Optimiser, and mu, in [0, 1).
    """

    state_arrays = 1

    def __init__(
        self, learning_rate: float, momentum: float = 0.99, *, weight_decay: float = 0
    ) -> None:
        super().__init__(learning_rate, weight_decay=weight_decay)
        self.momentum = in_range("momentum", momentum, 0, 1, closed=True)

    def update(self, theta: Array, dC_dtheta: Array, m: int, *state: Array) -> None:
        """Carry the velocity v on, then move by it."""
        (v,) = state
        v *= self.momentum  # O2
        v += (self.learning_rate / m) * dC_dtheta  # O2
        theta -= v  # O2


class Nesterov(Momentum):  # numpydoc ignore=PR02
    """Momentum that looks ahead: v <- mu v + eta g; theta <- theta - (mu v + eta g).

    The form in which the gradient is taken where the network is, as scikit-learn and PyTorch
    have it (Bengio, Boulanger-Lewandowski and Pascanu, "Advances in optimizing recurrent
    networks", 2012).

    Parameters
    ----------
    learning_rate, momentum, weight_decay : float
        eta and lambda, as for Optimiser, and mu, in [0, 1).
    """

    def update(self, theta: Array, dC_dtheta: Array, m: int, *state: Array) -> None:
        """Carry the velocity v on, then move by what it will be."""
        (v,) = state
        eta_g = (self.learning_rate / m) * dC_dtheta
        v *= self.momentum
        v += eta_g
        theta -= self.momentum * v + eta_g


class RMSProp(Optimiser):
    """Divide by the gradient's recent size.

    s <- rho s + (1 - rho) g^2; theta <- theta - eta g / (sqrt(s) + eps). From Hinton's lectures
    (2012), with PyTorch's place for eps.

    Parameters
    ----------
    learning_rate, decay, epsilon, weight_decay : float
        eta; rho, in [0, 1), how much of the old mean square is kept; eps, greater than 0, which
        keeps the division finite; lambda. The first and the last are as for Optimiser.
    """

    state_arrays = 1

    def __init__(
        self,
        learning_rate: float = 0.001,
        decay: float = 0.99,
        epsilon: float = 1e-8,
        *,
        weight_decay: float = 0,
    ) -> None:
        super().__init__(learning_rate, weight_decay=weight_decay)
        self.decay = in_range("decay", decay, 0, 1, closed=True)
        self.epsilon = in_range("epsilon", epsilon, 0, np.inf)

    def update(self, theta: Array, dC_dtheta: Array, m: int, *state: Array) -> None:
        """Carry the mean square s on, then move."""
        (s,) = state
        g = dC_dtheta / m
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
    learning_rate, beta_1, beta_2, epsilon, weight_decay : float
        eta; beta_1 and beta_2, in [0, 1), how much of v and of s is kept; eps, greater than 0,
        which keeps the division finite; lambda. The first and the last are as for Optimiser.
    """

    state_arrays = 2

    def __init__(
        self,
        learning_rate: float = 0.001,
        beta_1: float = 0.9,
        beta_2: float = 0.999,
        epsilon: float = 1e-8,
        *,
        weight_decay: float = 0,
    ) -> None:
        super().__init__(learning_rate, weight_decay=weight_decay)
        self.beta_1 = in_range("beta_1", beta_1, 0, 1, closed=True)
        self.beta_2 = in_range("beta_2", beta_2, 0, 1, closed=True)
        self.epsilon = in_range("epsilon", epsilon, 0, np.inf)

    def update(self, theta: Array, dC_dtheta: Array, m: int, *state: Array) -> None:
        """Carry v and s on, then move; `steps` is t."""
        v, s = state
        g = dC_dtheta / m
        v *= self.beta_1
        v += (1 - self.beta_1) * g
        s *= self.beta_2
        s += (1 - self.beta_2) * g**2
        size = np.sqrt(s / (1 - self.beta_2**self.steps)) + self.epsilon
        theta -= self.learning_rate / (1 - self.beta_1**self.steps) * v / size


def parameters_with_gradients(net: Network, grads: Gradients) -> Iterator[tuple[Array, Array]]:
    """Each omega[l] and b[l] with its derivative, layer by layer."""
    for l in range(1, net.L + 1):
        yield net.omega[l], grads.dC_domega[l]
        yield net.b[l], grads.dC_db[l]
