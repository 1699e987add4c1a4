"""The symbols of the hidden layers for sympy: three layers l, l-1 and l-2 of any widths.

What belongs to layer l has a bare name here, `_before` is layer l-1 and `_two_before` is
layer l-2. Indices: k in layer l, j in l-1, i in l-2; sums run over k, r and s.

This module never imports numrec's network: it is the independent oracle.
"""

from collections.abc import Callable

import sympy as sp

from companion.proofs.indices import k, n_l, n_l1, n_l2, r, s
from companion.proofs.symbolic import a_hat, derivative, f, f_prime, unknown_function

n, n_before, n_two_before = n_l, n_l1, n_l2
"""The widths of the layers l, l-1 and l-2."""

omega, b, z, a, delta, dC_da = (
    sp.IndexedBase(name)
    for name in (
        *(rf"{letter}^{{[l]}}" for letter in (r"\omega", "b", "z", "a", r"\delta")),
        r"(\partial C/\partial a^{[l]})",
    )
)
"""Layer l. delta and dC_da are what is known of the loss above it."""

omega_before, b_before, z_before, a_before, delta_before = (
    sp.IndexedBase(rf"{letter}^{{[l-1]}}") for letter in (r"\omega", "b", "z", "a", r"\delta")
)
a_two_before = sp.IndexedBase("a^{[l-2]}")

OMEGA = sp.MatrixSymbol(omega.name, n, n_before)
DELTA = sp.MatrixSymbol(delta.name, n, 1)
Z_BEFORE = sp.MatrixSymbol(z_before.name, n_before, 1)
DELTA_BEFORE = sp.MatrixSymbol(delta_before.name, n_before, 1)
A_TWO_BEFORE = sp.MatrixSymbol(a_two_before.name, n_two_before, 1)
"""The same as whole matrices and columns; `symbolic.entry` takes them apart."""

f_before, f_before_prime = unknown_function("f_before", latex="f_{l-1}")
"""The activation of layer l-1: another one than f, of which as little is known."""

ValueAt = Callable[[sp.Expr], sp.Expr]
"""What stands for a_r^[l-1] in a formula, by its node r: see the next three."""


def from_values(node: sp.Expr) -> sp.Expr:
    """Give a node's value in layer l-1 as a letter."""
    return a_before[node]


def from_z(node: sp.Expr) -> sp.Expr:
    """Give a node's value in layer l-1 from its z."""
    return f_before(z_before[node])


def from_below(node: sp.Expr) -> sp.Expr:
    """Give a node's value in layer l-1 from the parameters and the values of layer l-2."""
    return f_before(z_before_at(node))


def z_at(node: sp.Expr, below: ValueAt = from_values) -> sp.Expr:
    """Give z of a node of layer l, written out (step N2), for given values below it."""
    return sp.Sum(omega[node, r] * below(r), (r, 0, n_before - 1)) + b[node]


def z_before_at(node: sp.Expr) -> sp.Expr:
    """Give z of a node of layer l-1, written out."""
    return (
        sp.Sum(omega_before[node, s] * a_two_before[s], (s, 0, n_two_before - 1)) + b_before[node]
    )


def whole_loss(below: ValueAt = from_values) -> sp.Expr:
    """Write C out for l = L: sum_k (f(sum_r omega_kr below(r) + b_k) - a_hat_k)^2."""
    return sp.Sum((f(z_at(k, below)) - a_hat[k]) ** 2, (k, 0, n - 1))


def delta_at(node: sp.Expr, below: ValueAt = from_values) -> sp.Expr:
    """Give delta of a node of layer l = L under the quadratic loss (steps B1, B2, B7)."""
    z_node = z_at(node, below)
    return 2 * (f(z_node) - a_hat[node]) * f_prime(z_node)


def over_paths(term: ValueAt) -> sp.Expr:
    """Add term(k) over the nodes k of layer l: a path to each of them."""
    return sp.Sum(term(k), (k, 0, n - 1))


def through_layer_l(by: sp.Expr, below: ValueAt) -> sp.Expr:
    """Differentiate C by something below layer l, where C is known only through delta.

    This is the chain rule H1: sum_k delta_k dz_k/dby, for any loss and any layers above.
    """
    return over_paths(lambda node: delta[node] * derivative(z_at(node, below), by))
