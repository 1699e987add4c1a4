"""The tables of products: fractions stay fractions, the rest is rounded from exact values."""

from fractions import Fraction

import pytest
import sympy as sp

from companion.pages.tables import Table, both, number, product, products


def test_fractions_stay_and_other_numbers_are_rounded() -> None:
    assert number(Fraction(-3, 4)) == "-3/4"
    assert number(sp.Rational(2)) == "2"
    assert number(1 / (1 + sp.exp(-1))) == "0.731059"
    assert number(0.25, 3) == "0.250"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(-1, 40), "-1/40 = -0.025"),
        (Fraction(11, 8), "11/8 = 1.375"),
        (Fraction(1, 3), "1/3 ≈ 0.333333"),
        (Fraction(2), "2"),
    ],
)
def test_a_fraction_has_its_decimals_beside_it(value: Fraction, text: str) -> None:
    assert both(value) == text


def test_a_product_is_written_out_with_a_negative_factor_in_brackets() -> None:
    assert product(Fraction(-3, 4), Fraction(1, 4)) == "-3/4 · 1/4 = -3/16"
    assert product(Fraction(1, 2), Fraction(-1, 40)) == "1/2 · (-1/40) = -1/80"
    assert product(Fraction(1, 2), sp.exp(-1), 3) == "1/2 · 0.368 = 0.184"


def test_the_product_is_of_the_exact_factors_not_of_the_rounded_ones() -> None:
    third = 1 / sp.sqrt(2)
    assert product(1000, third, 3) == "1000 · 0.707 = 707.107"


def test_products_need_as_many_factors_on_both_sides() -> None:
    assert products([1, 2], [3, 4]) == ["1 · 3 = 3", "2 · 4 = 8"]
    with pytest.raises(ValueError, match="shorter"):
        products([1, 2], [3])


def test_a_table_is_markdown_for_the_page_and_text_for_a_terminal() -> None:
    bundle = Table(["a", "b"], [["1", "2"]])._repr_mimebundle_()
    assert bundle["text/markdown"] == "| a | b |\n| --- | --- |\n| 1 | 2 |"
    assert bundle["text/plain"] == "a | b\n1 | 2"


def test_a_row_that_does_not_fit_the_head_is_refused() -> None:
    with pytest.raises(ValueError, match="row 1 has 3 cells; expected 2"):
        Table(["a", "b"], [["1", "2"], ["1", "2", "3"]])


@pytest.mark.parametrize("name", ["$j$", "", "$a$ $b$"])
def test_a_column_without_a_word_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="is a formula alone; expected a word"):
        Table([name], [["1"]])
