"""A reader's answer is told right, or wrong with the mistake that gives it."""

from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from companion.exercises.answers import check_answer

MISTAKES = {"The factor 2 is missing.": 0.104462, "The sign is turned.": -0.208924}


@pytest.mark.parametrize("given", [0.208924, 0.209, "0.209", Fraction(208924, 10**6), 0.2085])
def test_a_right_answer_may_be_rounded_to_three_places(given: Any) -> None:
    assert check_answer(given, 0.208924, MISTAKES) == "Right."


@pytest.mark.parametrize("given", [0.2, 0.21, 0.208, 0.4, float("nan"), float("inf")])
def test_a_wrong_answer_is_not_right(given: Any) -> None:
    assert check_answer(given, 0.208924, MISTAKES).startswith("Not yet. Compare")


@pytest.mark.parametrize(("given", "says"), [(0.104, "factor 2"), (-0.209, "sign is turned")])
def test_a_known_mistake_is_named(given: float, says: str) -> None:
    assert says in check_answer(given, 0.208924, MISTAKES)


def test_no_answer_asks_for_one() -> None:
    assert check_answer(None, 1).startswith("No answer yet")


def test_rows_and_fractions_are_taken() -> None:
    right = np.array([Fraction(-1, 8), Fraction(11, 8)])
    assert check_answer(["-1/8", "11/8"], right) == "Right."
    assert check_answer([-0.125, 1.375], right) == "Right."
    assert check_answer([1.375, -0.125], right).startswith("Not yet")


def test_another_shape_is_said() -> None:
    assert "shape (3,); expected (2,)" in check_answer([1, 2, 3], [1, 2])


@pytest.mark.parametrize("given", ["one half", "1/", object(), {"a": 1}])
def test_what_is_no_number_is_said(given: Any) -> None:
    assert "is no number" in check_answer(given, 1)
