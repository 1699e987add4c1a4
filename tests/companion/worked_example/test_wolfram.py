"""The published Wolfram inputs come to the published outputs, and the reader is strict."""

import pytest
import sympy as sp

from companion.worked_example import wolfram
from companion.worked_example.example import worked_example

RUNS = worked_example().wolfram


@pytest.mark.parametrize("name", RUNS)
def test_each_published_input_comes_to_its_published_output(name: str) -> None:
    assert wolfram.output(name) == RUNS[name].output


@pytest.mark.parametrize("name", RUNS)
def test_an_input_with_one_digit_changed_comes_to_something_else(name: str) -> None:
    text = RUNS[name].input
    changed = text.replace("1.8", "1.9").replace("0.208924", "0.308924").replace("0.366", "0.376")
    assert changed != text
    assert wolfram.printed(wolfram.evaluate(changed)) != RUNS[name].output


def test_a_product_is_the_matrix_product_where_the_shapes_ask_for_one() -> None:
    assert wolfram.evaluate("{{1, 2}, {3, 4}} * {5, 6}") == sp.Matrix([17, 39])
    assert wolfram.evaluate("{1, 2} * {5, 6}") == sp.Matrix([5, 12])
    assert wolfram.evaluate("{{1}, {2}} {{3, 4}}") == sp.Matrix([[3, 4], [6, 8]])


def test_decimals_are_exact_and_e_to_a_power_stays_exact() -> None:
    assert wolfram.evaluate("0.1 + 0.2") == sp.Rational(3, 10)
    assert wolfram.evaluate("1/(1+e^{-1.8})") == 1 / (1 + sp.exp(-sp.Rational(9, 5)))


@pytest.mark.parametrize(
    ("value", "text"),
    [("0.2872705", "0.287271"), ("-0.2872705", "-0.287271"), ("0.1", "0.1"), ("0", "0")],
)
def test_six_figures_are_rounded_half_away_from_zero(value: str, text: str) -> None:
    assert wolfram.significant(sp.Rational(value)) == text


@pytest.mark.parametrize("text", ["2 $ 3", "2 +", "(1", "{1, 2} * {1, 2, 3}", "1)", "e^2"])
def test_what_is_not_in_the_grammar_is_refused_with_the_text_named(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        wolfram.evaluate(text)
