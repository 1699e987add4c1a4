"""Each check accepts what is right, and is seen to refuse what is wrong."""

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import pytest
import sympy as sp

import numrec.network
from companion.proofs.card import CARD_TYPE, Card, CheckFailed, refused
from companion.proofs.cases import Case, random_case
from companion.proofs.checks import agrees, holds, prove, takes_deltas
from companion.proofs.published import published, published_wolfram
from companion.proofs.rewriting import rewritten
from companion.proofs.symbolic_execution import runs_on_symbols
from companion.symbols import (
    a_hat,
    derivative,
    entry,
    evaluate,
    f,
    f_prime,
    hidden,
    i,
    j,
    quadratic,
)
from companion.symbols.output import A_BEFORE, OMEGA, B, a, a_before, b, omega, z_at
from numrec.activations import Array

LOSS = quadratic(lambda node: f(z_at(node)))
ERROR = 2 * (f(z_at(j)) - a_hat[j])
B4 = ERROR * f_prime(z_at(j))
B6 = B4 * a_before[i]
Sort = Callable[[list[int]], list[int]]


@cache
def case() -> Case:
    return random_case(np.random.default_rng(5), [4, 3, 3])


def test_a_card_carries_its_data_beside_its_words_and_its_step_is_in_the_list() -> None:
    bundle = Card("B4", ("published",), "All.", tag="W1")._repr_mimebundle_()
    assert bundle[CARD_TYPE]["anchor"] == "check-B4-published-W1"
    assert 'id="check-B4-published-W1"' in bundle["text/markdown"]
    assert Card("E1", ("shown",), "").step == "E1"
    with pytest.raises(CheckFailed, match="'B99' is not in"):
        Card("B99", ("agrees",), "")


def test_a_proof_that_is_given_deltas_is_told_from_one_that_finds_them() -> None:
    given = hidden.through_layer_l(hidden.z_before[j], hidden.from_z)
    assert takes_deltas(given)
    assert takes_deltas(hidden.OMEGA.T * hidden.DELTA)
    assert not takes_deltas(derivative(hidden.whole_loss(), hidden.a_before[j]))
    one = prove("B4", B4, derivative(LOSS, b[j]), {"half": B4 / 2}, kind="by sympy")
    assert one.checks == ("by sympy", "planted")
    assert one.anchor == "check-B4-proved"


def test_what_was_planted_is_listed_with_what_gave_it_away_and_nothing_is_no_evidence() -> None:
    odd = lambda number: f"{number} is odd" if number % 2 else None
    found = refused("step B4", {"one": 1, "three": 3}, odd)
    assert found == (("one", "1 is odd"), ("three", "3 is odd"))
    with pytest.raises(CheckFailed, match="step B4: no mistake was planted"):
        refused("step B4", {}, odd)
    with pytest.raises(CheckFailed, match="step B4: the planted mistake 'two' was not refused"):
        refused("step B4", {"one": 1, "two": 2}, odd)


def test_a_right_formula_is_proved_for_any_width_and_any_f() -> None:
    card = prove("B4", B4, derivative(LOSS, b[j]), {"half": B4 / 2})
    assert card.checks == ("any width", "planted")
    assert [mistake for mistake, _ in card.refused] == ["half"]
    with pytest.raises(CheckFailed, match="was not refused"):
        prove("B4", B4, derivative(LOSS, b[j]), {"only rewritten": sp.expand(B4)})


@pytest.mark.parametrize(
    "wrong",
    [
        *(B6 / 2, -B6, B4 * f(z_at(j)), B4 * omega[j, i], ERROR * a_before[i]),
        ERROR * f_prime(f(z_at(j))) * a_before[i],
    ],
    ids=["half", "sign", "own value", "weight for value", "no f'", "f' of a"],
)
def test_a_wrong_formula_is_refused_with_what_is_left_over(wrong: sp.Expr) -> None:
    with pytest.raises(CheckFailed, match="B6: claimed minus derived leaves"):
        prove("B6", wrong, derivative(LOSS, omega[j, i]), {"half": B6 / 2})


def test_a_formula_agrees_with_the_code_and_with_finite_differences() -> None:
    computed, measured = case().grads.dC_domega[2], case().measured["omega", 2]
    card = agrees("B6", B6, case(), computed, measured=measured, planted={"half": B6 / 2})
    assert card.checks == ("agrees", "measured", "planted")
    with pytest.raises(CheckFailed, match="was not refused"):
        agrees("B6", B6, case(), computed, planted={"only rewritten": sp.expand(B6)})


