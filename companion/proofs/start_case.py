"""A random layer with numbers for the letters of the starting weights."""

from typing import Any

import numpy as np
import sympy as sp

from companion.proofs.random_case import Case, random_case
from companion.proofs.symbolic_start import V, alpha, g, t, u, v
from numrec.activations import Array


def start_case(seed: int) -> Case:
    """Give a case whose last layer has 3 nodes on 5, and draws of that shape from the seed.

    `g` and `u` are what the generator with that seed gives first, so a function that draws
    weights with the same seed must be a function of them.
    """
    case = random_case(np.random.default_rng(seed), [4, 5, 3])
    shape = case.net.omega[2].shape
    values: dict[Any, Any] = case.values | {
        v: sp.Rational(3, 7),
        V: sp.Rational(5, 2),
        t: sp.Rational(4, 3),
        alpha: sp.Rational(1, 5),
        g: np.random.default_rng(seed).normal(size=shape),
        u: np.random.default_rng(seed).random(size=shape),
    }
    return case._replace(values=values, short={})


def mean_over_signs(case: Case, variance: float) -> Array:
    """Give the mean of z^2 over all weights plus or minus the root of the variance, (n_L, 1).

    That is one way to draw independent weights of that variance, and short enough to try
    every draw. The biases are 0.
    """
    n, n_before = case.net.omega[case.net.L].shape
    squares = np.zeros((n, 1))
    for pattern in np.ndindex(*[2] * n_before):
        row = np.sqrt(variance) * (2 * np.array(pattern) - 1)
        squares += _z(case, row) ** 2
    mean: Array = squares / 2**n_before
    return mean


def half_the_bend(case: Case, variance: float, h: float = 0.5) -> Array:
    """Give v/2 times the second differences of z^2 by the weights, added up, (n_L, 1).

    z^2 is a parabola in each weight. Its mean over a weight of mean 0 is its value at 0 and
    v/2 times its bend, which a difference of any h measures.
    """
    n, n_before = case.net.omega[case.net.L].shape
    at_zero = _z(case, np.zeros(n_before)) ** 2
    bend = np.zeros((n, 1))
    for weight in np.eye(n_before):
        bend += (_z(case, h * weight) ** 2 - 2 * at_zero + _z(case, -h * weight) ** 2) / h**2
    return at_zero + variance / 2 * bend


def _z(case: Case, row: Array) -> Array:
    n = case.net.sizes[-1]
    z: Array = case.rerun(omega=np.tile(row, (n, 1)), b=np.zeros((n, 1))).z[case.net.L]
    return z
