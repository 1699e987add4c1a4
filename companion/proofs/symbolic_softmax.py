"""Softmax and cross-entropy for sympy: an output layer of any width, z left as letters.

The oracle of steps S1 to S5; it never imports numrec's network. Softmax has a sum of its own,
over k; a sum around it runs over q.
"""

from collections.abc import Callable

import sympy as sp

from companion.proofs.indices import in_range, k, q
from companion.proofs.symbolic import a_hat, derivative, n, z

c = sp.Symbol("c", real=True)
"""What is added to every z: the shift of step S2."""

TOTAL, S = sp.Sum(sp.exp(z[k]), (k, 0, n - 1)), sp.Symbol("S", positive=True)
"""The sum below every share, and the letter for it."""

g = sp.IndexedBase("g")
"""dC/da of some loss, of which nothing is known."""

TARGET_SUM = sp.Sum(a_hat[q], (q, 0, n - 1))
"""The sum of the expected outputs: 1 for a digit's label."""


def softmax_at(node: sp.Expr, shift: sp.Expr | int = 0) -> sp.Expr:
    """Give a_node = e^(z_node) / sum_k e^(z_k), the shift added to every z (step S1)."""
    return sp.exp(z[node] + shift) / sp.Sum(sp.exp(z[k] + shift), (k, 0, n - 1))


def cross_entropy(value_at: Callable[[sp.Expr], sp.Expr]) -> sp.Expr:
    """Give C = - sum_q a_hat_q ln a_q for outputs a_q = value_at(q) (step S4)."""
    return -sp.Sum(a_hat[q] * sp.log(value_at(q)), (q, 0, n - 1))


def squared_error(value_at: Callable[[sp.Expr], sp.Expr]) -> sp.Expr:
    """Give C = sum_q (a_q - a_hat_q)^2 for outputs a_q = value_at(q) (step N3)."""
    return sp.Sum((value_at(q) - a_hat[q]) ** 2, (q, 0, n - 1))


def rates_added(node: sp.Expr) -> sp.Expr:
    """Give dC/dz_node = sum_q dC/da_q da_q/dz_node for any loss: the chain rule, written out."""
    return in_range(sp.Sum(g[q] * derivative(softmax_at(q), z[node]), (q, 0, n - 1)))


def through_softmax(g_at: Callable[[sp.Expr], sp.Expr], node: sp.Expr) -> sp.Expr:
    """Give the same with step S3 put in, for dC/da_q = g_at(q)."""
    average = sp.Sum(g_at(q) * softmax_at(q), (q, 0, n - 1))
    return softmax_at(node) * (g_at(node) - average)
