"""Numbers that remember their formula: numrec's own softmax runs on arrays of them.

NumPy hands `np.exp` and `max` of an object array on to the objects. A `Letter` answers both: its
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
class Letter:
    """A sympy expression, and the number that it stands for in comparisons."""

    formula: Any
    number: float

    def __add__(self, other: Any) -> Letter:
        return self._with(other, lambda u, v: u + v)

    __radd__ = __add__

    def __sub__(self, other: Any) -> Letter:
        return self._with(other, lambda u, v: u - v)

    def __mul__(self, other: Any) -> Letter:
        return self._with(other, lambda u, v: u * v)

    __rmul__ = __mul__

    def __truediv__(self, other: Any) -> Letter:
        return self._with(other, lambda u, v: u / v)

    def __pow__(self, other: int) -> Letter:
        return self._with(other, lambda u, v: u**v)

    def __neg__(self) -> Letter:
        return self * -1

    def __ge__(self, other: Letter) -> bool:
        return self.number >= other.number

    def exp(self) -> Letter:
        """Answer np.exp."""
        return Letter(sp.exp(self.formula), float(np.exp(self.number)))

    def through(self, name: Any, function: Callable[[float], float]) -> Letter:
        """Give f of this: the name f for the formula, some function for the number."""
        return Letter(name(self.formula), float(function(self.number)))

    def _with(self, other: Any, do: Callable[[Any, Any], Any]) -> Letter:
        if not isinstance(other, Letter):
            return Letter(do(self.formula, other), do(self.number, other))
        return Letter(do(self.formula, other.formula), do(self.number, other.number))


def letters(symbols: Array, rng: np.random.Generator) -> Array:
    """Give each symbol of an array a number, drawn at random."""
    numbers = rng.normal(size=symbols.shape)
    pairs = [Letter(s, float(x)) for s, x in zip(symbols.flat, numbers.flat, strict=True)]
    return np.array(pairs, dtype=object).reshape(symbols.shape)


def formulas(array: Array) -> Array:
    """Give the formulas of an array of letters."""
    return np.array([x.formula for x in array.flat], dtype=object).reshape(array.shape)
