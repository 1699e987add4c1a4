"""The network: its record, the forward pass and backpropagation.

A sample is a column, and the layers l = 1 .. L are the dictionaries' keys, so a line is
an equation of the book, letter for letter. The comment behind it names the step.

These lines are proved, and these lines train: they run on floats, on complex numbers (the
complex step) and on sympy's symbols. `out=` only says where a result is put: in the arrays of
an earlier call, which training makes once, or, without it, in new ones.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import DTypeLike, NDArray

from numrec.activations import Activation, Array, as_activation
from numrec.checks import as_columns, check_finite
from numrec.initialise import INITIALISATIONS, check_start
from numrec.losses import Loss, check_choice, loss_by_name, output_delta


@dataclass(frozen=True)
class Network:
    """A multilayer perceptron: plain data.

    Attributes
    ----------
    omega : dict of int to array
        omega[l], the weights into layer l: shape (n_l, n_{l-1}), for l = 1 .. L.
    b : dict of int to array
        b[l], the biases of layer l: shape (n_l, 1).
    hidden, output : Activation
        f of the layers 1 .. L-1, and of layer L.
    loss : Loss
        The loss C that training lowers.
    """

    omega: dict[int, Array]
    b: dict[int, Array]
    hidden: Activation
    output: Activation
    loss: Loss

    @property
    def L(self) -> int:
        """Number of layers, the input not counted."""
        return len(self.omega)

    @property
    def sizes(self) -> list[int]:
        """Nodes of each layer, from the input to the output."""
        return [self.omega[1].shape[1]] + [self.omega[l].shape[0] for l in range(1, self.L + 1)]

    def f(self, l: int) -> Activation:
        """Activation of layer l."""
        return self.output if l == self.L else self.hidden

    def astype(self, dtype: DTypeLike) -> "Network":
        """Copy of the network with numbers of that type; what is too large becomes infinite."""
        with np.errstate(over="ignore"):
            omega = {l: array.astype(dtype) for l, array in self.omega.items()}
            b = {l: array.astype(dtype) for l, array in self.b.items()}
        return replace(self, omega=omega, b=b)


class Trace(NamedTuple):
    """What a forward pass saw: z[l] for l = 1 .. L and a[l] for l = 0 .. L, all (n_l, m)."""

    z: dict[int, Array]
    a: dict[int, Array]


class Gradients(NamedTuple):
    """The derivatives of C, for l = 1 .. L.

    delta[l] is dC/dz, (n_l, m); dC_domega[l] (n_l, n_{l-1}) and dC_db[l] (n_l, 1) are
    sums over the m samples.
    """

    delta: dict[int, Array]
    dC_domega: dict[int, Array]
    dC_db: dict[int, Array]


def new_network(
    sizes: Sequence[int],
    rng: np.random.Generator,
    *,
    hidden: str | Activation = "leaky_relu",
    alpha: float = 0.01,
    loss: str = "cross_entropy",
    output: str | Activation | None = None,
    initialisation: str = "he",
    dtype: DTypeLike = np.float32,
) -> Network:
    """Draw a network of the given layer sizes.

    Parameters
    ----------
    sizes : sequence of int
        Nodes per layer, the input's first: at least two numbers, each at least 1.
    rng : numpy.random.Generator
        Where the weights come from; one seed gives one network.
    hidden : str or Activation
        The activation of the hidden layers.
    alpha : float
        Slope of leaky ReLU for z <= 0.
    loss : str
        "cross_entropy" or "quadratic".
    output : str or Activation, optional
        The last layer's activation. Without it the loss chooses: sigmoid for the quadratic
        loss, softmax for cross-entropy.
    initialisation : str
        "he" or "uniform" (steps I2, I1). Biases start at zero (step I3).
    dtype : dtype
        float32 trains fastest; float64 for checking derivatives.

    Raises
    ------
    ValueError
        If the sizes make no network, a name is not known, an argument is of another kind,
        softmax is asked for in a hidden layer, or cross-entropy meets an output that is not
        in (0, 1).
    """
    sizes = list(sizes)
    check_start(sizes, rng, initialisation, dtype)
    chosen_loss = loss_by_name(loss)
    f = as_activation(hidden, alpha, "hidden")
    f_L = as_activation(chosen_loss.output if output is None else output, alpha, "output")
    check_choice(f, f_L, chosen_loss)
    draw = INITIALISATIONS[initialisation]
    return Network(
        omega={l: draw(sizes[l], sizes[l - 1], rng).astype(dtype) for l in range(1, len(sizes))},
        b={l: np.zeros((sizes[l], 1), dtype) for l in range(1, len(sizes))},  # I3
        hidden=f,
        output=f_L,
        loss=chosen_loss,
    )


def forward(net: Network, a0: Array, out: Trace | None = None) -> Trace:
    """Run the network on m samples, keeping every layer's z and a.

    Parameters
    ----------
    net : Network
        What is run.
    a0 : array
        The input, shape (n_0, m), or (n_0,) for one sample.
    out : Trace, optional
        What an earlier call returned for this network. If it was of m samples too, its z is
        written over: do not read that trace again.

    Raises
    ------
    ValueError
        If a0 has another number of rows; says so when the samples lie in rows.
    """
    a = {0: as_columns(a0, net.sizes[0], "a0")}
    z = {}
    if out is None or out.a[0].shape != a[0].shape:
        out = Trace({}, {})
    for l in range(1, net.L + 1):
        z[l] = np.matmul(net.omega[l], a[l - 1], out=out.z.get(l))  # N2, F1
        z[l] = np.add(z[l], net.b[l], out=out.z.get(l))  # N2, F1
        a[l] = net.f(l).f(z[l])  # N1, F2
    return Trace(z, a)


def backprop(net: Network, trace: Trace, a_hat: Array, out: Gradients | None = None) -> Gradients:
    """Find the derivatives of C by going from the output layer down (step H9).

    Parameters
    ----------
    net, trace : Network, Trace
        What was run, and what `forward` returned for it.
    a_hat : array
        The target, shape (n_L, m), or (n_L,) for one sample.
    out : Gradients, optional
        What an earlier call returned for this network. If it was of m samples too, it is
        written over: do not read those gradients again.

    Raises
    ------
    ValueError
        If a_hat has not the shape of the network's output, or trace is another network's.
    """
    z, a, L = trace.z, trace.a, net.L
    if (seen := [len(layer) for layer in a.values()]) != net.sizes:
        raise ValueError(f"trace is of layers {seen}; expected {net.sizes}, those of net")
    a_hat = as_columns(a_hat, net.sizes[L], "a_hat")
    if a_hat.shape != a[L].shape:
        raise ValueError(f"a_hat has shape {a_hat.shape}; expected {a[L].shape}, the output's")
    if out is None or out.delta[L].shape != a_hat.shape:
        out = Gradients({}, {}, {})
    delta_L = output_delta(net.loss, net.output, z[L], a[L], a_hat)  # B9
    delta = backward(net, trace, delta_L, out.delta)  # H9
    dC_domega, dC_db = {}, {}
    at = out.dC_domega  # where they are written; nowhere yet, if it is empty
    for l in range(1, L + 1):
        dC_domega[l] = np.matmul(delta[l], a[l - 1].T, out=at.get(l))  # B5, B6, B8, B11, H5, H8, V1
        dC_db[l] = delta[l].sum(axis=1, keepdims=True)  # B3, B4, B8, B10, H4, H8
    return Gradients(delta, dC_domega, dC_db)


def backward(
    net: Network, trace: Trace, delta_L: Array, out: dict[int, Array] | None = None
) -> dict[int, Array]:
    """Carry delta^[L] (n_L, m) down: return the derivative with respect to z[l] for l = 1 .. L.

    It is dC/dz^[L] in `backprop`; any other number that depends on z[L] has its derivatives found
    so too. `out` holds arrays of the layers below L to write into.
    """
    delta, out, f_prime = {net.L: delta_L}, out or {}, net.hidden.f_prime
    assert f_prime is not None  # new_network refuses such a hidden layer
    for l in range(net.L - 1, 0, -1):
        dC_da = np.matmul(net.omega[l + 1].T, delta[l + 1], out=out.get(l))  # H1, H2, H3, H6, H7
        delta[l] = np.multiply(dC_da, f_prime(trace.z[l]), out=out.get(l))  # H6, H7
    return delta


def predict(net: Network, a0: Array) -> NDArray[np.intp]:
    """Return the node with the largest output for each of the m samples, shape (m,).

    Parameters
    ----------
    net, a0
        As for `forward`; a number in a0 that is not finite is a ValueError too.
    """
    a = forward(net, a0).a
    check_finite(a[0], a[net.L], "a0")
    return np.asarray(a[net.L].argmax(axis=0))
