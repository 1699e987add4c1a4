"""The proof of the split refuses what is wrong; beyond_one_machine.ipynb plants mistakes in it."""

import pytest

from companion.proofs import shared_sum
from companion.proofs.card import CheckFailed
from companion.proofs.shared_sum import K, collapsed, differs_in_numbers, prove_split, sum_of_sums


def test_a_mistake_that_is_none_and_a_wrong_claim_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = sum_of_sums(last=K - 2)
    assert differs_in_numbers(sum_of_sums()) is None
    assert differs_in_numbers(wrong) is not None
    assert collapsed(wrong) != shared_sum.WHOLE
    with pytest.raises(CheckFailed, match="was not refused"):
        prove_split({"the right one": sum_of_sums()})
    monkeypatch.setattr(shared_sum, "WHOLE", 2 * shared_sum.WHOLE)
    with pytest.raises(CheckFailed, match="the workers' sums give"):
        prove_split({"the last worker left out": wrong})
