"""The published Wolfram inputs come to the published outputs, and rounding is half up."""

from typing import Any

import pytest
import sympy as sp

from companion.worked_example import wolfram
from companion.worked_example.example import worked_example

RUNS = worked_example().wolfram


@pytest.mark.parametrize("name", RUNS)
def test_each_published_input_comes_to_its_output_and_with_one_digit_changed_to_another(
    name: str,
) -> None:
    assert wolfram.output(name) == RUNS[name].output
    text = RUNS[name].input
    changed = text.replace("1.8", "1.9").replace("0.208924", "0.308924").replace("0.366", "0.376")
    assert changed != text
    assert wolfram.printed(wolfram.evaluate(changed)) != RUNS[name].output


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("{{1, 2}, {3, 4}} * {5, 6}", sp.Matrix([17, 39])),
        ("{1, 2} * {5, 6}", sp.Matrix([5, 12])),
        ("{{1}, {2}} {{3, 4}}", sp.Matrix([[3, 4], [6, 8]])),
        ("0.1 + 0.2", sp.Rational(3, 10)),
        ("1/(1+e^{-1.8})", 1 / (1 + sp.exp(-sp.Rational(9, 5)))),
    ],
)
def test_values_are_exact_and_a_product_is_what_the_shapes_ask_for(text: str, value: Any) -> None:
    assert wolfram.evaluate(text) == value


def test_six_figures_are_rounded_half_away_from_zero() -> None:
    written = [wolfram.significant(sp.Rational(x)) for x in ("0.2872705", "-0.2872705", "0.1", "0")]
    assert written == ["0.287271", "-0.287271", "0.1", "0"]


def test_a_number_is_printed_too_and_what_has_no_digits_is_refused() -> None:
    assert wolfram.printed(wolfram.evaluate("e^-1.8")) == "0.165299"
    assert wolfram.printed(wolfram.evaluate("9^99/9^99")) == "1"
    for text in ("2x", "{1, I}"):
        with pytest.raises(ValueError, match=r"the value is .*; expected a real number"):
            wolfram.printed(wolfram.evaluate(text))
