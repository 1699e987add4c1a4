"""Each published slip, in numbers: the printed reading misses the truth, the meant one hits it."""

import numpy as np
import pytest

from companion.proofs.card import CheckFailed
from companion.proofs.errata import EVIDENCE
from companion.steps import slips
from companion.worked_example import published
from companion.worked_example.published import shows_slip


def test_every_slip_has_its_evidence() -> None:
    assert list(EVIDENCE) == list(slips())


@pytest.mark.parametrize("slip", EVIDENCE)
def test_the_print_misses_and_what_is_meant_hits(slip: str) -> None:
    evidence = EVIDENCE[slip]()
    assert evidence.misses(evidence.printed)
    assert not evidence.misses(evidence.meant)
    assert shows_slip(slip, "this", "that").checks == ("shown",)


@pytest.mark.parametrize("slip", EVIDENCE)
def test_a_slip_told_the_wrong_way_round_is_refused(
    slip: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = EVIDENCE[slip]()
    turned = right._replace(printed=right.meant, meant=right.printed)
    monkeypatch.setitem(published.EVIDENCE, slip, lambda: turned)
    with pytest.raises(CheckFailed, match=f"slip {slip}: what is printed is right"):
        shows_slip(slip, "this", "that")


@pytest.mark.parametrize("slip", EVIDENCE)
def test_a_correction_that_is_wrong_itself_is_refused(
    slip: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = EVIDENCE[slip]()
    monkeypatch.setitem(
        published.EVIDENCE, slip, lambda: right._replace(meant=np.asarray(right.meant) * 1.1)
    )
    with pytest.raises(CheckFailed, match=f"slip {slip}: what is meant is off"):
        shows_slip(slip, "this", "that")
