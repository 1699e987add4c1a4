"""Forms of momentum that take one path are proved to; those that do not are refused."""

from collections.abc import Callable
from typing import Any

import pytest

from companion.proofs.card import CheckFailed
from companion.proofs.rewriting import with_method
from companion.proofs.update_forms import UpdateForm, rule_of, same_path
from numrec.optimisers import Momentum

OURS = rule_of(Momentum)


def scikit_learn(v: Any, g: Any, eta: Any, mu: Any) -> tuple[Any, Any]:
    v = mu * v - eta * g
    return v, v


def pytorch(v: Any, g: Any, eta: Any, mu: Any) -> tuple[Any, Any]:
    v = mu * v + g
    return v, -eta * v


def damped(v: Any, g: Any, eta: Any, mu: Any) -> tuple[Any, Any]:
    v = mu * v + (1 - mu) * g
    return v, -eta * v


SCIKIT_LEARN = UpdateForm(scikit_learn, lambda v, eta: -v)
PYTORCH = UpdateForm(pytorch, lambda v, eta: v / eta)


def proof(
    theirs: UpdateForm, planted: dict[str, UpdateForm], rate_changes: bool, **more: Any
) -> Any:
    ours, step = more.get("ours", OURS), more.get("step", "O2")
    return same_path(step, ours, theirs, planted, rate_changes=rate_changes, tag="one")


@pytest.mark.parametrize("rate_changes", [True, False])
def test_scikit_learns_sign_makes_no_difference(rate_changes: bool) -> None:
    wrong = {"its sign left as ours": UpdateForm(scikit_learn, lambda v, eta: v)}
    card = proof(SCIKIT_LEARN, wrong, rate_changes)
    assert card.checks == ("proved", "planted")
    assert card.anchor == "check-O2-proved-one"


def test_pytorchs_form_is_ours_while_the_rate_stays() -> None:
    assert proof(PYTORCH, {"damped": UpdateForm(damped, PYTORCH.state)}, False).refused
    with pytest.raises(CheckFailed, match=r"O2: the induction leaves .*eta'"):
        proof(PYTORCH, {"damped": UpdateForm(damped, PYTORCH.state)}, True)


@pytest.mark.parametrize(
    "state",
    [lambda v, eta: v, lambda v, eta: v / eta + 1, lambda v, eta: 2 * v / eta],
    ids=["as ours", "another start", "twice"],
)
def test_a_wrong_translation_is_refused(state: Callable[[Any, Any], Any]) -> None:
    with pytest.raises(CheckFailed, match="the induction leaves"):
        proof(UpdateForm(pytorch, state), {"damped": UpdateForm(damped, PYTORCH.state)}, False)


def test_numrecs_own_code_is_in_the_proof() -> None:
    uphill = with_method(Momentum, "update", {"theta -= v": "theta += v"})
    with pytest.raises(CheckFailed, match="the induction leaves"):
        proof(SCIKIT_LEARN, {"other": PYTORCH}, True, ours=rule_of(uphill))  # type: ignore[arg-type]


def test_a_form_that_takes_the_same_path_is_no_mistake() -> None:
    with pytest.raises(CheckFailed, match="'the same again' was not refused"):
        proof(SCIKIT_LEARN, {"the same again": SCIKIT_LEARN}, True)
