"""Concolic numbers, concrete and symbolic at once: numrec's own lines run on arrays of them.

NumPy hands `np.exp` and `max` of an object array on to the objects. A `Concolic` answers both: its
number decides a comparison, and its formula says what was computed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import sympy as sp

from numrec.activations import Array


@dataclass(frozen=True, eq=False)
class Concolic:
    """A sympy expression, and the number that it stands for in comparisons."""

    formula: Any
    number: float

    def __add__(self, other: Any) -> Concolic:
        return self._with(other, lambda u, v: u + v)

    __radd__ = __add__

    def __sub__(self, other: Any) -> Concolic:
        return self._with(other, lambda u, v: u - v)

    def __mul__(self, other: Any) -> Concolic:
        return self._with(other, lambda u, v: u * v)

    __rmul__ = __mul__

    def __truediv__(self, other: Any) -> Concolic:
        return self._with(other, lambda u, v: u / v)

    def __pow__(self, other: int) -> Concolic:
        return self._with(other, lambda u, v: u**v)

    def __neg__(self) -> Concolic:
        return self * -1

    def __ge__(self, other: Concolic) -> bool:
        return self.number >= other.number

    def exp(self) -> Concolic:
        """Answer np.exp."""
        return Concolic(sp.exp(self.formula), float(np.exp(self.number)))

    def through(self, name: Any, function: Callable[[float], float]) -> Concolic:
        """Return f of this: the name f for the formula, some function for the number."""
        return Concolic(name(self.formula), float(function(self.number)))

    def _with(self, other: Any, do: Callable[[Any, Any], Any]) -> Concolic:
        if not isinstance(other, Concolic):
            return Concolic(do(self.formula, other), do(self.number, other))
        return Concolic(do(self.formula, other.formula), do(self.number, other.number))


def concolic(symbols: Array, rng: np.random.Generator) -> Array:
    """Pair each symbol of an array with a number, drawn at random."""
    numbers = rng.normal(size=symbols.shape)
    pairs = [Concolic(s, float(x)) for s, x in zip(symbols.flat, numbers.flat, strict=True)]
    return np.array(pairs, dtype=object).reshape(symbols.shape)


def formulas(array: Array) -> Array:
    """Return the formulas of an array of concolic numbers."""
    return np.array([x.formula for x in array.flat], dtype=object).reshape(array.shape)
