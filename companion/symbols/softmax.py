"""Softmax and cross-entropy: an output layer of any width, z left as symbols (steps S1 to S5).

Softmax has a sum of its own, over k; a sum around it runs over q.
"""

import sympy as sp

from companion.symbols import Term, a_hat, derivative, in_range, q, quadratic, total
from companion.symbols.output import n, z

c = sp.Symbol("c", real=True)
"""What is added to every z: the shift of step S2."""

TOTAL, S = total(lambda k: sp.exp(z[k]), n), sp.Symbol("S", positive=True)
"""The sum below every share, and the symbol for it."""

g = sp.IndexedBase("g")
"""dC/da of some loss, of which nothing is known."""

TARGET_SUM = total(lambda q: a_hat[q], n, q)
"""The sum of the expected outputs: 1 for a digit's label."""


def softmax_at(node: sp.Expr, shift: sp.Expr | int = 0) -> sp.Expr:
    """Write a_node = e^(z_node) / sum_k e^(z_k), the shift added to every z (step S1)."""
    return sp.exp(z[node] + shift) / total(lambda k: sp.exp(z[k] + shift), n)


def cross_entropy(value_at: Term) -> sp.Expr:
    """Write C = - sum_q a_hat_q ln a_q for outputs a_q = value_at(q) (step S4)."""
    return -total(lambda q: a_hat[q] * sp.log(value_at(q)), n, q)


def squared_error(value_at: Term) -> sp.Expr:
    """Write C = sum_q (a_q - a_hat_q)^2 for outputs a_q = value_at(q) (step N3)."""
    return quadratic(value_at, index=q)


def rates_added(node: sp.Expr) -> sp.Expr:
    """Write dC/dz_node = sum_q dC/da_q da_q/dz_node for any loss: the chain rule."""
    return in_range(total(lambda q: g[q] * derivative(softmax_at(q), z[node]), n, q))


def through_softmax(g_at: Term, node: sp.Expr) -> sp.Expr:
    """Write the same with step S3 put in, for dC/da_q = g_at(q)."""
    average = total(lambda q: g_at(q) * softmax_at(q), n, q)
    return softmax_at(node) * (g_at(node) - average)
