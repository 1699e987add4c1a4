"""What floats do to the equations: how far rounding can push a pass, and how far it does.

The equations are proved for real numbers; a float keeps 24 or 53 bits of each. `bounds` follows
the lines of `forward` and `backprop` with a number and how far off it can be, in whatever order
a library adds. `measured` runs numrec's own lines on floats and, as the truth, on numbers of 40
digits. The bounds take for granted that no number underflows, that +, -, * and / are rounded as
IEEE 754 says, and that exp is off by `EXP_UNITS` at most.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

import mpmath
import numpy as np

from numrec.activations import Activation, Array
from numrec.network import Gradients, Network, Trace, backprop, forward

UNIT = {"float32": 2.0**-24, "float64": 2.0**-53}
"""How far off one rounding is, at most, as a share of the number."""

EXP_UNITS = 8
"""How many of these exp is off, at most: four units in the last place. Assumed, not shown."""

_WIDE = mpmath.ctx_mp.MPContext()
_WIDE.dps = 40


class Off(NamedTuple):
    """Numbers, and how far off what a computer has for them can be: two arrays of one shape."""

    x: Array
    off: Array

    @property
    def size(self) -> Array:
        """The largest that the computer's number can be, without its sign."""
        return np.abs(self.x) + self.off


class Share(NamedTuple):
    """How far off the numbers of each layer are, as a share of the layer's largest.

    `z` is the forward pass's and `dC_domega` the backward pass's, for l = 1 .. L.
    """

    z: dict[int, float]
    dC_domega: dict[int, float]


def gamma(n: int, u: float) -> float:
    """Return n u / (1 - n u): how far n roundings in a row can push a number, as a share of it.

    Raises
    ------
    ValueError
        If n u is 1 or more: then nothing is left to be said.
    """
    if not n * u < 1:
        raise ValueError(f"{n} roundings of {u:g} each are {n * u:g}; expected less than 1")
    return n * u / (1 - n * u)


def bounds(net: Network, a0: Array, a_hat: Array, dtype: str) -> Share:
    """Say how far off numrec's numbers can be in that type, whichever way each rounding goes.

    Parameters
    ----------
    net : Network
        Leaky ReLU or sigmoid in its hidden layers, a sigmoid at its output, the quadratic loss.
        Its weights are taken as exact.
    a0, a_hat : array
        Samples (n_0, m) and targets (n_L, m), which the type holds exactly.
    dtype : str
        "float32" or "float64".

    Raises
    ------
    ValueError
        If the network has another activation or loss.
    """
    u, L = UNIT[dtype], net.L
    if net.loss.name != "quadratic":
        raise ValueError(f"the loss is {net.loss.name!r}; expected 'quadratic'")
    omega = {l: _exact(net.omega[l]) for l in net.omega}
    z: dict[int, Off] = {}
    a = {0: _exact(a0)}
    for l in range(1, L + 1):
        z[l] = total(product(omega[l], a[l - 1], u), _exact(net.b[l]), u)
        a[l] = activated(net.f(l), z[l], u)
    error = total(a[L], _exact(-a_hat), u)
    delta = {
        L: product(Off(2 * error.x, 2 * error.off), slope_of(net.f(L), z[L], u), u, np.multiply)
    }
    for l in range(L - 1, 0, -1):
        dC_da = product(Off(omega[l + 1].x.T, omega[l + 1].off.T), delta[l + 1], u)
        delta[l] = product(dC_da, slope_of(net.f(l), z[l], u), u, np.multiply)
    dC_domega = {
        l: product(delta[l], Off(a[l - 1].x.T, a[l - 1].off.T), u) for l in range(1, L + 1)
    }

    def largest(layers: Mapping[int, Off]) -> dict[int, float]:
        return {l: _share(layer.off, layer.x) for l, layer in layers.items()}

    return Share(largest(z), largest(dC_domega))


def measured(net: Network, a0: Array, a_hat: Array, dtype: str) -> Share:
    """Measure how far off numrec's numbers are in that type; the arguments are `bounds`'s."""
    trace, grads = _passes(net.astype(dtype), a0.astype(dtype), a_hat.astype(dtype))
    true_trace, true_grads = _passes(_wide(net), _numbers(a0), _numbers(a_hat))

    def off(found: Mapping[int, Array], truth: Mapping[int, Array]) -> dict[int, float]:
        return {l: _share(_numbers(found[l]) - truth[l], truth[l]) for l in range(1, net.L + 1)}

    return Share(off(trace.z, true_trace.z), off(grads.dC_domega, true_grads.dC_domega))


