"""The proof of the split refuses what is wrong, and holds for no special split."""

import pytest
import sympy as sp

from companion.proofs import shared_sum
from companion.proofs.card import CheckFailed
from companion.proofs.shared_sum import (
    K,
    collapsed,
    differs_in_numbers,
    g,
    k,
    prove_split,
    s,
    sum_of_sums,
    w,
)

WRONG = {
    "the last worker left out": sum_of_sums(last=K - 2),
    "every worker has every sample": sum_of_sums(added=g(s)),
    "counted by a neighbour": sum_of_sums(added=sp.KroneckerDelta(k, w(s) + 1) * g(s)),
}


def test_the_sum_of_the_sums_collapses_to_the_whole() -> None:
    assert collapsed(sum_of_sums()) == shared_sum.WHOLE
    assert differs_in_numbers(sum_of_sums()) is None


@pytest.mark.parametrize("mistake", WRONG)
def test_a_planted_split_is_refused(mistake: str) -> None:
    assert differs_in_numbers(WRONG[mistake]) is not None
    assert collapsed(WRONG[mistake]) != shared_sum.WHOLE
    assert f"refused: {mistake}: gives " in prove_split({mistake: WRONG[mistake]})


def test_a_mistake_that_is_none_and_a_wrong_claim_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(CheckFailed, match="was not refused"):
        prove_split({"the right one": sum_of_sums()})
    monkeypatch.setattr(shared_sum, "WHOLE", 2 * shared_sum.WHOLE)
    with pytest.raises(CheckFailed, match="the workers' sums give"):
        prove_split(WRONG)
