"""Numbers that are given, checked where they come in."""

import operator

import numpy as np


def in_range(name: str, value: float, low: float, high: float, *, closed: bool = False) -> float:
    """Give the value as a float, or refuse one outside of (low, high), or [low, high)."""
    inside = low <= value < high if closed else low < value < high
    if not inside:
        bounds = f"in {'[' if closed else '('}{low}, {high})"
        bounds = bounds if np.isfinite(high) else f"greater than {low}"
        raise ValueError(f"{name} is {value}; expected a finite number {bounds}")
    return float(value)


def whole_number(name: str, value: int, low: int, high: int | None = None, of: str = "") -> int:
    """Give the value as an int, or refuse one that is not whole or outside of low to high.

    Parameters
    ----------
    name : str
        What the message calls it.
    value : int
        What was given.
    low, high : int
        The smallest and the largest; None for no largest.
    of : str
        What the largest is, for the message.
    """
    try:
        number = operator.index(value)
    except TypeError:
        number = low - 1
    if number < low or (high is not None and number > high):
        bounds = f"at least {low}" if high is None else f"{low} to {of}{high}"
        kind = "" if hasattr(value, "__index__") else "a whole number, "
        raise ValueError(f"{name} is {value}; expected {kind}{bounds}")
    return number
