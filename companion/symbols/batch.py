"""A batch: m samples side by side as the columns of a matrix, m left open.

What has two indices here has a node and a sample, in this order: `a_before[r, p]` is a_r^[L-1]
of sample p. The weights and biases belong to no sample.
"""

import sympy as sp

from companion.symbols import (
    Term,
    a_hat,
    f,
    m,
    p,
    pre_activation,
    quadratic,
    quadratic_delta,
    total,
    with_meanings,
)
from companion.symbols.output import a_before, b, n, n_before, omega

delta = sp.IndexedBase(r"\delta")
"""delta[j, p] is dC_p/dz_j: the derivative of sample p's own loss by its own z."""

A_BEFORE = sp.MatrixSymbol(a_before.name, n_before, m)
DELTA = sp.MatrixSymbol(delta.name, n, m)
ONES = sp.OneMatrix(m, 1)
"""The batch's values and deltas as matrices, (n_{L-1}, m) and (n_L, m), and a column of ones."""


def over_batch(term: Term, sample: sp.Symbol = p) -> sp.Expr:
    """Sum of term(p) over the samples p of the batch; a factor that is a sum has its own index."""
    return total(term, m, sample)


def z_of(node: sp.Expr, sample: sp.Expr) -> sp.Expr:
    """Write z of a node for a sample out (step N2): only the value below is its own."""
    return pre_activation(omega, lambda r: a_before[r, sample], b, node, n_before)


def loss_of(sample: sp.Expr) -> sp.Expr:
    """Write the quadratic loss of one sample out (step N3)."""
    return quadratic(lambda k: f(z_of(k, sample)), lambda k: a_hat[k, sample])


def through_z(by: sp.Expr) -> sp.Expr:
    """Differentiate the batch's loss where each sample's is known through its delta alone.

    This is the chain rule of one layer, with any loss and any layers above it: the sum over p
    and k of delta_kp dz_kp/dby.
    """
    return over_batch(
        lambda p: total(lambda k: delta[k, p] * sp.diff(z_of(k, p), by), n),
    )


def in_full(expression: sp.Expr) -> sp.Expr:
    """Write delta out, for the quadratic loss of an output layer (steps B1, B2, B7)."""

    def written(node: sp.Expr, sample: sp.Expr) -> sp.Expr:
        return sp.Mul(*quadratic_delta(z_of(node, sample), a_hat[node, sample]))

    return with_meanings(expression, {delta: written})
