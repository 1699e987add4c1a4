"""What the checks of softmax.ipynb refuse, and the numbers that carry their formulas."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import sympy as sp

import numrec.network
from companion.proofs.card import CheckFailed
from companion.proofs.cases import softmax_case
from companion.proofs.checks import agrees
from companion.proofs.concolic import Concolic, concolic, formulas
from companion.proofs.symbolic_execution import runs_with_cross_entropy, softmax_runs_on_symbols
from companion.symbols import a_hat, j
from companion.symbols.softmax import softmax_at


def test_the_short_form_agrees_only_when_the_targets_add_up_to_one() -> None:
    short_form = softmax_at(j) - a_hat[j]
    ones, others = (softmax_case(np.random.default_rng(1), [3, 4, 3], total=t) for t in (1, 0.7))
    agrees("S5", short_form, ones, ones.grads.delta[2])
    with pytest.raises(CheckFailed, match="S5: formula and numrec differ"):
        agrees("S5", short_form, others, others.grads.delta[2])


@pytest.mark.parametrize(
    "wrong",
    [
        lambda z: np.exp(z - z.max()) / np.exp(z).sum(),
        lambda z: np.exp(z) / np.exp(z).max(),
        lambda z: z / z.sum(),
    ],
    ids=["shifted above only", "divided by the largest", "no exponential"],
)
def test_a_wrong_softmax_on_symbols_is_refused(wrong: Any) -> None:
    with pytest.raises(CheckFailed, match="S1: with node 0 largest, softmax is off by"):
        softmax_runs_on_symbols("S1", 3, wrong)


def test_a_forgotten_sum_of_the_targets_and_another_layers_f_prime_are_refused_on_symbols(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def without_slope(net: Any, trace: Any, a_hat: Any) -> Any:
        one = net.hidden._replace(f_prime=lambda z: z**0)
        return numrec.network.backprop(replace(net, hidden=one), trace, a_hat)

    with pytest.raises(CheckFailed, match="the code's omega1_00 is off by"):
        runs_with_cross_entropy("S5", [1, 1, 2], without_slope)
    short_form: Callable[..., Any] = lambda loss, output, z, a, a_hat: a - a_hat
    monkeypatch.setattr(numrec.network, "output_delta", short_form)
    with pytest.raises(CheckFailed, match="the code's omega1_00 is off by"):
        runs_with_cross_entropy("S5", [2, 2])


def test_concolic_numbers_compute_as_their_numbers_and_as_their_formulas_do() -> None:
    x, y = (Concolic(sp.Symbol(name), value) for name, value in (("x", 2.0), ("y", 3.0)))
    result = (2 * x + y - x * y) / y**2 + (-x).exp()
    by_number = (4.0 + 3.0 - 6.0) / 9.0 + np.exp(-2.0)
    assert result.number == pytest.approx(by_number, rel=1e-15)
    at = {sp.Symbol("x"): 2.0, sp.Symbol("y"): 3.0}
    assert float(result.formula.subs(at)) == pytest.approx(by_number, rel=1e-14)
    assert y >= x
    assert not x >= y
    symbols = np.array(sp.symbols("x:6")).reshape(2, 3)
    assert (formulas(concolic(symbols, np.random.default_rng(0))) == symbols).all()
