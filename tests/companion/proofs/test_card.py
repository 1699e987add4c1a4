"""A card names a known step, carries its data, and lists what was refused."""

import pytest

from companion.proofs.card import CARD_TYPE, Card, CheckFailed, refused


def odd(number: int) -> str | None:
    return f"{number} is odd" if number % 2 else None


def test_each_planted_mistake_is_listed_with_what_gave_it_away() -> None:
    found = refused("step B4", {"one": 1, "three": 3}, odd)
    assert found == (("one", "1 is odd"), ("three", "3 is odd"))


def test_nothing_planted_or_no_mistake_is_an_error() -> None:
    with pytest.raises(CheckFailed, match="step B4: no mistake was planted"):
        refused("step B4", {}, odd)
    with pytest.raises(CheckFailed, match="step B4: the planted mistake 'two' was not refused"):
        refused("step B4", {"one": 1, "two": 2}, odd)


def test_a_step_that_is_not_in_the_list_is_refused() -> None:
    assert Card("B4", ("agrees",), "").step == "B4"
    assert Card("E1", ("shown",), "").step == "E1"
    with pytest.raises(CheckFailed, match="'B99' is not in"):
        Card("B99", ("agrees",), "")


def test_a_card_carries_its_data_beside_its_words() -> None:
    bundle = Card("B4", ("published",), "All.", tag="W1")._repr_mimebundle_()
    assert bundle[CARD_TYPE]["anchor"] == "check-B4-published-W1"
    assert 'id="check-B4-published-W1"' in bundle["text/markdown"]
