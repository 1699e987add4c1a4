"""Exact arithmetic with numbers, lists and matrices, as Wolfram|Alpha reads their operators.

A number is a sympy expression; a list and a matrix are arrays of them, shapes (n,) and (n, m).
What has no value is refused, and so is what would take too long: a short line can ask for more
digits than there is paper.
"""

import operator
from collections.abc import Callable
from math import lcm, log2
from typing import Any, TypeAlias

import numpy as np
import sympy as sp
from sympy.core.evalf import PrecisionExhausted

from numrec.activations import Array

Value: TypeAlias = "sp.Expr | Array"
Operation: TypeAlias = "Callable[[sp.Expr, sp.Expr], sp.Expr]"

MOST_DIGITS = 1000
"""In a numerator or a denominator; a tenth of it where a root is taken, less where a high one."""

LARGEST_EXPONENT = 10_000
"""A power of a number may have it, or minus it; a hundredth where that may be no real number."""

MOST_PARTS = 200_000
"""Numbers, letters and operators in all the results on the way to a value."""

_MOST_BITS = MOST_DIGITS * log2(10)
_TOO_LONG = f"a number of more than {MOST_DIGITS} digits, or one on the way to a root"
_TOO_HIGH = (
    f"an exponent beyond {LARGEST_EXPONENT}, or {LARGEST_EXPONENT // 100} where a letter or I is in"
    " the base"
)
_FITTING = "the left one as wide as the right one is high"


class NoValueError(ValueError):
    """An operation that has no value, or none that is computed here."""


