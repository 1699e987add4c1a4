"""Two forms of momentum that remember different things and take one path: proved by induction.

An update is a rule: from what the optimiser remembers, the gradient, the learning rate and the
momentum to what it remembers next and how far theta moves. Two rules take one path if there is
a translation from what the one remembers to what the other does, that holds at the start and
survives every update, and if both then move alike. Theta is the same before the update, so the
gradient is too.
"""

from collections.abc import Callable, Mapping
from types import SimpleNamespace
from typing import Any, NamedTuple

import numpy as np
import sympy as sp

from companion.proofs.card import Card, CheckFailed, refused
from numrec.optimisers import Momentum

Rule = Callable[[Any, Any, Any, Any], tuple[Any, Any]]
"""(state, g, eta, mu) to the state after the update, and what is added to theta."""

v, g = sp.symbols("v g", real=True)
eta, eta_next = sp.symbols(r"eta \eta'", positive=True)
mu = sp.Symbol("mu", real=True)


class UpdateForm(NamedTuple):
    """A rule, and its translation: what it remembers where ours remembers v.

    Attributes
    ----------
    rule : Rule
        One update.
    state : callable
        (v, eta) to what it remembers, eta the learning rate of the last update.
    """

    rule: Rule
    state: Callable[[Any, Any], Any]


def rule_of(kind: type[Momentum]) -> Rule:
    """Return the rule that numrec's own code is: its `update`, run on arrays of one entry."""

    def rule(remembered: Any, gradient: Any, rate: Any, kept: Any) -> tuple[Any, Any]:
        theta, state, slope = (np.array([x], object) for x in (sp.S(0), remembered, gradient))
        # An optimiser refuses a symbol as its rate, so its line gets the two attributes alone.
        symbols: Any = SimpleNamespace(learning_rate=rate, momentum=kept)
        kind.update(symbols, theta, slope, 1, state)  # a batch of one: the sum is the mean
        return state[0], theta[0]

    return rule


def same_path(
    step: str,
    ours: Rule,
    theirs: UpdateForm,
    planted: Mapping[str, UpdateForm],
    *,
    rate_changes: bool,
    tag: str,
) -> Card:
    """Prove that two rules take one path from v = 0, whatever the gradients are.

    Parameters
    ----------
    step : str
        The step's id.
    ours : Rule
        numrec's.
    theirs : UpdateForm
        The rule as others write it.
    planted : mapping of str to UpdateForm
        Rules that take another path, by what is wrong: at least one. Each is refused.
    rate_changes : bool
        True for every schedule of the learning rate, False for a constant one.
    tag : str
        Tells two proofs of one step apart.

    Raises
    ------
    CheckFailed
        If the base or the step of the induction leaves something over, or a planted mistake
        does not.
    """
    left = _left_over(ours, theirs, rate_changes)
    if left != 0:
        raise CheckFailed(f"step {step}: the induction leaves {left}, expected 0")

    def leaves(wrong: UpdateForm) -> str | None:
        left = _left_over(ours, wrong, rate_changes)
        return None if left == 0 else f"leaves ${sp.latex(left)}$"

    evidence = refused(f"step {step}", planted, leaves)
    rates = "every schedule of the learning rate" if rate_changes else "a constant learning rate"
    says = f"One path, by induction, for {rates}, any momentum and any gradients."
    return Card(step, ("by sympy", "planted"), says, evidence, tag)


def _left_over(ours: Rule, theirs: UpdateForm, rate_changes: bool) -> sp.Expr:
    """Find the first difference: at the start, in the move, or in what is remembered; or 0."""
    rate = eta_next if rate_changes else eta
    our_state, our_move = ours(v, g, rate, mu)
    their_state, their_move = theirs.rule(theirs.state(v, eta), g, rate, mu)
    differences = (
        theirs.state(sp.S(0), eta),
        their_move - our_move,
        their_state - theirs.state(our_state, rate),
    )
    return next((d for d in map(sp.factor, differences) if d != 0), sp.S(0))