def _passes(net: Network, a0: Array, a_hat: Array) -> tuple[Trace, Gradients]:
    trace = forward(net, a0)
    return trace, backprop(net, trace, a_hat)


def _share(off: Array, of: Array) -> float:
    return float(np.abs(off).max() / np.abs(of).max())


def _exact(x: Array) -> Off:
    x = x.astype(np.float64)
    return Off(x, np.zeros_like(x))


def product(
    one: Off, other: Off, u: float, multiply: Callable[[Array, Array], Array] = np.matmul
) -> Off:
    """Multiply matrices, or entries; a sum of n products is n roundings off, in any order."""
    n = one.x.shape[1] if multiply is np.matmul else 1
    off = multiply(np.abs(one.x), other.off) + multiply(one.off, other.size)
    return Off(multiply(one.x, other.x), off + gamma(n, u) * multiply(one.size, other.size))


def total(one: Off, other: Off, u: float) -> Off:
    """Add two arrays, one rounding an entry."""
    x, off = one.x + other.x, one.off + other.off
    return Off(x, off + u * (np.abs(x) + off))


def activated(f: Activation, z: Off, u: float) -> Off:
    """Apply f: an error in z grows by f's steepest slope, and computing f adds its own."""
    steepest, own = {
        "leaky_relu": (
            max(1.0, f.alpha or 0),
            3,
        ),  # alpha is rounded, and its product; one to spare
        "sigmoid": (0.25, EXP_UNITS + 3),  # exp, a sum, a quotient; one to spare
    }[_known(f)]
    a, off = f.f(z.x), steepest * z.off
    return Off(a, off + own * u * (np.abs(a) + off))


def slope_of(f: Activation, z: Off, u: float) -> Off:
    """Apply f'; where z may lie on the other side of a kink, the slope may be the other one."""
    assert f.f_prime is not None
    slope = f.f_prime(z.x)
    if _known(f) == "leaky_relu":
        off = np.where(np.abs(z.x) <= z.off, abs(1 - (f.alpha or 0)), 0)
        return Off(slope, off + u * (np.abs(slope) + off))
    # sigma'' is 1 / (6 sqrt 3) at most; 1 - sigma is off by as much as sigma and a rounding
    off = z.off / (6 * 3**0.5)
    return Off(slope, off + (2 * EXP_UNITS + 9) * u * (f.f(z.x) + 0.25 * z.off))


def _known(f: Activation) -> str:
    if f.name not in ("leaky_relu", "sigmoid"):
        raise ValueError(f"the activation is {f.name!r}; expected 'leaky_relu' or 'sigmoid'")
    return f.name


def _number(x: Any) -> Any:
    return _WIDE.mpf(float(x)) if isinstance(x, np.floating) else _WIDE.mpf(x)


_numbers: Callable[[Array], Array] = np.vectorize(_number, otypes=[object])


def _wide(net: Network) -> Network:
    """Return the network in numbers of 40 digits, its weights the same."""
    omega = {l: _numbers(array) for l, array in net.omega.items()}
    b = {l: _numbers(array) for l, array in net.b.items()}
    hidden, output = (_wide_activation(f) for f in (net.hidden, net.output))
    return replace(net, omega=omega, b=b, hidden=hidden, output=output)


def _wide_activation(f: Activation) -> Activation:
    alpha = _WIDE.mpf(f.alpha or 0)

    def squash(z: Any) -> Any:
        return 1 / (1 + _WIDE.exp(-z))

    pairs: dict[str, tuple[Callable[[Any], Any], Callable[[Any], Any]]] = {
        "leaky_relu": (lambda z: z if z > 0 else alpha * z, lambda z: 1 if z > 0 else alpha),
        "sigmoid": (squash, lambda z: squash(z) * (1 - squash(z))),
    }
    function, slope = (np.vectorize(g, otypes=[object]) for g in pairs[_known(f)])
    return f._replace(f=function, f_prime=slope)
