"""The mutants as formulas, for layers of any width and any activations.

Two layers are enough for most: an output layer over a hidden one, whose node i has
u_i = s_i + c_i, with c_i its bias and s_i all that comes from below. Such a formula stands for
the derivative of one sample's loss by the hidden bias c_i, or by the output weight omega_ji.
What goes wrong in a batch alone needs the loss of a batch, and what goes wrong in leaky ReLU
alone needs leaky ReLU. Like the symbols, this never looks at numrec's network.
"""

from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple

import numpy as np
import sympy as sp

from companion.symbols import (
    a_hat,
    batch,
    derivative,
    entry,
    evaluate,
    f,
    f_L,
    f_L_prime,
    f_prime,
    free_indices,
    i,
    in_range,
    j,
    k,
    m,
    p,
    pre_activation,
    quadratic,
    quadratic_delta,
)
from companion.symbols.output import a_before, b, n, n_before, omega
from companion.symbols.output import z as z_symbol
from numrec.activations import sigmoid, sigmoid_prime

alpha = sp.Symbol("alpha", positive=True)

s, c, w = (sp.IndexedBase(name) for name in ("s", "c", "omega^{[L-1]}"))


class Formula(NamedTuple):
    """What is written for a derivative, what it is the derivative of and by, and numbers."""

    written: sp.Expr
    of: sp.Expr
    by: sp.Expr
    values: Callable[[], dict[Any, Any]]


def u(node: sp.Expr) -> sp.Expr:
    """Write z of a hidden node."""
    return s[node] + c[node]


def z(node: sp.Expr) -> sp.Expr:
    """Write z of an output node out, down to the hidden layer."""
    return pre_activation(omega, lambda r: f(u(r)), b, node, n_before)


def delta(node: sp.Expr, slope_at: sp.Expr | None = None) -> sp.Expr:
    """Write delta of an output node (step B7), with f' at z or elsewhere."""
    error, slope = quadratic_delta(z(node), a_hat[node], f_L, f_L_prime)
    return error * (slope if slope_at is None else f_L_prime(slope_at))


def one_sample() -> dict[Any, Any]:
    """Draw numbers for every symbol, with square layers, where no shape gives a mistake away."""
    rng = np.random.default_rng(0)
    square = {omega: rng.normal(size=(3, 3)), w: rng.normal(size=(3, 3))}
    columns = {symbol: rng.normal(size=3) for symbol in (b, s, c, a_hat)}
    return {**_LAYERS, **square, **columns}


def three_samples() -> dict[Any, Any]:
    """Draw numbers for a batch of three, so that no shape gives a mistake away here either."""
    rng = np.random.default_rng(0)
    square = {symbol: rng.normal(size=(3, 3)) for symbol in (omega, a_before, a_hat)}
    return {**_LAYERS, p: range(3), m: 3, b: rng.normal(size=3), **square}


def both_sides_of_zero() -> dict[Any, Any]:
    """Put z on both sides of leaky ReLU's kink."""
    return {j: range(3), alpha: sp.Rational(1, 5), z_symbol: np.array([-1.5, -0.5, 2.0])}


_LAYERS: dict[Any, Any] = {
    j: range(3),
    i: range(3),
    n: 3,
    n_before: 3,
    f: sigmoid,
    f_prime: sigmoid_prime,
    f_L: np.tanh,
    f_L_prime: lambda x: 1 - np.tanh(x) ** 2,
}

LOSS = quadratic(lambda node: f_L(z(node)))
BATCH_LOSS = batch.over_batch(batch.loss_of)
LEAKY_RELU = sp.Piecewise((z_symbol[j], z_symbol[j] > 0), (alpha * z_symbol[j], True))


def by_bias(
    delta_k: sp.Expr | None = None,
    weight: sp.Expr | None = None,
    slope: sp.Expr | None = None,
    first: int = 0,
) -> Formula:
    """Write dC/dc_i (step H4), right but for the parts that are given."""
    delta_k = delta(k) if delta_k is None else delta_k
    weight = omega[k, i] if weight is None else weight
    slope = f_prime(u(i)) if slope is None else slope
    return Formula(sp.Sum(delta_k * weight, (k, first, n - 1)) * slope, LOSS, c[i], one_sample)


RIGHT = by_bias()

FORMULAS: dict[str, Formula] = {
    "f' taken at a, in the hidden layers": by_bias(slope=f_prime(f(u(i)))),
    "f' taken at a, in the output layer": by_bias(delta(k, slope_at=f_L(z(k)))),
    "f for f'": by_bias(slope=f(u(i))),
    "f' forgotten": by_bias(slope=sp.S(1)),
    "f' of the output layer, in the hidden layers": by_bias(slope=f_L_prime(u(i))),
    "alpha forgotten below zero": Formula(
        sp.Piecewise((1, z_symbol[j] > 0), (0, True)),
        LEAKY_RELU,
        z_symbol[j],
        both_sides_of_zero,
    ),
    "factor 2 missing": by_bias(delta(k) / 2),
    "sign turned": by_bias(-delta(k)),
    "mean over the outputs for the sum": by_bias(delta(k) / n),
    "mean over the batch for the sum": Formula(
        batch.in_full(entry(batch.DELTA * batch.A_BEFORE.T, j, i)) / m,
        BATCH_LOSS,
        omega[j, i],
        three_samples,
    ),
    "bias derivative not summed over the batch": Formula(
        batch.in_full(batch.delta[j, p]), BATCH_LOSS, b[j], three_samples
    ),
    "transpose missing": by_bias(weight=omega[i, k]),
    "weights of the wrong layer": by_bias(weight=w[k, i]),
    "values of the wrong layer": Formula(delta(j) * f_L(z(i)), LOSS, omega[j, i], one_sample),
    "one path left out": by_bias(first=1),
    "weights moved too early": by_bias(weight=omega[k, i] - delta(k) * f(u(i)) / 10),
}


@cache
def refused(formula: Formula) -> bool:
    """Tell whether the formula differs from the derivative that sympy finds.

    A formula is refused by a case in numbers where the two differ, and accepted when
    their difference simplifies to 0.

    Raises
    ------
    ValueError
        If neither shows.
    """
    derived, values = _derived(formula.of, formula.by), formula.values()
    axes = free_indices(values, formula.written, derived)
    gap = evaluate(formula.written, values, axes)
    gap -= evaluate(derived, values, axes)
    if np.abs(gap).max() > 1e-6:
        return True
    left = sp.simplify(sp.expand(in_range(formula.written) - derived))
    if left != 0:
        raise ValueError(f"no case tells {formula.written} from the derivative, {left} is left")
    return False


@cache
def _derived(of: sp.Expr, by: sp.Expr) -> sp.Expr:
    return derivative(of, by)
