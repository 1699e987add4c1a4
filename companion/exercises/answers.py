"""A reader's own answer, told right or wrong, and which known mistake it looks like."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import numpy as np


def check_answer(
    given: Any,
    right: Any,
    mistakes: Mapping[str, Any] | None = None,
    tolerance: float = 5e-4,
) -> str:
    """Say whether an answer is right; of a wrong one, which mistake gives it.

    Parameters
    ----------
    given : number, array or nested list, or None
        The reader's answer; None while there is none.
    right : number or array
        The right answer.
    mistakes : mapping of str to number or array, optional
        What a known mistake would give, by a sentence that helps.
    tolerance : float
        How far an entry may be off: by default half a unit of the third decimal place.

    Returns
    -------
    str
        One or two sentences for the reader.
    """
    if given is None:
        return "No answer yet: put yours in place of None, and run the cell again."
    try:
        answer = _numbers(given)
    except (TypeError, ValueError):
        return f"{given!r} is no number: write 0.25 or Fraction(1, 4), a row as [1, 2]."
    expected = _numbers(right)
    if answer.shape != expected.shape:
        return f"Your answer has the shape {answer.shape}; expected {expected.shape}."
    if _near(answer, expected, tolerance):
        return "Right."
    for sentence, wrong in (mistakes or {}).items():
        if _near(answer, _numbers(wrong), tolerance):
            return f"Not yet. {sentence}"
    return "Not yet. Compare each factor and each sign with the equation."


def _numbers(given: Any) -> np.ndarray[Any, np.dtype[np.float64]]:
    def number(x: Any) -> float:
        return float(Fraction(x)) if isinstance(x, str) else float(x)

    array = np.asarray(given, dtype=object)
    return np.array([number(x) for x in array.ravel()], dtype=np.float64).reshape(array.shape)


def _near(one: Any, other: Any, tolerance: float) -> bool:
    if one.shape != other.shape:
        return False
    # a digit more, so that an answer rounded half up is not lost to its own rounding
    return bool((np.abs(one - other) <= tolerance * (1 + 1e-6)).all())
