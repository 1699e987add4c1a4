"""Each slip of others is worked out: as printed it misses the measured truth, as meant it hits."""

from dataclasses import dataclass

import numpy as np
import pytest

from companion.proofs import elsewhere
from companion.proofs.card import CheckFailed
from companion.proofs.elsewhere import WORKED_OUT, brackets, off_by
from companion.sources.elsewhere import slips


def test_each_slip_is_worked_out_and_far_off() -> None:
    assert [*WORKED_OUT] == [*slips()]
    assert all(off_by(slip) > 0.3 for slip in slips())


def test_a_reading_that_is_no_slip_or_no_repair_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for changed, says in (("printed", "is printed holds"), ("meant", "meant does not hold")):
        evidence = brackets()
        other = evidence.meant if changed == "printed" else evidence.printed
        wrong = evidence._replace(**{changed: other})
        monkeypatch.setitem(elsewhere.WORKED_OUT, "brackets", lambda wrong=wrong: wrong)
        with pytest.raises(CheckFailed, match=says):
            off_by("brackets")


def test_the_brackets_do_not_show_where_the_derivative_from_above_is_1() -> None:
    """The page says so, and that is why the slip lived."""
    assert not brackets(1).misses(brackets(1).printed)


def test_a_value_used_twice_is_overwritten_as_a_program_would() -> None:
    """Go back through x e^x node by node, storing or adding: the formulas are what comes out."""

    @dataclass
    class Value:
        data: float
        grad: float = 0.0

    for adds, reading in ((False, "printed"), (True, "meant")):
        x = Value(1.3)
        e = Value(float(np.exp(x.data)))
        x.grad += e.data  # the product x e
        e.grad += x.data
        x.grad = (x.grad if adds else 0) + e.data * e.grad  # e^x
        assert x.grad == pytest.approx(getattr(elsewhere.overwritten(), reading)[0])
