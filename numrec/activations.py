"""Activation functions f and their derivatives f', always functions of z.

The formulas are steps A1 (leaky ReLU), A2 (sigmoid) and S1 (softmax) of the book.
"""

from collections.abc import Callable
from dataclasses import dataclass
from numbers import Real
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
"""Floating point in use; complex for the complex step; sympy objects where code is proved."""


class Activation(NamedTuple):
    """A function f with its derivative.

    Attributes
    ----------
    name : str
        What model files and messages call it.
    f : callable
        From z of shape (n, m) to a of that shape; z stays as it is.
    f_prime : callable or None
        From z (never from a) to f'(z). None for softmax, whose derivative is a
        Jacobian and not one number a node (step S3).
    alpha : float or None
        The slope of leaky ReLU below 0; None for the others.
    """

    name: str
    f: Callable[[Array], Array]
    f_prime: Callable[[Array], Array] | None
    alpha: float | None = None


def sigmoid(z: Array) -> Array:
    """Squash z into (0, 1): sigma(z) = 1 / (1 + e^-z), elementwise."""
    with np.errstate(over="ignore"):  # e^-z = inf gives 1/inf = 0: the right limit
        a: Array = 1 / (1 + np.exp(-z))
    return a


def sigmoid_prime(z: Array) -> Array:
    """sigma'(z) = sigma(z) (1 - sigma(z)), elementwise (step A2)."""
    slope: Array = sigmoid(z) * (1 - sigmoid(z))  # A2
    return slope


def leaky_relu(z: Array, alpha: float = 0.01) -> Array:
    """Keep z where z > 0, else alpha z, elementwise (step A1).

    That is the larger of the two for alpha <= 1 and the smaller for alpha > 1: many times faster
    than np.where.
    """
    chosen = np.maximum if alpha <= 1 else np.minimum
    a: Array = chosen(z, alpha * z)  # A1
    return a


def leaky_relu_prime(z: Array, alpha: float = 0.01) -> Array:
    """1 where z > 0, else alpha; at the kink z = 0 alpha, by convention (step A1).

    Exact, since of the two terms one is 0; many times faster than np.where.
    """
    positive = (z > 0).astype(z.dtype)
    slope: Array = positive + alpha * (1 - positive)  # A1
    return slope


def identity(z: Array) -> Array:
    """Return z itself: what a network is without a non-linearity (step F3)."""
    return z  # F3


def identity_prime(z: Array) -> Array:
    """1 everywhere."""
    return np.ones_like(z)


def softmax(z: Array) -> Array:
    """Turn each column of z (n, m) into positive numbers that sum to 1 (step S1).

    The column's maximum is taken off first. By step S2 that changes nothing, and
    e^z cannot overflow.
    """
    e = np.exp(z - z.max(axis=0, keepdims=True))  # S2
    a: Array = e / e.sum(axis=0, keepdims=True)  # S1
    return a


def activation(name: str, alpha: float = 0.01) -> Activation:
    """Look an activation up by its name.

    Parameters
    ----------
    name : str
        "leaky_relu", "relu", "sigmoid", "identity" or "softmax".
    alpha : float
        Slope of leaky ReLU for z <= 0; the others have none.

    Raises
    ------
    ValueError
        If there is no activation of that name, or alpha is not a finite number.
    """
    if name == "leaky_relu":
        if not isinstance(alpha, Real) or not np.isfinite(alpha):
            raise ValueError(f"alpha is {alpha}; expected a finite slope, for example 0.01")
        slope = float(alpha)
        f, f_prime = _Sloped(leaky_relu, slope), _Sloped(leaky_relu_prime, slope)
        return Activation(name, f, f_prime, slope)
    if name not in _BY_NAME:
        known = ", ".join(sorted(NAMES))
        raise ValueError(f"activation {name!r} is not known; expected one of {known}")
    return _BY_NAME[name]


def as_activation(f: str | Activation, alpha: float, argument: str) -> Activation:
    """Return the activation of that name, or the one that is given already; or refuse it."""
    if isinstance(f, str):
        return activation(f, alpha)
    if not isinstance(f, Activation):
        raise ValueError(f"{argument} is {f!r}; expected a name such as 'relu', or an Activation")
    return f


@dataclass(frozen=True)
class _Sloped:
    """A function with its slope; unlike partial's, two of one slope are equal."""

    function: Callable[[Array, float], Array]
    alpha: float

    def __call__(self, z: Array) -> Array:
        return self.function(z, self.alpha)


_BY_NAME = {
    "relu": Activation("relu", _Sloped(leaky_relu, 0), _Sloped(leaky_relu_prime, 0)),
    "sigmoid": Activation("sigmoid", sigmoid, sigmoid_prime),
    "identity": Activation("identity", identity, identity_prime),
    "softmax": Activation("softmax", softmax, None),
}

NAMES = frozenset(_BY_NAME) | {"leaky_relu"}
"""Those that `activation` knows."""
