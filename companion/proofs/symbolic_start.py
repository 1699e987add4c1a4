"""The variance of a layer's z for sympy: steps I1 and I2, for layers of any width.

The oracle; it never imports numrec's network. E stands for the mean over all draws of the
weights. Of the weights it is known that each has mean 0 and variance v, and that two of them are
independent, so that E[omega_ji omega_jr] is v where i = r, and 0 elsewhere.
"""

import sympy as sp

from companion.proofs.symbolic import a_before, i, n_before, r

v, V, alpha = sp.symbols(r"v V \alpha", positive=True)
"""The weights' variance, the variance of the z of layer L-1, and leaky ReLU's slope below 0."""

t = sp.Symbol("t", positive=True)
"""How far some z is from 0, on either side."""

g, u = sp.IndexedBase("g"), sp.IndexedBase("u")
"""Draws from the standard normal distribution, and evenly from [0, 1)."""


def leaky_relu(z: sp.Expr) -> sp.Expr:
    """Give z where z > 0, else alpha z (step A1)."""
    return sp.Piecewise((z, z > 0), (alpha * z, True))


def mean_of_z_squared() -> sp.Expr:
    """Give E[z_j^2] for given values of the layer before: each weight times each other."""
    together = v * sp.KroneckerDelta(i, r)
    inner = sp.Sum(together * a_before[i] * a_before[r], (i, 0, n_before - 1))
    return sp.Sum(inner, (r, 0, n_before - 1))


def folded() -> sp.Expr:
    """Give the mean of f(z)^2 over z = t and z = -t, which are equally likely."""
    return (leaky_relu(t) ** 2 + leaky_relu(-t) ** 2) / 2


def next_variance() -> sp.Expr:
    """Give Var z of layer L where each z of layer L-1 is symmetric and has the variance V."""
    mean_of_a_squared = folded().subs(t, sp.sqrt(V))  # t^2 has the mean V
    return sp.Sum(v * mean_of_a_squared, (r, 0, n_before - 1)).doit()