class Arithmetic:
    """The operations of one input; each refuses with a NoValueError, and all share one limit."""

    def __init__(self) -> None:
        self._parts = 0
        self._degree = 1  # of the roots taken so far: their exponents can add up and multiply

    def number(self, text: str) -> sp.Rational:
        """Read digits, with a point and a power of ten or without, as the fraction they are."""
        digits, _, power = text.lower().replace("*^", "e").partition("e")
        if len(digits) + abs(int(power or 0)) > MOST_DIGITS:
            raise NoValueError(_TOO_LONG)
        return sp.Rational(digits) * sp.S(10) ** int(power or 0)

    def plus(self, left: Value, right: Value) -> Value:
        """Add by entries; a number is added to each."""
        return self._entrywise(operator.add, left, right)

    def minus(self, left: Value, right: Value) -> Value:
        """Subtract by entries."""
        return self._entrywise(operator.sub, left, right)

    def times(self, left: Value, right: Value) -> Value:
        """Multiply as matrices where the shapes ask for it, a list as a column; else by entries."""
        if np.ndim(left) and np.ndim(right) and _column(left).shape[1] == len(right):
            product = self._matrix_product(_column(left), _column(right))
            return product[:, 0] if np.ndim(right) == 1 else product
        return self._entrywise(operator.mul, left, right, f"both the same, or {_FITTING}")

    def dot(self, left: Value, right: Value) -> Value:
        """Multiply as matrices; a list is a row on the left and a column on the right."""
        if not (np.ndim(left) and np.ndim(right)):
            return self._entrywise(operator.mul, left, right)
        if left.shape[-1] != len(right):
            raise NoValueError(_misfit(left, right, _FITTING))
        product = self._matrix_product(np.atleast_2d(left), _column(right))
        product = product[:, 0] if np.ndim(right) == 1 else product
        return product[0] if np.ndim(left) == 1 else product

    def divided(self, left: Value, right: Value) -> Value:
        """Divide by entries."""
        return self._entrywise(_quotient, left, right)

    def power(self, base: Value, exponent: Value) -> Value:
        """Raise to a power by entries."""
        if any(map(_bits, np.ravel(base))):
            powers = (power for each in np.ravel(base) for power in each.atoms(sp.Pow))
            within = lcm(*(power.exp.q for power in powers if power.exp.is_Rational))
            degree = lcm(*(x.q for each in np.ravel(exponent) for x in _rationals(each)))
            # 10**9 is too high for all
            self._degree = min(lcm(self._degree, within * degree), 10**9)
        return self._entrywise(self._power, base, exponent)

    def transposed(self, value: Value) -> Value:
        """Exchange rows and columns; a list is a column, and a number its own transpose."""
        return _column(value).T if np.ndim(value) else value

    def _entrywise(
        self, operation: Operation, left: Value, right: Value, expected: str = "both the same"
    ) -> Value:
        if np.ndim(left) and np.ndim(right) and left.shape != right.shape:
            if _column(left).shape != _column(right).shape:
                raise NoValueError(_misfit(left, right, expected))
            left, right = _column(left), _column(right)
        return self._each(operation)(left, right)

    def _power(self, base: sp.Expr, exponent: sp.Expr) -> sp.Expr:
        """Raise a number to a power, whose size is known before it is computed."""
        sizes = [abs(x) for x in _rationals(exponent)] if _bits(base) else []
        if exponent.is_number:
            sizes.append(abs(exponent.evalf(9)))
        size = max(sizes, default=0)
        if size > LARGEST_EXPONENT:
            raise NoValueError(_TOO_HIGH)
        root = 1 if exponent.is_integer else max(10, self._degree / 10)
        if _bits(base) * max(size, root) > _MOST_BITS:
            raise NoValueError(_TOO_LONG)
        if _vanishes(base) and not exponent.is_positive:
            raise NoValueError(f"0 to the power {exponent}")
        return base**exponent

    def _matrix_product(self, left: Array, right: Array) -> Array:
        self._count(left.size * right.shape[1])  # before so many products are made
        products = self._each(operator.mul)(left[:, :, np.newaxis], right[np.newaxis])
        summed: Array = self._each(operator.add).reduce(products, axis=1)
        return summed

    def _each(self, operation: Operation) -> Any:  # a ufunc
        return np.frompyfunc(lambda x, y: self._looked_at(operation(x, y)), 2, 1)

    def _looked_at(self, result: sp.Expr) -> sp.Expr:
        for part in sp.preorder_traversal(result):
            self._count(1)
            if part.is_Rational and _bits(part) > _MOST_BITS:
                raise NoValueError(_TOO_LONG)
            if part.is_Pow and part.exp.is_Rational and not part.base.is_extended_real:
                if abs(part.exp) > LARGEST_EXPONENT // 100:
                    raise NoValueError(_TOO_HIGH)
        return result

    def _count(self, parts: int) -> None:
        self._parts += parts
        if self._parts > MOST_PARTS:
            raise NoValueError(f"more than {MOST_PARTS} numbers and letters on the way to a value")


def _quotient(x: sp.Expr, y: sp.Expr) -> sp.Expr:
    if _vanishes(y):
        raise NoValueError("a division by zero")
    return x / y


def _vanishes(x: sp.Expr) -> bool:
    """Tell whether x is 0, or too near to it for a hundred digits to tell."""
    if x.is_zero is not None or x.free_symbols:
        return bool(x.is_zero)
    try:
        x.evalf(2, strict=True)
    except PrecisionExhausted:
        return True
    return False


def _rationals(x: sp.Expr) -> set[sp.Rational]:
    """Find the fractions in an expression; sympy may take one out of an exponent and compute it."""
    found: set[sp.Rational] = x.atoms(sp.Rational)
    return found


def _bits(x: sp.Expr) -> float:
    """Say how many bits its longest numerator or denominator has."""
    return max((log2(max(abs(part.p), part.q)) for part in _rationals(x)), default=0)


def _column(value: Array) -> Array:
    return value[:, np.newaxis] if value.ndim == 1 else value


def _misfit(left: Array, right: Array, expected: str) -> str:
    return f"shapes {left.shape} and {right.shape}, expected {expected}"
