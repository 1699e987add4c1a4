"""The tables of products: fractions stay fractions, the rest is rounded from exact values."""

from fractions import Fraction as F

import pytest
import sympy as sp

from companion.pages.tables import Table, both, number, product, products


@pytest.mark.parametrize(
    ("written", "text"),
    [
        (number(F(-3, 4)), "-3/4"),
        (number(sp.Rational(2)), "2"),
        (number(1 / (1 + sp.exp(-1))), "0.731059"),
        (number(0.25, 3), "0.250"),
        (both(F(-1, 40)), "-1/40 = -0.025"),
        (both(F(11, 8)), "11/8 = 1.375"),
        (both(F(1, 3)), "1/3 ≈ 0.333333"),
        (both(F(2)), "2"),
        (product(F(-3, 4), F(1, 4)), "-3/4 · 1/4 = -3/16"),
        (product(F(1, 2), F(-1, 40)), "1/2 · (-1/40) = -1/80"),
        (product(F(1, 2), sp.exp(-1), 3), "1/2 · 0.368 = 0.184"),
        (product(1000, 1 / sp.sqrt(2), 3), "1000 · 0.707 = 707.107"),  # of the exact factors
        ("; ".join(products([1, 2], [3, 4])), "1 · 3 = 3; 2 · 4 = 8"),
    ],
)
def test_numbers_and_products_are_written_out(written: str, text: str) -> None:
    assert written == text


def test_a_table_is_markdown_for_the_page_and_text_for_a_terminal() -> None:
    bundle = Table(["a", "b"], [["1", "2"]])._repr_mimebundle_()
    assert bundle["text/markdown"] == "| a | b |\n| --- | --- |\n| 1 | 2 |"
    assert bundle["text/plain"] == "a | b\n1 | 2"


@pytest.mark.parametrize(
    ("names", "row", "says"),
    [
        (["a", "b"], ["1", "2", "3"], "row 0 has 3 cells; expected 2"),
        *(([name], ["1"], "a formula alone; expected a word") for name in ("$j$", "", "$a$ $b$")),
    ],
)
def test_a_table_that_cannot_be_read_is_refused(
    names: list[str], row: list[str], says: str
) -> None:
    with pytest.raises(ValueError, match=says):
        Table(names, [row])


def test_products_need_as_many_factors_on_both_sides() -> None:
    with pytest.raises(ValueError, match="shorter"):
        products([1, 2], [3])
