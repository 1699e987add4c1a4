"""The book's symbols for sympy: what all chapters share; a file beside this for each notation.

Layers have any width and activations are unknown. Two sets of layers share the indices: L with
L-1 in the chapters on the output layer, and l, l-1, l-2 in those on the hidden layers. Nodes are
counted from 0, so sums run over 0 .. n-1. Nothing here imports numrec's network: the symbols are
the independent oracle.
"""

from collections.abc import Callable, Mapping, Sequence
from itertools import product
from typing import Any

import numpy as np
import sympy as sp
from numpy.typing import NDArray
from sympy.matrices.expressions.matexpr import MatrixElement

i, j, k, q, r, s = sp.symbols("i j k q r s", integer=True, nonnegative=True)
"""j is the node in question and i a node of the layer before it; sums run over k, r, s.

A formula with a free i cannot sum over i too, so the sums have indices of their own: k in
the highest layer, r in the one below, s in the lowest. Where the sum over k is inside another
over layer L, as with softmax, that one runs over q.
"""

n_L, n_L1 = sp.symbols("n_L n_{L-1}", integer=True, positive=True)
n_l, n_l1, n_l2 = sp.symbols("n_l n_{l-1} n_{l-2}", integer=True, positive=True)
"""The widths of the layers L and L-1, and of l, l-1 and l-2."""

p = sp.Symbol("p", integer=True, nonnegative=True)
m = sp.Symbol("m", integer=True, positive=True)
"""p is a sample of a batch, and its column; m is the batch's size."""

WIDTHS_OF: dict[sp.Symbol, tuple[sp.Symbol, ...]] = {
    k: (n_L, n_l),
    q: (n_L,),
    j: (n_L, n_l1),
    i: (n_L1, n_l2),
    r: (n_L1, n_l1),
    s: (n_l2,),
    p: (m,),
}
"""Each index runs from 0 to its width less 1, in either set of layers."""

SUM_OVER: dict[sp.Symbol, sp.Symbol] = {n_L: k, n_L1: r, n_l: k, n_l1: r, n_l2: s, m: p}
"""The index of a sum over the nodes of a layer, or over a batch, by the width or the size."""

Term = Callable[[sp.Expr], sp.Expr]
"""A formula by its index: what a node or a sample brings to a sum."""


def total(term: Term, width: sp.Symbol, index: sp.Symbol | None = None) -> sp.Sum:
    """Sum of term(index) over a layer or a batch; the index is the width's own unless given."""
    index = SUM_OVER[width] if index is None else index
    return sp.Sum(term(index), (index, 0, width - 1))


def in_range(expression: sp.Expr) -> sp.Expr:
    """Collapse sums over KroneckerDelta, knowing that each index lies in its layer."""
    known = {}
    for index, widths in WIDTHS_OF.items():
        known[sp.Le(0, index)] = sp.true
        for width in widths:
            known[index <= width - 1] = sp.true
            known[index < width] = sp.true
    while True:
        collapsed = expression.doit().replace(
            lambda part: isinstance(part, sp.Piecewise), lambda part: part.subs(known)
        )
        if collapsed == expression:
            return collapsed
        expression = collapsed


def with_our_indices(expression: sp.Expr) -> sp.Expr:
    """Rename the index of every sum over a layer to the one that is kept for it."""

    def renamed(part: sp.Sum) -> sp.Sum:
        index, _, last = part.limits[0]
        return total(lambda ours: part.function.subs(index, ours), last + 1)

    return expression.replace(lambda part: isinstance(part, sp.Sum), renamed)


a_hat = sp.IndexedBase(r"\hat{a}")
"""The expected output."""


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


def pre_activation(
    omega: sp.IndexedBase, below: Term, b: sp.IndexedBase, node: sp.Expr, width: sp.Symbol
) -> sp.Expr:
    """Write z of a node out, for the values below(r) of the layer of that width (step N2)."""
    return total(lambda r: omega[node, r] * below(r), width) + b[node]


def quadratic(
    value_at: Term,
    target_at: Term = lambda node: a_hat[node],
    width: sp.Symbol = n_L,
    index: sp.Symbol | None = None,
) -> sp.Expr:
    """Write C = sum_k (a_k - a_hat_k)^2 for outputs a_k = value_at(k) (step N3)."""
    return total(lambda k: (value_at(k) - target_at(k)) ** 2, width, index)


def quadratic_delta(
    z: sp.Expr, target: sp.Expr, f: Any = f, f_prime: Any = f_prime
) -> tuple[sp.Expr, sp.Expr]:
    """Both factors of an output node's delta under the quadratic loss, dC/da and f' (step B7)."""
    return 2 * (f(z) - target), f_prime(z)


def entry(matrix: sp.MatrixExpr, row: sp.Expr, column: sp.Expr | int = 0) -> sp.Expr:
    """One entry of a matrix or a column, in indexed symbols of the matrices' names.

    sympy writes the product out by its definition, row times column.
    """

    def indexed(part: Any) -> sp.Expr:
        symbol = sp.IndexedBase(part.parent.name)
        return symbol[part.i] if part.parent.shape[1] == 1 else symbol[part.i, part.j]

    written_out = matrix[row, column]
    written_out = written_out.replace(lambda part: isinstance(part, MatrixElement), indexed)
    return with_our_indices(written_out)


def with_meanings(
    expression: sp.Expr, meanings: Mapping[sp.IndexedBase, Callable[..., sp.Expr]]
) -> sp.Expr:
    """Write out what some indexed symbols stand for: each a function of its indices."""

    def written(part: sp.Indexed) -> sp.Expr:
        return meanings[part.base](*part.indices) if part.base in meanings else part

    return expression.replace(lambda part: isinstance(part, sp.Indexed), written)


def derivative(expression: sp.Expr, by: sp.Expr) -> sp.Expr:
    """Differentiate, and take the branch for indices within their layers.

    sympy gives a Piecewise that is 0 outside of 0 <= j <= n-1; inside is what we mean.
    """
    return in_range(sp.diff(expression, by))


def free_indices(values: Mapping[Any, Any], *formulas: sp.Expr) -> list[sp.Symbol]:
    """Node indices that some formula leaves free, in the order of `values`."""
    free = {symbol for formula in formulas for symbol in sp.sympify(formula).free_symbols}
    return [symbol for symbol, v in values.items() if isinstance(v, range) and symbol in free]


def evaluate(
    formula: sp.Expr, values: Mapping[Any, Any], axes: Sequence[sp.Symbol] | None = None
) -> NDArray[np.float64]:
    """Put numbers into a formula, for every value of its free indices.

    Parameters
    ----------
    formula : sympy expression
        In the symbols of this folder.
    values : mapping
        Widths to int, other symbols to exact numbers, node indices to range, indexed
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
            entry = entry.replace(
                function, lambda x, call=call: sp.Float(float(call(np.float64(x))))
            )
        result[nodes] = float(entry)
    return result
