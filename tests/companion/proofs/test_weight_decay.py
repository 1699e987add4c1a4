"""Decay on symbols and in numbers is numrec's own; training.ipynb proves how it differs from L2."""

import pytest
import sympy as sp

from companion.proofs import weight_decay
from companion.proofs.rewriting import with_method
from companion.proofs.weight_decay import (
    WRONG_DECAYS,
    decay_cases,
    eta,
    g,
    lamda,
    mu,
    omega,
    shrinks_then_steps,
    weight_after,
    with_l2,
)
from numrec.optimisers import SGD, Adam, Momentum, Optimiser


def test_the_symbols_go_through_numrecs_own_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    assert weight_after(SGD, 1) == sp.expand((1 - eta * lamda) * omega - eta * g[0])
    uphill = with_method(SGD, "update", {"theta -=": "theta +="})
    assert weight_after(uphill, 1) == sp.expand((1 - eta * lamda) * omega + eta * g[0])


def test_a_term_in_the_loss_is_remembered_and_decay_is_not() -> None:
    assert weight_after(with_l2(SGD), 3) == weight_after(SGD, 3)
    assert weight_after(with_l2(Momentum), 1) == weight_after(Momentum, 1)
    gap = weight_after(Momentum, 2) - weight_after(with_l2(Momentum), 2)
    assert sp.expand(gap - mu * eta * lamda * omega) == 0


def test_a_term_in_the_loss_leaves_the_gradients_and_the_number_as_they_are() -> None:
    case = decay_cases()[0]
    before = case.run.sums[0].dC_domega[1].copy()
    optimiser = with_l2(Adam)(0.1, weight_decay=0.3)
    list(case.run.by(optimiser))
    assert optimiser.weight_decay == 0.3
    assert (case.run.sums[0].dC_domega[1] == before).all()


@pytest.mark.parametrize("name", WRONG_DECAYS)
def test_each_planted_decay_is_refused_where_it_differs(name: str) -> None:
    passed = {str(c) for c in decay_cases() if shrinks_then_steps(WRONG_DECAYS[name], c)}
    as_decay = {"SGD, seed 0", "SGD, seed 1"}  # there the term in the loss is decay
    assert passed == (as_decay if WRONG_DECAYS[name] is with_l2 else set())
    assert all(shrinks_then_steps(lambda kind: kind, case) for case in decay_cases())


def test_every_optimiser_of_numrec_is_among_the_cases() -> None:
    def below(kind: type[Optimiser]) -> set[type[Optimiser]]:
        return {kind}.union(*map(below, kind.__subclasses__()))

    own = {kind for kind in below(Optimiser) if kind.__module__ == "numrec.optimisers"}
    told = {case.kind for case in decay_cases()}
    assert told == own - {Optimiser} - {k for k in own if k.__name__.endswith("WithL2")}
    assert weight_decay.decay_case().values[omega] != 0
