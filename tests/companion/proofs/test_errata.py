"""Each published slip, in numbers: the printed reading misses the truth, the meant one hits it."""

import numpy as np
import pytest

from companion.proofs.card import CheckFailed
from companion.proofs.errata import EVIDENCE, shows_erratum
from companion.sources.errata import errata


@pytest.mark.parametrize("erratum", EVIDENCE)
def test_the_print_misses_what_is_meant_hits_and_any_other_telling_is_refused(
    erratum: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = EVIDENCE[erratum]()
    assert shows_erratum(erratum).checks == ("shown",)
    turned = right._replace(printed=right.meant, meant=right.printed)
    off = right._replace(meant=np.asarray(right.meant) * 1.1)
    for evidence, words in ((turned, "what is printed is right"), (off, "what is meant is off")):
        monkeypatch.setitem(EVIDENCE, erratum, lambda evidence=evidence: evidence)
        with pytest.raises(CheckFailed, match=f"erratum {erratum}: {words}"):
            shows_erratum(erratum)


def test_each_slip_has_evidence_or_a_page_that_tells_it() -> None:
    assert {e.id for e in errata().values() if not e.shown} == {*EVIDENCE}


@pytest.mark.parametrize("erratum", ["E13", "E18"])
def test_an_erratum_with_nothing_to_compute_or_that_is_not_listed_is_refused(erratum: str) -> None:
    with pytest.raises(CheckFailed, match=f"'{erratum}' is no erratum with evidence"):
        shows_erratum(erratum)
