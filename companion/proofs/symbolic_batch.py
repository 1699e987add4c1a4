"""A batch in sympy: m samples side by side as the columns of a matrix, m left open.

What has two indices here has a node and a sample, in this order: `a_before[r, p]` is a_r^[L-1]
of sample p. The weights and biases belong to no sample.

This module never imports numrec's network: it is the independent oracle.
"""

from collections.abc import Callable

import sympy as sp

from companion.proofs.indices import k, m, p, r
from companion.proofs.symbolic import a_before, a_hat, b, f, f_prime, n, n_before, omega

delta = sp.IndexedBase(r"\delta")
"""delta[j, p] is dC_p/dz_j: the derivative of sample p's own loss by its own z."""

A_BEFORE = sp.MatrixSymbol(a_before.name, n_before, m)
DELTA = sp.MatrixSymbol(delta.name, n, m)
ONES = sp.OneMatrix(m, 1)
"""The batch's values and deltas as matrices, (n_{L-1}, m) and (n_L, m), and a column of ones.

`symbolic.entry` takes a product of them apart, by sympy's own definition of the product.
"""

ATerm = Callable[[sp.Expr], sp.Expr]
"""What one sample brings, by its column."""


def over_batch(term: ATerm, sample: sp.Symbol = p) -> sp.Expr:
    """Add term(p) over the samples p of the batch; the factor of another sum has its own letter."""
    return sp.Sum(term(sample), (sample, 0, m - 1))


def z_of(node: sp.Expr, sample: sp.Expr) -> sp.Expr:
    """Give z of a node for a sample, written out (step N2): only the value below is its own."""
    return sp.Sum(omega[node, r] * a_before[r, sample], (r, 0, n_before - 1)) + b[node]


def loss_of(sample: sp.Expr) -> sp.Expr:
    """Give the quadratic loss of one sample, written out (step N3)."""
    return sp.Sum((f(z_of(k, sample)) - a_hat[k, sample]) ** 2, (k, 0, n - 1))


def through_z(by: sp.Expr) -> sp.Expr:
    """Differentiate the batch's loss where each sample's is known through its delta alone.

    This is the chain rule of one layer, with any loss and any layers above it: the sum over p
    and k of delta_kp dz_kp/dby.
    """

    def of_sample(sample: sp.Expr) -> sp.Expr:
        return sp.Sum(delta[k, sample] * sp.diff(z_of(k, sample), by), (k, 0, n - 1))

    return over_batch(of_sample)


def in_full(expression: sp.Expr) -> sp.Expr:
    """Write delta out, for the quadratic loss of an output layer (steps B1, B2, B7)."""

    def written(part: sp.Indexed) -> sp.Expr:
        if part.base != delta:
            return part
        z = z_of(*part.indices)
        return 2 * (f(z) - a_hat[part.indices]) * f_prime(z)

    return expression.replace(lambda part: isinstance(part, sp.Indexed), written)
