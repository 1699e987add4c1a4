"""A random network that ends in softmax, with numbers for the symbols of its output layer."""

from functools import partial
from typing import Any

import numpy as np
import sympy as sp

from companion.proofs import symbolic
from companion.proofs.random_case import Case
from companion.proofs.symbolic_softmax import TOTAL, S, c, g
from numrec.activations import Array
from numrec.gradient_check import measured_gradients
from numrec.losses import Loss, output_delta
from numrec.network import Network, backprop, forward, new_network


def softmax_case(
    rng: np.random.Generator, sizes: list[int], loss: str = "cross_entropy", total: float = 1.0
) -> Case:
    """Draw a network with softmax, a sample and a target in float64, and run numrec on them.

    Both i and j are nodes of the output layer here; c is a shift of all its z, and g is dC/da.

    Parameters
    ----------
    rng : numpy.random.Generator
        Where the numbers come from.
    sizes : list of int
        Nodes per layer, the input's first.
    loss : str
        "cross_entropy" or "quadratic".
    total : float
        What the expected outputs add up to.
    """
    net = new_network(sizes, rng, loss=loss, output="softmax", dtype=np.float64)
    for l in net.b:
        net.b[l][:] = rng.normal(size=net.b[l].shape)  # zeros would hide a forgotten bias
    a0, a_hat = rng.normal(size=(sizes[0], 1)), rng.uniform(size=(sizes[-1], 1))
    a_hat *= total / a_hat.sum()
    trace, s, L = forward(net, a0), symbolic, net.L
    values: dict[Any, Any] = {
        s.i: range(sizes[-1]),
        s.j: range(sizes[-1]),
        s.n: sizes[-1],
        c: sp.Rational(3, 2),
        s.z: trace.z[L][:, 0],
        s.a: trace.a[L][:, 0],
        s.a_hat: a_hat[:, 0],
        g: net.loss.grad_a(trace.a[L], a_hat)[:, 0],
    }
    measured = measured_gradients(net, a0, a_hat)
    return Case(net, trace, backprop(net, trace, a_hat), measured, values, {TOTAL: S})


def softmax_jacobian(net: Network, z: Array) -> Array:
    """Give numrec's da_i/dz_j at one column z, shape (n_L, n_L): row i, column j.

    numrec never builds this matrix. A loss that is output i itself makes `output_delta` give
    row i.
    """
    a = net.output.f(z)
    rows = []
    for one_hot in np.eye(len(z)):
        itself = Loss("an output", lambda a, _: a, partial(_grad, one_hot[:, None]), "softmax")
        rows.append(output_delta(itself, net.output, z, a, a)[:, 0])
    return np.array(rows)


def _grad(one_hot: Array, a: Array, a_hat: Array) -> Array:
    return one_hot
