"""A formula is read as one would read it; within a name it has these words, in the text not."""

import sys
from xml.etree import ElementTree as ET

import pytest
from site_pages import ROOT

from companion.pages.spoken import in_words

sys.path.insert(0, str(ROOT / "book" / "_ext"))
from mathml import to_mathml
from spoken import spoken


@pytest.mark.parametrize(
    ("latex", "words"),
    [
        ("N^2", "N squared"),
        (r"\omega_{ji}^{[l]}", "omega sub j i of layer l"),
        (r"a_j - \hat{a}_j", "a sub j minus a hat sub j"),
        (r"\partial C / \partial \theta", "d C over d theta"),
        (r"\frac{\partial C}{\partial b_j}", "d C over d b sub j"),
        (r"\delta^{[L]} (a^{[L-1]})^\top", "delta of layer L ( a of layer L minus 1 ) transposed"),
        (r"\sqrt{2 / n_l}", "the root of 2 over n sub l, end of root"),
        (r"\frac{1}{1 - \mu} x", "the fraction 1 over 1 minus mu, end of fraction, x"),
        (r"\sqrt[3]{2} x", "the root of order 3 of 2, end of root, x"),
        (r"\tfrac{1}{2} x", "1 over 2 x"),
        (r"\frac{1}{2 x}", "the fraction 1 over 2 x, end of fraction"),
        (r"n_{l-1} - 1", "n sub l minus 1, end of index, minus 1"),
        (r"2^{n+1} - 1", "2 to the power n plus 1, end of power, minus 1"),
        (r"\sum_{k=0}^{n-1} x_k", "the sum from k equals 0 to n minus 1 of x sub k"),
        (r"\sum_i x_i", "the sum over i of x sub i"),
        (r"\underbrace{a + b}_{\text{sum}} c", "a plus b, named sum, c"),
        (r"f'(z) \odot v", "f prime ( z ) times, entry by entry, v"),
        ("h = 10^{-12}", "h equals 10 to the power minus 12"),
    ],
)
def test_a_formula_is_read_as_one_would_read_it(latex: str, words: str) -> None:
    assert in_words(ET.fromstring(to_mathml(latex))) == words


def test_a_part_without_words_is_no_silence() -> None:
    with pytest.raises(ValueError, match="<menclose> in a formula has no words"):
        in_words(ET.fromstring("<math><menclose><mi>x</mi></menclose></math>"))


def test_only_within_a_name_and_only_once() -> None:
    formula = to_mathml("2N")
    text, label = f"<p>{formula}</p>", f'<label class="x"><input>{formula} of</label>'
    named = spoken(text + label)
    assert named == text + label.replace("<math", '<math aria-label="2 N"')
    assert spoken(named) == named
