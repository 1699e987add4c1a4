"""A reader's answer is told right, or wrong with the mistake that gives it."""

from fractions import Fraction
from typing import Any

import pytest

from companion.exercises.answers import check_answer

MISTAKES = {"The factor 2 is missing.": 0.104462, "The sign is turned.": -0.208924}
ROWS = [Fraction(-1, 8), Fraction(11, 8)]
NAN, INF = float("nan"), float("inf")


@pytest.mark.parametrize(
    ("right", "says", "answers"),
    [
        # three places are enough
        (0.208924, "Right.", [0.208924, 0.209, "0.209", Fraction(208924, 10**6), 0.2085]),
        (0.208924, "Not yet. Compare", [0.2, 0.21, 0.208, 0.4, NAN, INF]),
        (0.208924, "factor 2", [0.104]),
        (0.208924, "sign is turned", [-0.209]),
        (0.208924, "No answer yet", [None]),
        (0.208924, "is no number", ["one half", "1/", object(), {"a": 1}]),
        (ROWS, "Right.", [["-1/8", "11/8"], [-0.125, 1.375]]),
        (ROWS, "Not yet", [[1.375, -0.125]]),
        (ROWS, "shape (3,); expected (2,)", [[1, 2, 3]]),
    ],
)
def test_each_answer_is_told_what_it_is(right: Any, says: str, answers: list[Any]) -> None:
    for given in answers:
        assert says in check_answer(given, right, MISTAKES), given
