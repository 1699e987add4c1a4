"""Each check accepts what is right, and is seen to refuse what is wrong."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import sympy as sp

import numrec.network
from companion.proofs.card import CheckFailed
from companion.proofs.cases import Case, random_case
from companion.proofs.checks import agrees, holds, prove
from companion.proofs.published import published, published_wolfram
from companion.proofs.rewriting import rewritten
from companion.proofs.symbolic_execution import runs_on_symbols
from companion.symbols import a_hat, derivative, entry, evaluate, f, f_prime, i, j, quadratic
from companion.symbols.output import A_BEFORE, OMEGA, B, a, a_before, b, omega, z_at
from companion.worked_example.exact import exact_gradients
from companion.worked_example.example import worked_example

LOSS = quadratic(lambda node: f(z_at(node)))
B4 = 2 * (f(z_at(j)) - a_hat[j]) * f_prime(z_at(j))
B6 = B4 * a_before[i]
HALF = {"factor 2 missing": B4 / 2}


@pytest.fixture(scope="module")
def case() -> Case:
    return random_case(np.random.default_rng(5), [4, 3, 3])


def test_a_right_formula_is_proved_for_any_width_and_any_f() -> None:
    card = prove("B4", B4, derivative(LOSS, b[j]), HALF)
    assert card.checks == ("proved", "planted")
    assert [mistake for mistake, _ in card.refused] == ["factor 2 missing"]


@pytest.mark.parametrize(
    "wrong",
    [
        B6 / 2,
        -B6,
        B4 * f(z_at(j)),
        2 * (f(z_at(j)) - a_hat[j]) * f_prime(f(z_at(j))) * a_before[i],
        2 * (f(z_at(j)) - a_hat[j]) * a_before[i],
        B4 * omega[j, i],
    ],
    ids=["half", "sign", "own value", "f' of a", "no f'", "weight for value"],
)
def test_a_wrong_formula_is_refused_with_what_is_left_over(wrong: sp.Expr) -> None:
    with pytest.raises(CheckFailed, match="B6: claimed minus derived leaves"):
        prove("B6", wrong, derivative(LOSS, omega[j, i]), {"factor 2 missing": B6 / 2})


def test_a_planted_mistake_that_is_no_mistake_is_refused() -> None:
    rewritten = sp.expand(B4)
    with pytest.raises(CheckFailed, match="was not refused"):
        prove("B4", B4, derivative(LOSS, b[j]), {"only rewritten": rewritten})


def test_a_formula_agrees_with_the_code_and_with_finite_differences(case: Case) -> None:
    computed, measured = case.grads.dC_domega[2], case.measured["omega", 2]
    card = agrees("B6", B6, case, computed, measured=measured, planted={"half": B6 / 2})
    assert card.checks == ("agrees", "measured", "planted")


def test_code_that_computes_something_else_is_refused(case: Case) -> None:
    with pytest.raises(CheckFailed, match="formula and numrec differ"):
        agrees("B6", B6, case, case.grads.dC_domega[2] * (1 + 1e-9))


def test_a_measurement_of_something_else_is_refused(case: Case) -> None:
    with pytest.raises(CheckFailed, match="finite difference differ"):
        agrees("B4", B4, case, case.grads.dC_db[2], measured=case.measured["b", 2] + 1e-4)


def test_code_of_another_shape_is_refused(case: Case) -> None:
    with pytest.raises(CheckFailed, match="has shape"):
        agrees("B4", B4, case, case.grads.dC_domega[1])


def test_not_a_number_is_refused(case: Case) -> None:
    with pytest.raises(CheckFailed, match="differ by nan"):
        agrees("B4", B4, case, np.full(3, np.nan))


def test_a_matrix_product_is_taken_apart_by_its_definition() -> None:
    assert entry(OMEGA * A_BEFORE + B, j) - z_at(j) == 0
    assert entry(OMEGA * A_BEFORE - B, j) - z_at(j) != 0


def test_numbers_are_put_in_for_every_index(case: Case) -> None:
    by_hand = np.outer(case.values[a], case.values[a_before])
    assert np.allclose(evaluate(a[j] * a_before[i], case.values), by_hand, rtol=1e-14)


@pytest.mark.parametrize("sizes", [[2, 2], [3, 2, 3], [2, 3, 2, 2]])
def test_the_code_run_on_symbols_is_the_derivative(sizes: list[int]) -> None:
    assert runs_on_symbols("H9", sizes).checks == ("symbols",)


def test_code_with_a_planted_mistake_run_on_symbols_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def halved(*arguments: Any) -> Any:
        return numrec.losses.output_delta(*arguments) / 2

    monkeypatch.setattr(numrec.network, "output_delta", halved)
    with pytest.raises(CheckFailed, match="the code's omega1_00 is off by"):
        runs_on_symbols("H9", [2, 2])


def test_a_batch_that_writes_over_the_wrong_arrays_is_refused_on_symbols(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shared = rewritten(numrec.network.backprop, {"out=at.get(l)": "out=at.get(1)"})
    assert runs_on_symbols("H9", [2, 2, 2], shared).checks, (
        "without arrays to write over it is right"
    )
    monkeypatch.setattr("companion.proofs.symbolic_execution.backprop", shared)
    with pytest.raises(CheckFailed, match="the code's omega1_00 is off by"):
        runs_on_symbols("H9", [2, 2, 2])


def test_the_worked_example_is_published_digit_for_digit() -> None:
    example = worked_example()
    exact, activations = exact_gradients(example)
    for name, printed in example.printed_gradients.items():
        values = exact[{"delta1": "dC_db1", "delta2": "dC_db2"}.get(name, name)]
        published("B6", list(values), printed)
    for l, printed_values in example.printed_activations.items():
        published("N1", list(activations[l]), printed_values)


def test_a_published_digit_that_does_not_come_out_is_refused() -> None:
    with pytest.raises(CheckFailed, match=r"rounds to 0\.333, printed 0\.334"):
        published("N1", [sp.Rational(1, 3)], ["0.334"])
    with pytest.raises(CheckFailed, match="2 values for 1 printed"):
        published("N1", [1, 2], ["1"])


def test_a_wolfram_output_that_does_not_come_out_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("companion.worked_example.wolfram.output", lambda name: "{{1}}")
    with pytest.raises(CheckFailed, match="W1: the input comes to"):
        published_wolfram("B4", "W1")


Sort = Callable[[list[int]], list[int]]


def in_order(sort: Sort, case: list[int]) -> bool:
    return sort(case) == sorted(case)


CASES = [[1, 2], [3, 1, 2], [2, 2, 1]]
WRONG: dict[str, Sort] = {"left as it is": lambda x: x}


def check(
    algorithm: Sort = sorted,
    cases: list[list[int]] = CASES,
    planted: dict[str, Sort] = WRONG,
) -> None:
    card = holds("H9", in_order, algorithm, cases, planted, "the list is sorted")
    assert card.checks == ("property", "planted")
    assert card.says == "In 3 seeded cases: the list is sorted."
    assert card.refused == (("left as it is", "fails in 2 of 3 cases"),)


def test_a_property_that_holds_gives_a_card_with_what_was_refused() -> None:
    check()
    check(cases=iter(CASES))  # type: ignore[arg-type]


def test_a_property_that_fails_names_the_first_case() -> None:
    with pytest.raises(CheckFailed, match=r"H9: .* fails in 1 of 3 cases, first in \[2, 2, 1\]"):
        check(algorithm=lambda x: sorted(set(x)))


def test_no_case_or_a_planted_mistake_that_passes_is_refused() -> None:
    with pytest.raises(CheckFailed, match="there is no case"):
        check(cases=[])
    with pytest.raises(CheckFailed, match="'sorted twice' was not refused"):
        check(planted={**WRONG, "sorted twice": lambda x: sorted(sorted(x))})


def test_a_property_that_gives_no_answer_is_no_evidence() -> None:
    with pytest.raises(TypeError, match="gave None"):
        holds("H9", lambda a, c: None, sorted, CASES, WRONG, "")  # type: ignore[arg-type, return-value]
    with pytest.raises(NameError, match="typo"):
        check(planted={"dies": lambda x: typo})  # type: ignore[name-defined] # noqa: F821
    assert holds("H9", lambda a, c: np.bool_(a == "x"), "x", [1], {"w": "y"}, "").refused
