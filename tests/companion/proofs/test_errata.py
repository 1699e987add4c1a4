"""Each published slip, in numbers: the printed reading misses the truth, the meant one hits it."""

import numpy as np
import pytest

from companion.proofs.card import CheckFailed
from companion.proofs.errata import EVIDENCE, shows_erratum
from companion.steps import errata


@pytest.mark.parametrize("erratum", errata())
def test_the_print_misses_what_is_meant_hits_and_any_other_telling_is_refused(
    erratum: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = EVIDENCE[erratum]()
    assert shows_erratum(erratum, "this", "that").checks == ("shown",)
    turned = right._replace(printed=right.meant, meant=right.printed)
    off = right._replace(meant=np.asarray(right.meant) * 1.1)
    for evidence, words in ((turned, "what is printed is right"), (off, "what is meant is off")):
        monkeypatch.setitem(EVIDENCE, erratum, lambda evidence=evidence: evidence)
        with pytest.raises(CheckFailed, match=f"erratum {erratum}: {words}"):
            shows_erratum(erratum, "this", "that")


def test_two_readings_that_are_one_or_an_erratum_that_is_not_listed_are_refused() -> None:
    with pytest.raises(CheckFailed, match="are both 1"):
        shows_erratum("E1", "1", "1")
    with pytest.raises(CheckFailed, match="not an erratum"):
        shows_erratum("E11", "1", "2")
