"""forward and backprop once more, written into arrays that are there already.

`network.py` states the equations; here each has the same letter and the same step's id, and
a place to go. Training goes through the same shapes thousands of times, and asking the
system for memory, again and again, would take as long as the small products do. A column's
numbers lie side by side, as an image's do in MNIST: the products are fastest so. In the
output layer a row's do: it has few nodes, and its sums go down the columns. Tests hold the two
files together.
"""

from typing import Any, NamedTuple

import numpy as np

from numrec.activations import Activation, Array, activation
from numrec.losses import output_delta
from numrec.network import Gradients, Network


class LossAndGradients(NamedTuple):
    """C, summed over the batch, and its derivatives; the next batch overwrites them."""

    C: Any
    grads: Gradients


class Workspace:
    """Room for the forward and the backward pass of one network.

    Parameters
    ----------
    net : Network
        Whose weights it reads, as they are at the time of each batch.
    largest : int
        The most samples that a batch will have, at least 1.
    """

    def __init__(self, net: Network, largest: int) -> None:
        dtype = net.omega[1].dtype
        layers = range(1, net.L + 1)

        def room() -> dict[int, Array]:
            rooms = {l: np.empty((net.sizes[l], largest), dtype, "F") for l in layers}
            return rooms | {net.L: np.empty((net.sizes[-1], largest), dtype)}

        self._net = net
        self._z, self._a, self._slope, self._delta = room(), room(), room(), room()
        self._a_hat = np.empty_like(self._a[net.L])
        self._dC_domega = {l: np.empty_like(net.omega[l]) for l in layers}
        self._dC_db = {l: np.empty_like(net.b[l]) for l in layers}
        self._ones = np.ones((largest, 1), dtype)

    def loss_and_gradients(self, a0: Array, a_hat: Array) -> LossAndGradients:
        """Do what `forward` and `backprop` do, for a0 (n_0, m) and a_hat (n_L, m).

        There is no dC/da^[0]: nothing below the first layer can change.
        """
        net, L, m = self._net, self._net.L, a0.shape[1]
        rooms = (self._z, self._a, self._slope, self._delta)
        z, a, slope, delta = ({l: room[l][:, :m] for l in room} for room in rooms)
        a[0], target = a0, self._a_hat[:, :m]
        target[:] = a_hat
        for l in range(1, L + 1):
            np.matmul(net.omega[l], a[l - 1], out=z[l])  # as F1
            z[l] += net.b[l]
            if l < L:
                bend(net.hidden, z[l], a[l], slope[l])  # as F2
        a[L][:] = net.output.f(z[L])  # as F2
        delta[L][:] = output_delta(net.loss, net.output, z[L], a[L], target)  # as B9
        for l in range(L - 1, 0, -1):
            np.matmul(net.omega[l + 1].T, delta[l + 1], out=delta[l])
            delta[l] *= slope[l]  # as H7
        for l in range(1, L + 1):
            np.matmul(delta[l], a[l - 1].T, out=self._dC_domega[l])  # as B11, H8, V1
            np.matmul(delta[l], self._ones[:m], out=self._dC_db[l])  # as B10, H8
        C = net.loss.C(a[L], target)
        return LossAndGradients(C, Gradients(delta, self._dC_domega, self._dC_db))


def bend(f: Activation, z: Array, a: Array, slope: Array) -> None:
    """Put f(z) into a and f'(z) into slope; leaky ReLU is z times its slope (A1)."""
    alpha = _leaky_slope(f)
    if alpha is None:
        assert f.f_prime is not None  # new_network refuses such a hidden layer
        a[:] = f.f(z)
        slope[:] = f.f_prime(z)
    else:
        np.greater(z, 0, out=slope)  # 1 where z > 0, else 0
        np.maximum(slope, alpha, out=slope)
        np.multiply(z, slope, out=a)


def _leaky_slope(f: Activation) -> float | None:
    """Give alpha where f is numrec's own ReLU or leaky ReLU, and no larger than 1 nor below 0."""
    if f == activation("relu"):
        return 0.0
    if f.alpha is not None and 0 <= f.alpha <= 1 and f == activation("leaky_relu", f.alpha):
        return f.alpha
    return None
