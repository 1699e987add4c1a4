"""How the derivatives of a batch move the weights and biases (steps O1 and O2).

An optimiser updates the network's arrays in place: `step` is the only place where a
network changes. Its kinds differ in `update`, the formula for one array.
"""

from collections.abc import Iterator
from numbers import Real

import numpy as np
from numpy.typing import NDArray

from numrec.activations import Array
from numrec.network import Gradients, Network
from numrec.ranges import in_range, whole_number


class Optimiser:
    """What all optimisers share: the step through every array, and what they remember.

    A kind that remembers something of the earlier steps says in `memories` how many arrays
    it needs for each array theta of the network; they begin at zero and belong to one network:
    give another network a new optimiser, or let this one `forget`.

    Parameters
    ----------
    learning_rate : float
        eta, greater than 0. It may be changed between two steps, and is checked then too.

    Raises
    ------
    ValueError
        If the learning rate is not a finite number greater than 0.
    """

    memories = 0

    def __init__(self, learning_rate: float) -> None:
        self.learning_rate = in_range("learning_rate", learning_rate, 0, np.inf)
        self.forget()

    @property
    def learning_rate(self) -> float:
        """The learning rate eta, a finite number greater than 0."""
        return self._learning_rate

    @learning_rate.setter
    def learning_rate(self, eta: float) -> None:
        if isinstance(eta, Real):  # a symbol, where the code is proved, stands for any of them
            in_range("learning_rate", eta, 0, np.inf)
        self._learning_rate = float(eta) if isinstance(eta, np.floating) else eta

    def forget(self) -> None:
        """Begin anew: no step taken, all memories zero."""
        self.steps = 0
        self._memory: list[list[Array]] = []

    def step(
        self, net: Network, grads: Gradients, batch_size: int, *, overwrite_grads: bool = False
    ) -> None:
        """Move net's omega and b, in place, by the gradients summed over batch_size samples.

        Parameters
        ----------
        net : Network
            What is moved.
        grads : Gradients
            dC_domega[l] of shape (n_l, n_{l-1}) and dC_db[l] of shape (n_l, 1).
        batch_size : int
            m, at least 1: the sums are divided by it.
        overwrite_grads : bool
            Work in the arrays of grads, and leave no gradients in them. Faster, but only for
            who knows that nobody reads them afterwards.

        Raises
        ------
        ValueError
            If batch_size is no whole number of at least 1, or the optimiser remembers a
            network with arrays of other shapes.
        """
        m = whole_number("batch_size", batch_size, 1)  # NumPy's own would widen float32
        pairs = list(parameters_with_gradients(net, grads))
        self._remember([theta for theta, _ in pairs])
        self.steps += 1
        for (theta, dC_dtheta), memory in zip(pairs, self._memory, strict=True):
            g = dC_dtheta if overwrite_grads else dC_dtheta.astype(theta.dtype, casting="same_kind")
            self.update(theta, g, m, *memory)

    def update(self, theta: Array, g: Array, m: int, *memory: Array) -> None:
        """Move one array theta in place; g, its gradient summed over m samples, may be used up."""
        raise NotImplementedError

    def _remember(self, parameters: list[Array]) -> None:
        if not (self._memory and self.memories):
            self._memory = [[np.zeros_like(t) for _ in range(self.memories)] for t in parameters]
            return
        shapes = [theta.shape for theta in parameters]
        remembered = [memory[0].shape for memory in self._memory]
        if remembered != shapes:
            raise ValueError(
                f"this {type(self).__name__} remembers a network of the shapes {remembered}; "
                f"it is given one of {shapes}: make a new one"
            )

    def inputs_in_motion(self, n_0: int) -> NDArray[np.bool_]:
        """Tell, for each of the n_0 inputs, whether a memory would still move its weights."""
        moving = np.zeros(n_0, bool)
        for kept in self._memory[0] if self._memory else []:
            moving |= kept.any(axis=0)
        return moving

    def leave_out(self, used: NDArray[np.intp]) -> None:
        """Keep the used inputs only, in the order of `used`: no other has motion (numrec.lean)."""
        if self._memory:
            self._memory[0] = [np.asfortranarray(kept[:, used]) for kept in self._memory[0]]

    def take_back(self, used: NDArray[np.intp], n_0: int) -> None:
        """Undo `leave_out`, for all n_0 inputs."""
        for place, kept in enumerate(self._memory[0] if self._memory else []):
            self._memory[0][place] = np.zeros((kept.shape[0], n_0), kept.dtype)
            self._memory[0][place][:, used] = kept


class SGD(Optimiser):  # numpydoc ignore=PR02
    """Stochastic gradient descent: theta <- theta - (eta / m) sum of dC/dtheta (step O1).

    Parameters
    ----------
    learning_rate : float
        eta, greater than 0.
    """

    def update(self, theta: Array, g: Array, m: int, *memory: Array) -> None:
        """Take one step downhill."""
        g *= self.learning_rate / m  # O1
        theta -= g  # O1


class Momentum(Optimiser):
    """Classical momentum: v <- mu v + (eta / m) sum; theta <- theta - v (step O2).

    scikit-learn keeps the same velocity with the other sign. PyTorch multiplies by eta only
    when it moves, which is another path as soon as eta changes.

    Parameters
    ----------
    learning_rate : float
        eta, greater than 0.
    momentum : float
        mu, in [0, 1).
    """

    memories = 1

    def __init__(self, learning_rate: float, momentum: float = 0.99) -> None:
        super().__init__(learning_rate)
        self.momentum = in_range("momentum", momentum, 0, 1, closed=True)

    def update(self, theta: Array, g: Array, m: int, *memory: Array) -> None:
        """Let the velocity v remember, then move by it."""
        (v,) = memory
        v *= self.momentum  # O2
        g *= self.learning_rate / m  # O2
        v += g  # O2
        theta -= v  # O2


def parameters_with_gradients(net: Network, grads: Gradients) -> Iterator[tuple[Array, Array]]:
    """Give each omega[l] and b[l] with its derivative, layer by layer."""
    for l in range(1, net.L + 1):
        yield net.omega[l], grads.dC_domega[l]
        yield net.b[l], grads.dC_db[l]
