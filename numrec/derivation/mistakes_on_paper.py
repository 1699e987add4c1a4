"""The mistakes of the catalogue as formulas, for layers of any width and any f.

Two layers are enough: an output layer over a hidden one, whose node i has
u_i = s_i + c_i, with c_i its bias and s_i all that comes from below. A formula stands for
the derivative of one sample's loss by the hidden bias c_i, or by the output weight
omega_ji. Like all of the symbols, this never looks at numrec's network.
"""

from functools import cache
from typing import NamedTuple

import numpy as np
import sympy as sp

from numrec.activations import sigmoid, sigmoid_prime
from numrec.derivation import symbolic
from numrec.derivation.symbolic import (
    a_hat,
    b,
    derivative,
    f,
    f_prime,
    i,
    j,
    k,
    n,
    n_before,
    omega,
    quadratic,
    r,
)

s, c, w = (sp.IndexedBase(name) for name in ("s", "c", "omega^{[L-1]}"))


class OnPaper(NamedTuple):
    """What is written for a derivative, and the parameter that it is the derivative by."""

    written: sp.Expr
    by: sp.Expr


def u(node: sp.Expr) -> sp.Expr:
    """Give z of a hidden node."""
    return s[node] + c[node]


def z(node: sp.Expr) -> sp.Expr:
    """Give z of an output node, written out down to the hidden layer."""
    return sp.Sum(omega[node, r] * f(u(r)), (r, 0, n_before - 1)) + b[node]


def error(node: sp.Expr) -> sp.Expr:
    """Give a - a_hat of an output node."""
    return f(z(node)) - a_hat[node]


def delta(node: sp.Expr) -> sp.Expr:
    """Give delta of an output node (step B7)."""
    return 2 * error(node) * f_prime(z(node))


def by_bias(
    delta_k: sp.Expr | None = None,
    weight: sp.Expr | None = None,
    slope: sp.Expr | None = None,
    first: int = 0,
) -> OnPaper:
    """Write dC/dc_i (step H4), right but for the parts that are given."""
    delta_k = delta(k) if delta_k is None else delta_k
    weight = omega[k, i] if weight is None else weight
    slope = f_prime(u(i)) if slope is None else slope
    return OnPaper(sp.Sum(delta_k * weight, (k, first, n - 1)) * slope, c[i])


RIGHT = by_bias()

ON_PAPER: dict[str, OnPaper] = {
    "f' taken at a, in the hidden layers": by_bias(slope=f_prime(f(u(i)))),
    "f' taken at a, in the output layer": by_bias(2 * error(k) * f_prime(f(z(k)))),
    "f for f'": by_bias(slope=f(u(i))),
    "f' forgotten": by_bias(slope=sp.S(1)),
    "factor 2 missing": by_bias(delta(k) / 2),
    "sign turned": by_bias(-delta(k)),
    "mean over the outputs for the sum": by_bias(delta(k) / n),
    "transpose missing": by_bias(weight=omega[i, k]),
    "weights of the wrong layer": by_bias(weight=w[k, i]),
    "values of the wrong layer": OnPaper(delta(j) * f(z(j)), omega[j, i]),
    "one path left out": by_bias(first=1),
    "weights moved too early": by_bias(weight=omega[k, i] - delta(k) * f(u(i)) / 10),
    # What one sample's formula for any f cannot say, it writes rightly.
    "alpha forgotten below zero": RIGHT,
    "mean over the batch for the sum": RIGHT,
    "bias derivative not summed over the batch": RIGHT,
}


@cache
def refused(on_paper: OnPaper) -> bool:
    """Tell whether the formula differs from the derivative that sympy finds.

    A formula is refused by a case in numbers where the two differ, and accepted when
    their difference simplifies to 0.

    Raises
    ------
    ValueError
        If neither shows.
    """
    derived = _derived(on_paper.by)
    values = _case()
    gap = symbolic.evaluate(on_paper.written, values) - symbolic.evaluate(derived, values)
    if np.abs(gap).max() > 1e-6:
        return True
    left = sp.simplify(sp.expand(symbolic.in_range(on_paper.written) - derived))
    if left != 0:
        raise ValueError(f"no case tells {on_paper.written} from the derivative, {left} is left")
    return False


@cache
def _derived(by: sp.Expr) -> sp.Expr:
    return derivative(quadratic(lambda node: f(z(node))), by)


def _case() -> dict[object, object]:
    """Draw numbers for every letter, with square layers, where no shape gives a mistake away."""
    rng = np.random.default_rng(0)
    square = {omega: rng.normal(size=(3, 3)), w: rng.normal(size=(3, 3))}
    columns = {letter: rng.normal(size=3) for letter in (b, s, c, a_hat)}
    nodes = {j: range(3), i: range(3)}
    return {**nodes, n: 3, n_before: 3, f: sigmoid, f_prime: sigmoid_prime, **square, **columns}
