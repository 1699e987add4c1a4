"""float64's arithmetic in software, so that every bit of its rounding is the same everywhere.

Processors round +, -, * and / alike, but not exp. Where a page shows rounding itself, the
network runs on numbers of 53 bits, float64's own precision, that mpmath computes with
whole numbers. The lines that run are numrec's.
"""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import mpmath
import numpy as np
import sympy as sp

from numrec.activations import Activation, Array
from numrec.network import Network, forward

BITS = mpmath.ctx_mp.MPContext()
BITS.prec = 53
"""The numbers: mpf and mpc of 53 bits."""

_WIDE = mpmath.ctx_mp.MPContext()
_WIDE.dps = 50


def number(x: Any) -> Any:
    """Round a float, a whole number, a fraction or an exact sympy number to 53 bits."""
    if isinstance(x, Fraction):
        return BITS.mpf(x.numerator) / x.denominator
    if isinstance(x, sp.Basic):
        return BITS.mpf(str(sp.N(x, 30)))
    return BITS.mpf(x)


numbers: Callable[[Any], Array] = np.vectorize(number, otypes=[object])
"""The same for an array of them."""


def in_53_bits(net: Network) -> Network:
    """Return the network in software numbers.

    Raises
    ------
    ValueError
        If it has another activation than leaky ReLU inside and a sigmoid at its output.
    """
    if (net.hidden.name, net.output.name) != ("leaky_relu", "sigmoid"):
        raise ValueError(
            f"the activations are {net.hidden.name!r} and {net.output.name!r}; "
            "expected 'leaky_relu' and 'sigmoid'"
        )
    alpha = number(net.hidden.alpha)
    bend = lambda z: z if BITS.re(z) > 0 else alpha * z
    squash = lambda z: 1 / (1 + BITS.exp(-z))
    f, sigma = (np.vectorize(g, otypes=[object]) for g in (bend, squash))
    return Network(
        {l: numbers(omega) for l, omega in net.omega.items()},
        {l: numbers(b) for l, b in net.b.items()},
        Activation("leaky_relu", f, None, net.hidden.alpha),
        Activation("sigmoid", sigma, None),
        net.loss,
    )


def loss_along(
    net: Network, a0: Array, a_hat: Array, name: str, l: int, entry: tuple[int, int]
) -> Callable[[Any], Any]:
    """Return C as a function of how far one weight or bias is turned, in 53 bits.

    Parameters
    ----------
    net : Network
        A small one.
    a0, a_hat : array
        A sample and its target.
    name : str
        "omega" or "b".
    l, entry
        The layer, and (j, i) in it.
    """
    software, x0, target = in_53_bits(net), numbers(a0), numbers(a_hat)

    def C(turned: Any) -> Any:
        parameters = {"omega": dict(software.omega), "b": dict(software.b)}
        changed = parameters[name][l].copy()
        changed[entry] = changed[entry] + turned
        parameters[name][l] = changed
        there = Network(**parameters, hidden=net_f, output=net_f_L, loss=net.loss)
        return net.loss.C(forward(there, x0).a[net.L], target)

    net_f, net_f_L = software.hidden, software.output
    return C


def central(C: Callable[[Any], Any], h: Any) -> Any:
    """Return (C(h) - C(-h)) / 2h in 53 bits."""
    h = number(h)
    return (C(h) - C(-h)) / (2 * h)


def forwards(C: Callable[[Any], Any], h: Any) -> Any:
    """Return (C(h) - C(0)) / h in 53 bits."""
    h = number(h)
    return (C(h) - C(BITS.mpf(0))) / h


def complex_step(C: Callable[[Any], Any], h: Any) -> Any:
    """Return Im C(ih) / h in 53 bits."""
    h = number(h)
    return BITS.im(C(BITS.mpc(0, h))) / h


def decades(value: Any, truth: Any) -> float:
    """Return log10 of the relative error, to three places; -inf where there is none.

    `truth` is exact: a sympy number. The difference is taken in 50 digits.
    """
    exact = _WIDE.mpf(str(sp.N(truth, 50)))
    error = abs((_WIDE.mpf(value) - exact) / exact)
    return -np.inf if error == 0 else round(float(_WIDE.log10(error)), 3)
