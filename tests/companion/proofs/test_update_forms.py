"""Another path than ours is refused; optimisers.ipynb proves the forms that take the same one."""

from typing import Any

import pytest

from companion.proofs.card import CheckFailed
from companion.proofs.rewriting import with_method
from companion.proofs.update_forms import UpdateForm, rule_of, same_path
from numrec.optimisers import Momentum


def pytorch(v: Any, g: Any, eta: Any, mu: Any) -> tuple[Any, Any]:
    v = mu * v + g
    return v, -eta * v


PYTORCH = UpdateForm(pytorch, lambda v, eta: v / eta)
DAMPED = UpdateForm(lambda v, g, eta, mu: pytorch(v, (1 - mu) * g, eta, mu), PYTORCH.state)
UPHILL = with_method(Momentum, "update", {"theta -= v": "theta += v"})


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"rate_changes": True}, r"O2: the induction leaves .*eta'"),
        ({"ours": rule_of(UPHILL)}, "the induction leaves"),  # numrec's own code is in the proof
        ({"theirs": UpdateForm(pytorch, lambda v, eta: v)}, "the induction leaves"),
        ({"theirs": UpdateForm(pytorch, lambda v, eta: v / eta + 1)}, "the induction leaves"),
        ({"theirs": UpdateForm(pytorch, lambda v, eta: 2 * v / eta)}, "the induction leaves"),
        ({"planted": {"the same again": PYTORCH}}, "'the same again' was not refused"),
    ],
)
def test_pytorchs_form_is_ours_and_nothing_beside_it(more: dict[str, Any], says: str) -> None:
    given: dict[str, Any] = {"ours": rule_of(Momentum), "theirs": PYTORCH}
    given |= {"planted": {"damped": DAMPED}, "rate_changes": False, "tag": "one"}
    assert same_path("O2", **given).anchor == "check-O2-proved-one"
    with pytest.raises(CheckFailed, match=says):
        same_path("O2", **given | more)
