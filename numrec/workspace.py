"""forward and backprop once more, written into arrays that are there already.

`network.py` states the equations; here each has the same letter and the same step's id, and
a place to go. Training goes through the same shapes thousands of times, and asking the
system for memory, again and again, would take as long as the small products do; so would
fetching more arrays than fit in the processor's cache. A column's numbers lie side by side, as
an image's do in MNIST: the products are fastest so. Tests hold the two files together.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from numrec.activations import Activation, Array, activation
from numrec.losses import output_delta
from numrec.network import Gradients, Network


class LossAndGradients(NamedTuple):
    """C, summed over the batch, and its derivatives; what is asked next overwrites them."""

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
    b_omega : array, optional
        One array (n_1, 1 + n_0) of which b[1], its first column, and omega[1] are views (see
        numrec.lean). Every a0 then has a row of ones before its others.
    """

    def __init__(self, net: Network, largest: int, b_omega: Array | None = None) -> None:
        dtype, hidden = net.omega[1].dtype, range(1, net.L)
        self._net, self._largest = net, largest
        self._joined = {} if b_omega is None else {1: b_omega}
        self._z = {
            l: np.empty((omega.shape[0], largest), dtype, "F") for l, omega in net.omega.items()
        }
        self._slope = {l: np.empty_like(self._z[l]) for l in hidden}
        self._dC_domega = {
            l: np.empty_like(omega) for l, omega in (net.omega | self._joined).items()
        }
        self._dC_db = {l: np.empty_like(b) for l, b in net.b.items()}
        both = {l: self._dC_domega[l] for l in self._joined}
        self._derivatives = (
            self._dC_domega | {l: array[:, 1:] for l, array in both.items()},
            self._dC_db | {l: array[:, :1] for l, array in both.items()},
        )
        self._ones = np.ones((largest, 1), dtype)
        self._bend = bend(net.hidden)

    def _forward(self, a0: Array) -> tuple[Array, dict[int, Array]]:
        """Give z[L] and a[l] for l = 0 .. L; leave f'(z[l]) in slope[l]."""
        net, L, (rows, m) = self._net, self._net.L, a0.shape
        omega = net.omega | self._joined
        omega[1] = omega[1][:, :rows]
        a = {0: a0}
        for l in range(1, L + 1):
            z = self._z[l][:, :m]
            np.matmul(omega[l], a[l - 1], out=z)  # as F1
            if l not in self._joined:  # else b[l] is a column of omega[l]
                z += net.b[l]  # as F1
            if l < L:
                self._bend(z, self._slope[l][:, :m])  # as F2
                a[l] = z  # where z was
        z_L = np.ascontiguousarray(z)  # a row side by side, for sums down the columns
        a[L] = net.output.f(z_L)  # as F2
        return z_L, a

    def loss_and_gradients(self, a0: Array, a_hat: Array) -> LossAndGradients:
        """Do what `forward` and `backprop` do, for a0 (n_0, m) and a_hat (n_L, m).

        Where a0 has fewer rows, the others count as zero. There is no dC/da^[0]: nothing below
        the first layer can change.
        """
        net, L, (rows, m) = self._net, self._net.L, a0.shape
        z_L, a = self._forward(a0)
        a_hat, dC_domega = np.ascontiguousarray(a_hat, z_L.dtype), self._dC_domega.copy()
        dC_domega[1] = dC_domega[1][:, :rows]
        self._dC_domega[1][:, rows:] = 0  # B8, where a_i = 0
        C = net.loss.C(a[L], a_hat)
        delta = {L: output_delta(net.loss, net.output, z_L, a[L], a_hat)}  # as B9
        for l in range(L, 0, -1):
            np.matmul(delta[l], a[l - 1].T, out=dC_domega[l])  # as B11, H8, V1
            if l not in self._joined:
                np.matmul(delta[l], self._ones[:m], out=self._dC_db[l])  # as B10, H8
            if l > 1:
                delta[l - 1] = a[l - 1]  # where a was: the line above was its last use
                np.matmul(net.omega[l].T, delta[l], out=delta[l - 1])
                delta[l - 1] *= self._slope[l - 1][:, :m]  # as H7
        return LossAndGradients(C, Gradients(delta, *self._derivatives))

    def predict(self, a0: Array) -> NDArray[np.intp]:
        """Give what `predict` gives, in pieces that fit in here, for a0 (n_0, m), m at least 1.

        Nothing is checked: a0 has to be finite.
        """
        starts = range(0, a0.shape[1], self._largest)
        outputs = (self._forward(a0[:, k : k + self._largest])[1][self._net.L] for k in starts)
        return np.concatenate([a_L.argmax(axis=0) for a_L in outputs])


def bend(f: Activation) -> Callable[[Array, Array], None]:
    """Give what replaces z by a = f(z), where it lies, and slope by f'(z), both (n, m).

    z is not needed again, and fewer arrays stay in the cache. Leaky ReLU is z times its slope
    (A1).
    """
    alpha, f_prime = _leaky_slope(f), f.f_prime

    def any_f(z: Array, slope: Array) -> None:
        assert f_prime is not None  # new_network refuses such a hidden layer
        a = f.f(z)
        slope[:] = f_prime(z)
        z[:] = a

    if alpha is None:
        return any_f

    def leaky_relu(z: Array, slope: Array) -> None:
        np.greater(z, 0, out=slope)  # 1 where z > 0, else 0
        np.maximum(slope, alpha, out=slope)
        z *= slope

    return leaky_relu


def _leaky_slope(f: Activation) -> float | None:
    """Give alpha where f is numrec's own ReLU or leaky ReLU, and no larger than 1 nor below 0."""
    if f == activation("relu"):
        return 0.0
    if f.alpha is not None and 0 <= f.alpha <= 1 and f == activation("leaky_relu", f.alpha):
        return f.alpha
    return None