@pytest.mark.parametrize(
    ("factor", "more_measured", "says"),
    [
        (1 + 1e-9, 0, "formula and numrec differ"),
        (1, 1e-4, "finite difference differ"),
        (np.ones((1, 2)), 0, "has shape"),
        (np.nan, 0, "differ by nan"),
    ],
)
def test_code_or_a_measurement_of_something_else_is_refused(
    factor: Any, more_measured: float, says: str
) -> None:
    computed, measured = case().grads.dC_db[2] * factor, case().measured["b", 2] + more_measured
    with pytest.raises(CheckFailed, match=says):
        agrees("B4", B4, case(), computed, measured=measured)


def test_a_matrix_product_is_taken_apart_and_numbers_are_put_in_for_every_index() -> None:
    assert entry(OMEGA * A_BEFORE + B, j) - z_at(j) == 0
    assert entry(OMEGA * A_BEFORE - B, j) - z_at(j) != 0
    by_hand = np.outer(case().values[a], case().values[a_before])
    assert np.allclose(evaluate(a[j] * a_before[i], case().values), by_hand, rtol=1e-14)


def test_code_with_a_planted_mistake_run_on_symbols_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # right without arrays to write over, which is how a caller's own backprop is run
    shared = rewritten(numrec.network.backprop, {"out=at.get(l)": "out=at.get(1)"})
    assert runs_on_symbols("H9", [2, 2, 2], shared).checks
    halved: Callable[..., Array] = lambda *given: numrec.losses.output_delta(*given) / 2
    for place, mistake, sizes in (
        ("companion.proofs.symbolic_execution.backprop", shared, [2, 2, 2]),
        ("numrec.network.output_delta", halved, [2, 2]),
    ):
        with monkeypatch.context() as patch:
            patch.setattr(place, mistake)
            with pytest.raises(CheckFailed, match="the code's omega1_00 is off by"):
                runs_on_symbols("H9", sizes)


def test_a_published_digit_that_does_not_come_out_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert published("N1", [sp.Rational(1, 3)], ["0.333"]).checks == ("published",)
    with pytest.raises(CheckFailed, match=r"rounds to 0\.333, printed 0\.334"):
        published("N1", [sp.Rational(1, 3)], ["0.334"])
    with pytest.raises(CheckFailed, match="2 values for 1 printed"):
        published("N1", [1, 2], ["1"])
    monkeypatch.setattr("companion.worked_example.wolfram.output", lambda name: "{{1}}")
    with pytest.raises(CheckFailed, match="W1: the input comes to"):
        published_wolfram("B4", "W1")


CASES = [[1, 2], [3, 1, 2], [2, 2, 1]]


def sorts(algorithm: Sort = sorted, cases: Any = CASES, **planted: Sort) -> None:
    planted = {"left as it is": lambda x: x, **planted}
    in_order = lambda sort, case: sort(case) == sorted(case)
    card = holds("H9", in_order, algorithm, cases, planted, "the list is sorted")
    assert card.checks == ("property", "planted")
    assert card.says == "In 3 seeded cases: the list is sorted."
    assert card.refused == (("left as it is", "fails in 2 of 3 cases"),)


def test_a_property_holds_in_every_case_or_the_first_that_fails_is_named() -> None:
    sorts()
    sorts(cases=iter(CASES))
    with pytest.raises(CheckFailed, match=r"H9: .* fails in 1 of 3 cases, first in \[2, 2, 1\]"):
        sorts(lambda x: sorted(set(x)))
    with pytest.raises(CheckFailed, match="there is no case"):
        sorts(cases=[])
    with pytest.raises(CheckFailed, match="'twice' was not refused"):
        sorts(twice=lambda x: sorted(sorted(x)))


def test_a_property_that_gives_no_answer_is_no_evidence() -> None:
    planted = {"w": "y"}
    with pytest.raises(TypeError, match="gave None"):
        holds("H9", lambda a, c: None, "x", [1], planted, "")  # type: ignore[arg-type, return-value]
    with pytest.raises(NameError, match="typo"):
        sorts(dies=lambda x: typo)  # type: ignore[name-defined] # noqa: F821
    assert holds("H9", lambda a, c: np.bool_(a == "x"), "x", [1], planted, "").refused
