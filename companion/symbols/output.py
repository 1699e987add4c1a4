"""The output layer L and the layer before it: indexed symbols, and the same as whole matrices.

`formulas.entry` takes an equation of matrices apart, entry by entry, by sympy's own definitions
of the products; `in_full` then writes what stands in each column.
"""

import sympy as sp
from sympy.matrices.expressions import HadamardProduct

from companion.symbols import (
    Term,
    a_hat,
    n_L,
    n_L1,
    pre_activation,
    quadratic_delta,
    with_meanings,
)

n, n_before = n_L, n_L1
"""The widths of the output layer L and of the layer before it."""

omega, b, z, a, a_before = (sp.IndexedBase(name) for name in ("omega", "b", "z", "a", "a^{[L-1]}"))

OMEGA = sp.MatrixSymbol("omega", n, n_before)
B = sp.MatrixSymbol("b", n, 1)
A_BEFORE = sp.MatrixSymbol("a^{[L-1]}", n_before, 1)
"""omega, b and a^{[L-1]} as whole matrices."""

GRAD_A = sp.MatrixSymbol(r"\nabla_a C", n, 1)
F_PRIME = sp.MatrixSymbol("f'(z)", n, 1)
DELTA = sp.MatrixSymbol(r"\delta", n, 1)
"""grad_a C, f'(z) and delta of layer L, each (n_L, 1)."""


def z_at(node: sp.Expr) -> sp.Expr:
    """Write z of a node of layer L out (step N2)."""
    return pre_activation(omega, lambda r: a_before[r], b, node, n_before)


def hadamard(left: sp.MatrixExpr, right: sp.MatrixExpr) -> sp.MatrixExpr:
    """Write left ⊙ right: entry times entry, both of one shape."""
    return HadamardProduct(left, right)


def outer(column: sp.MatrixExpr, other: sp.MatrixExpr) -> sp.MatrixExpr:
    """Write column ⊗ other = column other^T: each entry of the one times each of the other."""
    return column * other.T


def in_full(expression: sp.Expr, z_of: Term = z_at) -> sp.Expr:
    """Write out the entries of grad_a C (step B1), of f'(z) (B2) and of delta (B7).

    z_of gives z of a node: written out, or as a symbol.
    """

    def factors(node: sp.Expr) -> tuple[sp.Expr, sp.Expr]:
        return quadratic_delta(z_of(node), a_hat[node])

    return with_meanings(
        expression,
        {
            sp.IndexedBase(GRAD_A.name): lambda node: factors(node)[0],
            sp.IndexedBase(F_PRIME.name): lambda node: factors(node)[1],
            sp.IndexedBase(DELTA.name): lambda node: sp.Mul(*factors(node)),
        },
    )
