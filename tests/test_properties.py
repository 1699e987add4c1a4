"""A property of an algorithm is accepted where it holds, and refused with the case where not."""

from collections.abc import Callable

import numpy as np
import pytest

from companion.proofs.card import CheckFailed
from companion.proofs.properties import holds

Sort = Callable[[list[int]], list[int]]


def in_order(sort: Sort, case: list[int]) -> bool:
    return sort(case) == sorted(case)


CASES = [[1, 2], [3, 1, 2], [2, 2, 1]]
WRONG: dict[str, Sort] = {"left as it is": lambda x: x}


def check(
    algorithm: Sort = sorted,
    cases: list[list[int]] = CASES,
    planted: dict[str, Sort] = WRONG,
    step: str = "H9",
) -> None:
    card = holds(step, in_order, algorithm, cases, planted, "the list is sorted")
    assert card.checks == ("property", "planted")
    assert card.says == "In 3 seeded cases: the list is sorted."
    assert card.refused == (("left as it is", "fails in 2 of 3 cases"),)


def test_a_property_that_holds_gives_a_card_with_what_was_refused() -> None:
    check()
    check(cases=iter(CASES))  # type: ignore[arg-type]


def test_a_property_that_fails_names_the_first_case() -> None:
    with pytest.raises(CheckFailed, match=r"H9: .* fails in 1 of 3 cases, first in \[2, 2, 1\]"):
        check(algorithm=lambda x: sorted(set(x)))


def test_a_planted_mistake_that_passes_is_refused() -> None:
    with pytest.raises(CheckFailed, match="'sorted twice' was not refused"):
        check(planted={**WRONG, "sorted twice": lambda x: sorted(sorted(x))})


def test_nothing_tested_or_nothing_planted_is_refused() -> None:
    with pytest.raises(CheckFailed, match="there is no case"):
        check(cases=[])
    with pytest.raises(CheckFailed, match="no mistake was planted"):
        check(planted={})
    with pytest.raises(CheckFailed, match="'H99' is not in"):
        check(step="H99")


def test_a_property_that_gives_no_answer_is_no_evidence() -> None:
    with pytest.raises(TypeError, match="gave None"):
        holds("H9", lambda a, c: None, sorted, CASES, WRONG, "")  # type: ignore[arg-type, return-value]
    with pytest.raises(NameError, match="typo"):
        check(planted={"dies": lambda x: typo})  # type: ignore[name-defined] # noqa: F821
    assert holds("H9", lambda a, c: np.bool_(a == "x"), "x", [1], {"w": "y"}, "").refused
