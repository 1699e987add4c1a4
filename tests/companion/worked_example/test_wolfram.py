"""The published Wolfram inputs come to the published outputs, and rounding is half up."""

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


def test_six_figures_are_rounded_half_away_from_zero() -> None:
    written = [wolfram.significant(sp.Rational(x)) for x in ("0.2872705", "-0.2872705", "0.1", "0")]
    assert written == ["0.287271", "-0.287271", "0.1", "0"]


def test_a_number_is_printed_too_and_what_has_no_digits_is_refused() -> None:
    assert wolfram.printed(wolfram.evaluate("e^-1.8")) == "0.165299"
    assert wolfram.printed(wolfram.evaluate("9^99/9^99")) == "1"
    for text in ("2x", "{1, I}"):
        with pytest.raises(ValueError, match=r"the value is .*; expected a real number"):
            wolfram.printed(wolfram.evaluate(text))
