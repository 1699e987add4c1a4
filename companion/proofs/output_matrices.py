"""The output layer's columns as whole symbols, for the equations in matrix form.

`symbolic.entry` takes such an equation apart, entry by entry, by sympy's own definitions of the
products; `in_full` then writes what stands in each column. This module never imports the network.
"""

from collections.abc import Callable

import sympy as sp
from sympy.matrices.expressions import HadamardProduct

from companion.proofs.symbolic import a_hat, f, f_prime, n, z_at

GRAD_A = sp.MatrixSymbol(r"\nabla_a C", n, 1)
F_PRIME = sp.MatrixSymbol("f'(z)", n, 1)
DELTA = sp.MatrixSymbol(r"\delta", n, 1)
"""grad_a C, f'(z) and delta of layer L, each (n_L, 1)."""

_grad_a, _f_prime, _delta = (sp.IndexedBase(m.name) for m in (GRAD_A, F_PRIME, DELTA))


def hadamard(left: sp.MatrixExpr, right: sp.MatrixExpr) -> sp.MatrixExpr:
    """Give left ⊙ right: entry times entry, both of one shape."""
    return HadamardProduct(left, right)


def outer(column: sp.MatrixExpr, other: sp.MatrixExpr) -> sp.MatrixExpr:
    """Give column ⊗ other = column other^T: each entry of the one times each of the other."""
    return column * other.T


def in_full(expression: sp.Expr, z_of: Callable[[sp.Expr], sp.Expr] = z_at) -> sp.Expr:
    """Write out the entries of grad_a C (step B1), of f'(z) (B2) and of delta (B7).

    z_of gives z of a node: written out, or as a letter.
    """

    def written(part: sp.Indexed) -> sp.Expr:
        node = part.indices[0]
        grad_a, slope = 2 * (f(z_of(node)) - a_hat[node]), f_prime(z_of(node))
        meanings = {_grad_a: grad_a, _f_prime: slope, _delta: grad_a * slope}
        return meanings.get(part.base, part)

    return expression.replace(lambda part: isinstance(part, sp.Indexed), written)
