"""The hidden layers: three layers l, l-1 and l-2 of any widths.

What belongs to layer l has a bare name here, `_before` is layer l-1 and `_two_before` is
layer l-2. Indices: k in layer l, j in l-1, i in l-2; sums run over k, r and s.
"""

import sympy as sp

from companion.symbols import (
    Term,
    a_hat,
    derivative,
    f,
    n_l,
    n_l1,
    n_l2,
    pre_activation,
    quadratic,
    quadratic_delta,
    total,
    unknown_function,
)

n, n_before, n_two_before = n_l, n_l1, n_l2
"""The widths of the layers l, l-1 and l-2."""

omega, b, z, a, delta, dC_da = (
    sp.IndexedBase(name)
    for name in (
        *(rf"{symbol}^{{[l]}}" for symbol in (r"\omega", "b", "z", "a", r"\delta")),
        r"(\partial C/\partial a^{[l]})",
    )
)
"""Layer l. delta and dC_da are what is known of the loss above it."""

omega_before, b_before, z_before, a_before, delta_before = (
    sp.IndexedBase(rf"{symbol}^{{[l-1]}}") for symbol in (r"\omega", "b", "z", "a", r"\delta")
)
a_two_before = sp.IndexedBase("a^{[l-2]}")

OMEGA = sp.MatrixSymbol(omega.name, n, n_before)
DELTA = sp.MatrixSymbol(delta.name, n, 1)
Z_BEFORE = sp.MatrixSymbol(z_before.name, n_before, 1)
DELTA_BEFORE = sp.MatrixSymbol(delta_before.name, n_before, 1)
A_TWO_BEFORE = sp.MatrixSymbol(a_two_before.name, n_two_before, 1)
"""The same as whole matrices and columns; `formulas.entry` takes them apart."""

f_before, f_before_prime = unknown_function("f_before", latex="f_{l-1}")
"""The activation of layer l-1: another one than f, of which as little is known."""


def from_values(node: sp.Expr) -> sp.Expr:
    """Write a_r^[l-1] as a symbol: one of three ways to say what is below layer l."""
    return a_before[node]


def from_z(node: sp.Expr) -> sp.Expr:
    """Write a_r^[l-1] from its z."""
    return f_before(z_before[node])


def from_below(node: sp.Expr) -> sp.Expr:
    """Write a_r^[l-1] from the parameters and the values of layer l-2."""
    return f_before(z_before_at(node))


def z_at(node: sp.Expr, below: Term = from_values) -> sp.Expr:
    """Write z of a node of layer l out (step N2), for given values below it."""
    return pre_activation(omega, below, b, node, n_before)


def z_before_at(node: sp.Expr) -> sp.Expr:
    """Write z of a node of layer l-1 out."""
    return pre_activation(omega_before, lambda s: a_two_before[s], b_before, node, n_two_before)


def whole_loss(below: Term = from_values) -> sp.Expr:
    """Write C out for l = L: sum_k (f(sum_r omega_kr below(r) + b_k) - a_hat_k)^2."""
    return quadratic(lambda node: f(z_at(node, below)), width=n)


def delta_at(node: sp.Expr, below: Term = from_values) -> sp.Expr:
    """Delta of a node of layer l = L under the quadratic loss (steps B1, B2, B7)."""
    return sp.Mul(*quadratic_delta(z_at(node, below), a_hat[node]))


def over_paths(term: Term) -> sp.Expr:
    """Sum of term(k) over the nodes k of layer l: a path to each of them."""
    return total(term, n)


def through_layer_l(by: sp.Expr, below: Term) -> sp.Expr:
    """Differentiate C by something below layer l, where C is known only through delta.

    This is the chain rule H1: sum_k delta_k dz_k/dby, for any loss and any layers above.
    """
    return over_paths(lambda node: delta[node] * derivative(z_at(node, below), by))
