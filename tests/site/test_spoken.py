"""A formula that is part of a name has words; one that stands in the text is left as it is."""

import sys
from xml.etree import ElementTree as ET

import pytest
from site_pages import ROOT

sys.path.insert(0, str(ROOT / "book" / "_ext"))
from mathml import to_mathml
from spoken import in_words, spoken


@pytest.mark.parametrize(
    ("latex", "words"),
    [
        ("N^2", "N squared"),
        (r"\omega_{ji}^{[l]}", "omega sub j i of layer l"),
        (r"a_j - \hat{a}_j", "a sub j minus a hat sub j"),
        (r"\partial C / \partial \theta", "d C over d theta"),
        (r"\delta^{[L]} (a^{[L-1]})^\top", "delta of layer L ( a of layer L minus 1 ) transposed"),
        (r"\sqrt{2 / n_l}", "the root of 2 over n sub l"),
        (r"\frac{1}{1 - \mu}", "1 over 1 minus mu"),
        (r"f'(z) \odot v", "f prime ( z ) times, entry by entry, v"),
        ("h = 10^{-12}", "h equals 10 to the power minus 12"),
    ],
)
def test_a_formula_is_read_as_one_would_read_it(latex: str, words: str) -> None:
    assert " ".join(in_words(ET.fromstring(to_mathml(latex))).split()) == words


def test_only_within_a_name_and_only_once() -> None:
    formula = to_mathml("2N")
    text, label = f"<p>{formula}</p>", f'<label class="x"><input>{formula} of</label>'
    named = spoken(text + label)
    assert named == text + label.replace("<math", '<math aria-label="2 N"')
    assert spoken(named) == named
