"""The variance of a layer's z (steps I1 and I2).

E stands for the mean over all draws of the
weights. Of the weights it is known that each has mean 0 and variance v, and that two of them are
independent, so that E[omega_ji omega_jr] is v where i = r, and 0 elsewhere.
"""

import sympy as sp

from companion.symbols import i, r, total
from companion.symbols.output import a_before, n_before

v, V, alpha = sp.symbols(r"v V \alpha", positive=True)
"""The weights' variance, the variance of the z of layer L-1, and leaky ReLU's slope below 0."""

t = sp.Symbol("t", positive=True)
"""How far some z is from 0, on either side."""

g, u = sp.IndexedBase("g"), sp.IndexedBase("u")
"""Draws from the standard normal distribution, and evenly from [0, 1)."""


def leaky_relu(z: sp.Expr) -> sp.Expr:
    """Write z where z > 0, else alpha z (step A1)."""
    return sp.Piecewise((z, z > 0), (alpha * z, True))


def mean_of_z_squared() -> sp.Expr:
    """Write E[z_j^2] for given values of the layer before: each weight times each other."""
    together = v * sp.KroneckerDelta(i, r)
    inner = total(lambda i: together * a_before[i] * a_before[r], n_before, i)
    return total(lambda r: inner, n_before)


def folded() -> sp.Expr:
    """Write the mean of f(z)^2 over z = t and z = -t, which are equally likely."""
    return (leaky_relu(t) ** 2 + leaky_relu(-t) ** 2) / 2


def next_variance() -> sp.Expr:
    """Write Var z of layer L where each z of layer L-1 is symmetric and has the variance V."""
    mean_of_a_squared = folded().subs(t, sp.sqrt(V))  # t^2 has the mean V
    return total(lambda r: v * mean_of_a_squared, n_before).doit()
