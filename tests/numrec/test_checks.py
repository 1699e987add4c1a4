"""Arguments are taken as they should be, or refused with name, found and expected."""

from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from numrec.checks import as_columns, check_finite, in_range, whole_number


@pytest.mark.parametrize("value", [0.5, 1e-300, np.float32(0.25), Fraction(1, 3)])
def test_a_number_in_its_range_comes_back_as_a_float(value: float) -> None:
    found = in_range("rate", value, 0, 1)
    assert (found, type(found)) == (float(value), float)


@pytest.mark.parametrize(
    ("value", "high", "options", "says"),
    [
        (0, 1, {}, r"in \(0, 1\)"),
        (1, 1, {}, r"in \(0, 1\)"),
        (1, 1, {"closed": True}, r"in \[0, 1\)"),
        (-0.1, 1, {"closed": True}, r"in \[0, 1\)"),
        (np.nan, 1, {}, r"in \(0, 1\)"),
        (0, np.inf, {}, "greater than 0"),
        (np.inf, np.inf, {}, "greater than 0"),
    ],
)
def test_a_number_out_of_its_range_is_refused(
    value: float, high: float, options: dict[str, bool], says: str
) -> None:
    with pytest.raises(ValueError, match=f"^rate is {value}; expected a finite number {says}$"):
        in_range("rate", value, 0, high, **options)
    assert in_range("rate", 0, 0, 1, closed=True) == 0


@pytest.mark.parametrize("value", [2, np.int8(3), 4])
def test_a_whole_number_comes_back_as_an_int(value: int) -> None:
    found = whole_number("count", value, 2, 4)
    assert (found, type(found)) == (int(value), int)
    assert whole_number("count", 10**30, 2) == 10**30


@pytest.mark.parametrize(
    ("value", "high", "says"),
    [
        (1, 4, "2 to all, 4"),
        (5, 4, "2 to all, 4"),
        (1, None, "at least 2"),
        (2.0, 4, "a whole number, 2 to all, 4"),
        ("3", None, "a whole number, at least 2"),
        (None, None, "a whole number, at least 2"),
    ],
)
def test_what_is_no_whole_number_there_is_refused(value: Any, high: int | None, says: str) -> None:
    with pytest.raises(ValueError, match=f"^count is {value}; expected {says}$"):
        whole_number("count", value, 2, high, of="all, ")


def test_samples_are_columns_and_one_sample_becomes_one() -> None:
    assert as_columns([1, 2, 3], 3, "a0").tolist() == [[1], [2], [3]]
    columns = np.zeros((3, 5))
    assert as_columns(columns, 3, "a0") is columns


@pytest.mark.parametrize(
    ("shape", "says"),
    [
        ((5, 3), r"\(5, 3\); expected \(3, m\), a sample a column. The samples seem .*: pass a0.T"),
        ((5, 4), r"\(5, 4\); expected \(3, m\), a sample a column"),
        ((4,), r"\(4,\); expected \(3, m\), a sample a column"),
        ((3, 1, 1), r"\(3, 1, 1\); expected \(3, m\), a sample a column"),
        ((), r"\(\); expected \(3, m\), a sample a column"),
    ],
)
def test_samples_of_another_shape_are_refused(shape: tuple[int, ...], says: str) -> None:
    with pytest.raises(ValueError, match=f"^a0 has shape {says}$"):
        as_columns(np.zeros(shape), 3, "a0")


def test_a_sample_is_blamed_for_its_own_numbers_alone() -> None:
    samples, outputs = np.zeros((2, 4)), np.zeros((1, 4))
    check_finite(samples, np.full((1, 4), np.nan), "a0")  # weights too large, and no fault of a0
    samples[1, 2] = samples[0, 3] = np.inf
    check_finite(samples, outputs, "a0")  # not looked at: the outputs tell of nothing
    outputs[0, 0] = np.nan
    with pytest.raises(ValueError, match=r"^a0 holds a number that is not finite, in sample 2$"):
        check_finite(samples, outputs, "a0")
