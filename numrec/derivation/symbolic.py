"""The derivation's symbols for sympy: layers of any width, an activation left unknown.

This module never imports numrec's network: it is the independent oracle. Nodes are
counted from 0, so sums run over 0 .. n-1.
"""

from collections.abc import Callable, Mapping
from itertools import product
from typing import Any

import numpy as np
import sympy as sp
from numpy.typing import NDArray
from sympy.matrices.expressions.matexpr import MatrixElement

n, n_before = sp.symbols("n_L n_{L-1}", integer=True, positive=True)
"""The widths of the output layer L and of the layer before it."""

i, j, k, r = sp.symbols("i j k r", integer=True, nonnegative=True)
"""Node indices: j in layer L and i in layer L-1; sums run over k in L and r in L-1.

A formula with a free i cannot sum over i too, so the sums have letters of their own.
"""

WIDTH_OF: dict[sp.Symbol, sp.Symbol] = {j: n, i: n_before, k: n, r: n_before}
"""Each index runs from 0 to its width less 1."""

omega, b, z, a, a_hat, a_before = (
    sp.IndexedBase(name) for name in ("omega", "b", "z", "a", r"\hat{a}", "a^{[L-1]}")
)

OMEGA = sp.MatrixSymbol("omega", n, n_before)
B = sp.MatrixSymbol("b", n, 1)
A_BEFORE = sp.MatrixSymbol("a^{[L-1]}", n_before, 1)
"""omega, b and a^{[L-1]} as whole matrices; `entry` takes them apart."""


def unknown_function(name: str) -> tuple[Any, Any]:
    """Make a function f of which nothing is known but that its derivative is called f'.

    Returns
    -------
    f, f_prime : sympy function classes
        sympy differentiates f by the chain rule to f_prime, and knows no more of either.
    """

    def as_latex(symbol: str) -> Callable[..., str]:
        def latex(self: Any, printer: Any, exp: Any = None) -> str:
            power = f"^{{{exp}}}" if exp is not None else ""
            return rf"{symbol}{power}\left({printer._print(self.args[0])}\right)"

        return latex

    parent = (sp.Function,)
    f_prime = type(f"{name}_prime", parent, {"nargs": 1, "_latex": as_latex(f"{name}'")})
    derivative = {"fdiff": lambda self, argindex=1: f_prime(self.args[0])}
    f = type(name, parent, {"nargs": 1, "_latex": as_latex(name), **derivative})
    return f, f_prime


f, f_prime = unknown_function("f")


def z_at(node: sp.Expr) -> sp.Expr:
    """Give z of a node of layer L, written out (step N2)."""
    return sp.Sum(omega[node, r] * a_before[r], (r, 0, n_before - 1)) + b[node]


def quadratic(value_at: Callable[[sp.Expr], sp.Expr]) -> sp.Expr:
    """Give C = sum_k (a_k - a_hat_k)^2 for outputs a_k = value_at(k) (step N3)."""
    return sp.Sum((value_at(k) - a_hat[k]) ** 2, (k, 0, n - 1))


def entry(matrix: sp.MatrixExpr, row: sp.Expr) -> sp.Expr:
    """Give one entry of a column, in indexed symbols.

    sympy writes the matrix product out by its definition, row times column.
    """
    letters = {OMEGA.name: omega, B.name: b, A_BEFORE.name: a_before}

    def indexed(part: Any) -> sp.Expr:
        letter = letters[part.parent.name]
        return letter[part.i] if part.parent.shape[1] == 1 else letter[part.i, part.j]

    written_out = matrix[row, 0].replace(lambda part: isinstance(part, MatrixElement), indexed)
    return written_out.replace(
        lambda part: isinstance(part, sp.Sum),
        lambda part: sp.Sum(part.function.subs(part.limits[0][0], r), (r, *part.limits[0][1:])),
    )


def derivative(expression: sp.Expr, by: sp.Expr) -> sp.Expr:
    """Differentiate, and take the branch for indices within their layers.

    sympy gives a Piecewise that is 0 outside of 0 <= j <= n-1; inside is what we mean.
    """
    return in_range(sp.diff(expression, by))


def in_range(expression: sp.Expr) -> sp.Expr:
    """Collapse sums over KroneckerDelta, knowing that each index lies in its layer."""
    known = {}
    for index, width in WIDTH_OF.items():
        known[index <= width - 1] = sp.true
        known[sp.Le(0, index)] = sp.true
        known[index < width] = sp.true
    while True:
        collapsed = expression.doit().replace(
            lambda part: isinstance(part, sp.Piecewise), lambda part: part.subs(known)
        )
        if collapsed == expression:
            return collapsed
        expression = collapsed


def evaluate(formula: sp.Expr, values: Mapping[Any, Any]) -> NDArray[np.float64]:
    """Put numbers into a formula, for every value of its free indices.

    Parameters
    ----------
    formula : sympy expression
        In this module's symbols.
    values : mapping
        Widths to int, indexed symbols to arrays, functions to callables on a float.

    Returns
    -------
    array
        One axis for each free index of j, i (in that order); a number when there is none.
    """
    widths = {s: v for s, v in values.items() if isinstance(s, sp.Symbol)}
    arrays = {s: np.asarray(v) for s, v in values.items() if isinstance(s, sp.IndexedBase)}
    functions = {s: v for s, v in values.items() if isinstance(s, type)}
    written_out = formula.subs(widths).doit()
    free = [index for index in (j, i) if index in written_out.free_symbols]
    shape = tuple(int(widths[WIDTH_OF[index]]) for index in free)
    result = np.empty(shape)
    for nodes in product(*(range(width) for width in shape)):
        entry = written_out.subs(dict(zip(free, nodes, strict=True))).doit()
        entry = entry.replace(
            lambda part: isinstance(part, sp.Indexed),
            lambda part: sp.Float(float(arrays[part.base][tuple(int(x) for x in part.indices)])),
        )
        for function, call in functions.items():
            entry = entry.replace(function, lambda x, call=call: sp.Float(float(call(float(x)))))
        result[nodes] = float(entry)
    return result
