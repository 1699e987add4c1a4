"""Forms of momentum that take one path are proved to; those that do not are refused."""

from typing import Any

import pytest

from companion.proofs.card import Card, CheckFailed
from companion.proofs.rewriting import with_method
from companion.proofs.update_forms import UpdateForm, rule_of, same_path
from numrec.optimisers import Momentum


def scikit_learn(v: Any, g: Any, eta: Any, mu: Any) -> tuple[Any, Any]:
    v = mu * v - eta * g
    return v, v


def pytorch(v: Any, g: Any, eta: Any, mu: Any) -> tuple[Any, Any]:
    v = mu * v + g
    return v, -eta * v


SCIKIT_LEARN = UpdateForm(scikit_learn, lambda v, eta: -v)
PYTORCH = UpdateForm(pytorch, lambda v, eta: v / eta)
DAMPED = UpdateForm(lambda v, g, eta, mu: pytorch(v, (1 - mu) * g, eta, mu), PYTORCH.state)


def proof(
    theirs: UpdateForm,
    planted: UpdateForm = DAMPED,
    rate_changes: bool = False,
    kind: Any = Momentum,
) -> Card:
    ours, wrong = rule_of(kind), {"planted": planted}
    return same_path("O2", ours, theirs, wrong, rate_changes=rate_changes, tag="one")


@pytest.mark.parametrize("rate_changes", [True, False])
def test_scikit_learns_sign_makes_no_difference(rate_changes: bool) -> None:
    card = proof(SCIKIT_LEARN, UpdateForm(scikit_learn, lambda v, eta: v), rate_changes)
    assert card.checks == ("proved", "planted")
    assert card.anchor == "check-O2-proved-one"
    with pytest.raises(CheckFailed, match="'planted' was not refused"):
        proof(SCIKIT_LEARN, SCIKIT_LEARN, rate_changes)


def test_pytorchs_form_is_ours_while_the_rate_stays() -> None:
    assert proof(PYTORCH).refused
    with pytest.raises(CheckFailed, match=r"O2: the induction leaves .*eta'"):
        proof(PYTORCH, rate_changes=True)


@pytest.mark.parametrize(
    "state",
    [lambda v, eta: v, lambda v, eta: v / eta + 1, lambda v, eta: 2 * v / eta],
    ids=["as ours", "another start", "twice"],
)
def test_a_wrong_translation_is_refused(state: Any) -> None:
    with pytest.raises(CheckFailed, match="the induction leaves"):
        proof(UpdateForm(pytorch, state))


def test_numrecs_own_code_is_in_the_proof() -> None:
    uphill = with_method(Momentum, "update", {"theta -= v": "theta += v"})
    with pytest.raises(CheckFailed, match="the induction leaves"):
        proof(SCIKIT_LEARN, kind=uphill)
