"""The derivation's symbols for sympy: layers of any width, an activation left unknown.

This module never imports numrec's network: it is the independent oracle. Nodes are
counted from 0, so sums run over 0 .. n-1.
"""

from collections.abc import Callable, Mapping, Sequence
from itertools import product
from typing import Any

import numpy as np
import sympy as sp
from numpy.typing import NDArray
from sympy.matrices.expressions.matexpr import MatrixElement

from companion.proofs.indices import i, in_range, j, k, n_L, n_L1, r, with_our_letters

__all__ = [
    "A_BEFORE",
    "OMEGA",
    "B",
    "a",
    "a_before",
    "a_hat",
    "b",
    "derivative",
    "entry",
    "evaluate",
    "f",
    "f_L",
    "f_L_prime",
    "f_prime",
    "free_indices",
    "i",
    "in_range",
    "j",
    "k",
    "n",
    "n_before",
    "omega",
    "quadratic",
    "r",
    "unknown_function",
    "z",
    "z_at",
]

n, n_before = n_L, n_L1
"""The widths of the output layer L and of the layer before it."""

omega, b, z, a, a_hat, a_before = (
    sp.IndexedBase(name) for name in ("omega", "b", "z", "a", r"\hat{a}", "a^{[L-1]}")
)

OMEGA = sp.MatrixSymbol("omega", n, n_before)
B = sp.MatrixSymbol("b", n, 1)
A_BEFORE = sp.MatrixSymbol("a^{[L-1]}", n_before, 1)
"""omega, b and a^{[L-1]} as whole matrices; `entry` takes them apart."""


def unknown_function(name: str, latex: str | None = None) -> tuple[Any, Any]:
    """Make a function f of which nothing is known but that its derivative is called f'.

    Parameters
    ----------
    name : str
        What sympy prints.
    latex : str, optional
        What the page shows; the name unless given.

    Returns
    -------
    f, f_prime : sympy function classes
        sympy differentiates f by the chain rule to f_prime, and knows no more of either.
    """
    shown = latex or name

    def as_latex(symbol: str) -> Callable[..., str]:
        def latex(self: Any, printer: Any, exp: Any = None) -> str:
            power = f"^{{{exp}}}" if exp is not None else ""
            return rf"{symbol}{power}\left({printer._print(self.args[0])}\right)"

        return latex

    parent = (sp.Function,)
    f_prime = type(f"{name}_prime", parent, {"nargs": 1, "_latex": as_latex(f"{shown}'")})
    derivative = {"fdiff": lambda self, argindex=1: f_prime(self.args[0])}
    f = type(name, parent, {"nargs": 1, "_latex": as_latex(shown), **derivative})
    return f, f_prime


f, f_prime = unknown_function("f")

f_L, f_L_prime = unknown_function("f_L")
"""The output layer's activation where the hidden layers have f: another one, unknown as well."""


def z_at(node: sp.Expr) -> sp.Expr:
    """Give z of a node of layer L, written out (step N2)."""
    return sp.Sum(omega[node, r] * a_before[r], (r, 0, n_before - 1)) + b[node]


def quadratic(value_at: Callable[[sp.Expr], sp.Expr]) -> sp.Expr:
    """Give C = sum_k (a_k - a_hat_k)^2 for outputs a_k = value_at(k) (step N3)."""
    return sp.Sum((value_at(k) - a_hat[k]) ** 2, (k, 0, n - 1))


def entry(matrix: sp.MatrixExpr, row: sp.Expr, column: sp.Expr | int = 0) -> sp.Expr:
    """Give one entry of a matrix or a column, in indexed symbols of the matrices' names.

    sympy writes the product out by its definition, row times column.
    """

    def indexed(part: Any) -> sp.Expr:
        letter = sp.IndexedBase(part.parent.name)
        return letter[part.i] if part.parent.shape[1] == 1 else letter[part.i, part.j]

    written_out = matrix[row, column]
    written_out = written_out.replace(lambda part: isinstance(part, MatrixElement), indexed)
    return with_our_letters(written_out)


def derivative(expression: sp.Expr, by: sp.Expr) -> sp.Expr:
    """Differentiate, and take the branch for indices within their layers.

    sympy gives a Piecewise that is 0 outside of 0 <= j <= n-1; inside is what we mean.
    """
    return in_range(sp.diff(expression, by))


def free_indices(values: Mapping[Any, Any], *formulas: sp.Expr) -> list[sp.Symbol]:
    """Give the node indices that some formula leaves free, in the order of `values`."""
    free = {symbol for formula in formulas for symbol in sp.sympify(formula).free_symbols}
    return [symbol for symbol, v in values.items() if isinstance(v, range) and symbol in free]


def evaluate(
    formula: sp.Expr, values: Mapping[Any, Any], axes: Sequence[sp.Symbol] | None = None
) -> NDArray[np.float64]:
    """Put numbers into a formula, for every value of its free indices.

    Parameters
    ----------
    formula : sympy expression
        In this module's symbols, or in those of `symbolic_hidden`.
    values : mapping
        Widths to int, other letters to exact numbers, node indices to range, indexed
        symbols to arrays, functions to callables on a float.
    axes : sequence of symbols, optional
        The indices that get an axis, by default the formula's free ones.

    Returns
    -------
    array
        One axis for each free index, in the order of `values`; a number when there is none.
    """
    widths = {x: v for x, v in values.items() if isinstance(v, (int, sp.Rational))}
    arrays = {x: np.asarray(v) for x, v in values.items() if isinstance(x, sp.IndexedBase)}
    functions = {x: v for x, v in values.items() if isinstance(x, type)}
    written_out = sp.sympify(formula).subs(widths).doit()
    axes = free_indices(values, written_out) if axes is None else axes
    result = np.empty([len(values[index]) for index in axes])
    for nodes in product(*(values[index] for index in axes)):
        entry = written_out.subs(dict(zip(axes, nodes, strict=True))).doit()
        entry = entry.replace(
            lambda part: isinstance(part, sp.Indexed),
            lambda part: sp.Float(float(arrays[part.base][tuple(int(x) for x in part.indices)])),
        )
        for function, call in functions.items():
            entry = entry.replace(function, lambda x, call=call: sp.Float(float(call(float(x)))))
        result[nodes] = float(entry)
    return result
