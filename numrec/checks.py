"""What is given, checked where it comes in: numbers in their range, samples as columns.

A sample is a column: the one convention that every array of the package keeps.
"""

import operator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from numrec.activations import Array


def in_range(name: str, value: float, low: float, high: float, *, closed: bool = False) -> float:
    """Return the value as a float, or refuse one outside of (low, high), or [low, high)."""
    inside = low <= value < high if closed else low < value < high
    if not inside:
        bounds = f"in {'[' if closed else '('}{low}, {high})"
        if not np.isfinite(high):
            bounds = f"{'at least' if closed else 'greater than'} {low}"
        raise ValueError(f"{name} is {value}; expected a finite number {bounds}")
    return float(value)


def whole_number(name: str, value: int, low: int, high: int | None = None) -> int:
    """Return the value as an int, or refuse one that is not whole or outside of low to high."""
    try:
        number = operator.index(value)
    except TypeError:
        number = low - 1
    if number < low or (high is not None and number > high):
        bounds = f"at least {low}" if high is None else f"{low} to {high}"
        kind = "" if hasattr(value, "__index__") else "a whole number, "
        raise ValueError(f"{name} is {value}; expected {kind}{bounds}")
    return number


def as_columns(samples: Any, n: int, name: str) -> Array:
    """Return samples as columns of n numbers each: (n, m), one sample as (n, 1)."""
    columns: Array = np.asarray(samples)
    if columns.ndim == 1:
        columns = columns[:, np.newaxis]
    if columns.ndim == 2 and columns.shape[0] == n:
        return columns
    rows = columns.ndim == 2 and columns.shape[1] == n
    hint = f". The samples seem to lie in rows: pass {name}.T" if rows else ""
    raise ValueError(
        f"{name} has shape {np.shape(samples)}; expected ({n}, m), a sample a column{hint}"
    )


def check_finite(samples: Array, outputs: Array, name: str) -> None:
    """Refuse samples (n, m) with a number that is not finite, where the outputs tell of one.

    The outputs are looked at first, since they are few. Weights that are too large give outputs
    that are not finite too, and are no fault of the samples.
    """
    if np.isfinite(outputs).all():
        return
    wrong = np.flatnonzero(~np.isfinite(samples).all(axis=0))
    if wrong.size:
        raise ValueError(f"{name} holds a number that is not finite, in sample {wrong[0]}")


def as_labels(labels: Any, n: int, name: str, m: int | None = None) -> NDArray[np.intp]:
    """Return labels (m,) as whole numbers from 0 to n - 1: which of n outputs should be largest."""
    found: Array = np.asarray(labels)
    if found.ndim != 1 or found.dtype.kind not in "iu" or m not in (None, found.size):
        expected = f"({'m' if m is None else m},) whole numbers, one for each sample"
        raise ValueError(
            f"{name} has shape {found.shape} and type {found.dtype}; expected {expected}"
        )
    wrong = np.flatnonzero((found < 0) | (found >= n))
    if wrong.size:
        raise ValueError(f"{name}[{wrong[0]}] is {found[wrong[0]]}; expected 0 to {n - 1}")
    return found.astype(np.intp)
