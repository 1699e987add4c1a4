"""The proof of the split refuses what is wrong, and holds for no special split."""

import pytest
import sympy as sp

from companion.proofs import shared_sum
from companion.proofs.card import CheckFailed
from companion.proofs.shared_sum import (
    OWN,
    K,
    collapsed,
    differs_in_numbers,
    k,
    prove_split,
    sum_of_sums,
)

WRONG = {
    "the last worker left out": sum_of_sums(last=K - 2),
    "every worker has every sample": sum_of_sums(added=shared_sum.g(shared_sum.s)),
    "the first worker counted by its neighbour": sum_of_sums(
        added=sp.KroneckerDelta(k, shared_sum.w(shared_sum.s) + 1) * shared_sum.g(shared_sum.s)
    ),
}


def test_the_sum_of_the_sums_collapses_to_the_whole() -> None:
    assert collapsed(sum_of_sums()) == shared_sum.WHOLE
    assert differs_in_numbers(sum_of_sums()) is None


@pytest.mark.parametrize("mistake", WRONG)
def test_a_planted_split_is_refused(mistake: str) -> None:
    assert differs_in_numbers(WRONG[mistake]) is not None
    assert collapsed(WRONG[mistake]) != shared_sum.WHOLE
    assert f"refused: {mistake}: gives " in prove_split({mistake: WRONG[mistake]})


def test_a_mistake_that_is_none_is_not_passed_off_as_refused() -> None:
    with pytest.raises(CheckFailed, match="was not refused"):
        prove_split({"the same in other words": sum_of_sums(added=OWN + 0)})


def test_a_claim_that_is_wrong_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shared_sum, "WHOLE", 2 * shared_sum.WHOLE)
    with pytest.raises(CheckFailed, match="the workers' sums give"):
        prove_split(WRONG)
