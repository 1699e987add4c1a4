"""Node indices for sympy, and the widths they run to: what makes a sum collapse.

Two sets of layers share the letters: L with L-1 in the chapters on the output layer,
and l, l-1, l-2 in those on the hidden layers. Nodes are counted from 0.
"""

import sympy as sp

i, j, k, q, r, s = sp.symbols("i j k q r s", integer=True, nonnegative=True)
"""j is the node in question and i a node of the layer before it; sums run over k, r, s.

A formula with a free i cannot sum over i too, so the sums have letters of their own: k in
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
"""The letter of a sum over the nodes of a layer, or over a batch, by the width or the size."""


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


def with_our_letters(expression: sp.Expr) -> sp.Expr:
    """Rename the index of every sum over a layer to the letter that is kept for it."""

    def renamed(part: sp.Sum) -> sp.Sum:
        index, first, last = part.limits[0]
        letter = SUM_OVER[last + 1]
        return sp.Sum(part.function.subs(index, letter), (letter, first, last))

    return expression.replace(lambda part: isinstance(part, sp.Sum), renamed)
