"""Arguments are taken as they should be, or refused with name, found and expected."""

from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from numrec.checks import as_columns, check_finite, in_range, whole_number


def test_a_number_in_its_range_comes_back_as_one_of_pythons() -> None:
    for value in (0.5, 1e-300, np.float32(0.25), Fraction(1, 3)):
        found = in_range("rate", value, 0, 1)
        assert (found, type(found)) == (float(value), float)
    assert in_range("rate", 0, 0, 1, closed=True) == 0
    for value in (2, np.int8(3), 4):
        found = whole_number("count", value, 2, 4)
        assert (found, type(found)) == (int(value), int)
    assert whole_number("count", 10**30, 2) == 10**30


@pytest.mark.parametrize(
    ("value", "high", "closed", "says"),
    [
        (0, 1, False, r"in \(0, 1\)"),
        (1, 1, False, r"in \(0, 1\)"),
        (1, 1, True, r"in \[0, 1\)"),
        (-0.1, 1, True, r"in \[0, 1\)"),
        (np.nan, 1, False, r"in \(0, 1\)"),
        (0, np.inf, False, "greater than 0"),
        (np.inf, np.inf, False, "greater than 0"),
        (-1, np.inf, True, "at least 0"),
    ],
)
def test_a_number_out_of_range_is_refused(value: Any, high: Any, closed: bool, says: str) -> None:
    with pytest.raises(ValueError, match=f"^rate is {value}; expected a finite number {says}$"):
        in_range("rate", value, 0, high, closed=closed)


@pytest.mark.parametrize(
    ("value", "high", "says"),
    [
        (1, 4, "2 to 4"),
        (5, 4, "2 to 4"),
        (1, None, "at least 2"),
        (2.0, 4, "a whole number, 2 to 4"),
        ("3", None, "a whole number, at least 2"),
        (None, None, "a whole number, at least 2"),
    ],
)
def test_what_is_no_whole_number_there_is_refused(value: Any, high: int | None, says: str) -> None:
    with pytest.raises(ValueError, match=f"^count is {value}; expected {says}$"):
        whole_number("count", value, 2, high)


def test_samples_are_columns_and_one_sample_becomes_one() -> None:
    assert as_columns([1, 2, 3], 3, "a0").tolist() == [[1], [2], [3]]
    columns = np.zeros((3, 5))
    assert as_columns(columns, 3, "a0") is columns


@pytest.mark.parametrize("shape", [(5, 3), (5, 4), (0,), (4,), (3, 1, 1), ()])
def test_samples_of_another_shape_are_refused(shape: tuple[int, ...]) -> None:
    hint = r"\. The samples seem to lie in rows: pass a0\.T" if shape == (5, 3) else ""
    says = rf"^a0 has shape \({str(shape)[1:-1]}\); expected \(3, m\), a sample a column{hint}$"
    with pytest.raises(ValueError, match=says):
        as_columns(np.zeros(shape), 3, "a0")


def test_a_sample_is_blamed_for_its_own_numbers_alone() -> None:
    samples, outputs = np.zeros((2, 4)), np.zeros((1, 4))
    check_finite(samples, np.full((1, 4), np.nan), "a0")  # weights too large, and no fault of a0
    samples[1, 2] = samples[0, 3] = np.inf
    check_finite(samples, outputs, "a0")  # not looked at: the outputs tell of nothing
    outputs[0, 0] = np.nan
    with pytest.raises(ValueError, match=r"^a0 holds a number that is not finite, in sample 2$"):
        check_finite(samples, outputs, "a0")
