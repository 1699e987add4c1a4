"""What can be seen without a browser: links, anchors, alt texts, equations."""

import re
import sys
from pathlib import Path

import pytest
from site_checks import code_faults, equation_faults, line_faults, link_faults, picture_faults, soup
from site_pages import PAGES, ROOT, book_pages, code_pages

from companion.pages.coverage import read_coverage
from companion.pages.source import Line, lines_of
from companion.steps import CERTAINTY, CHECKS

sys.path.insert(0, str(ROOT / "book" / "_ext"))
from mathml import MathsError, to_mathml
from moved import MOVED

CHAPTER = "notebooks/output_layer"


def test_the_site_has_the_pages_of_the_contents(site: Path) -> None:
    built = {str(path.relative_to(site).with_suffix("")) for path in site.rglob("*.html")}
    pages = {*PAGES, *code_pages(), *MOVED, "index"}
    built.discard("404")  # of a book that is published
    assert {page for page in built if not page.startswith("_")} == pages


@pytest.mark.parametrize("page", [*PAGES, *code_pages(), *MOVED, "index"])
def test_every_link_and_anchor_resolves(site: Path, page: str) -> None:
    assert link_faults(site / f"{page}.html", site) == []


@pytest.mark.parametrize("old", MOVED)
def test_an_old_address_leads_to_the_page_and_its_equations(site: Path, old: str) -> None:
    page = soup(site / f"{old}.html")
    there = f"{MOVED[old].to.rpartition('/')[2]}.html"
    assert page.find("a", href=there)
    for step in MOVED[old].steps:
        equation = page.find(id=f"equation-{step.lower()}")
        assert equation
        assert equation.find("a", href=f"{there}#equation-{step.lower()}")


@pytest.mark.parametrize("page", book_pages())
def test_every_picture_and_equation_can_be_read_aloud(site: Path, page: str) -> None:
    path = site / f"{page}.html"
    assert picture_faults(path) + equation_faults(path) == []


CLAIMED = {
    name: step for name, step in read_coverage(ROOT / "notebooks").items() if step.claimed_in
}


@pytest.mark.parametrize("step", CLAIMED)
def test_a_steps_certainty_stands_under_its_equation(site: Path, step: str) -> None:
    page = (site / str(CLAIMED[step].claimed_in)).with_suffix(".html")
    assert line_faults(page, CLAIMED[step]) == []


@pytest.mark.parametrize("step", [step for step in CLAIMED if lines_of(step)])
def test_a_step_leads_to_its_lines_of_code_and_they_lead_back(site: Path, step: str) -> None:
    notebook = str(CLAIMED[step].claimed_in).removesuffix(".ipynb")
    assert code_faults(site, notebook, step, lines_of(step)) == []


# Markup with one fault each, and how the fault begins.
PLANTED = {
    '<a href="#check-nowhere">x</a>': "broken anchor: #check-nowhere",
    '<a href="forward_pass.html#no">x</a>': "broken anchor: forward_pass.html#no",
    '<a href="gone.html">x</a>': "broken link: gone.html",
    '<a href="../../../etc">x</a>': "broken link: ../../../etc",
    '<script src="//example.org/a.js"></script>': "asset of another host: //example.org/a.js",
    '<img src="x1.svg">': "no alt text: x1.svg",
    '<img src="x2.svg" alt="">': "no alt text: x2.svg",
    '<img src="x3.svg" alt="_images/plot of it.svg">': "alt text is a file's name: _images/plot of",
    '<img src="x4.svg" alt="a figure">': "alt text says too little: 'a figure'",
    r'<span class="math">\(x\)</span>': r"TeX in the text: \(",
    r"<p>so \frac{a}{b} is left</p>": r"TeX in the text: \frac",
    '<code class="maths-error">x</code>': "TeX in the text: x",
    '<span class="math"><math></math></span>': "empty equation",
    '<span class="math">y</span>': "equation without MathML: y",
}


def test_each_planted_fault_is_refused(faulty_site: Path) -> None:
    """The chapter holds every fault, a line that says less, a check that is gone, a moved line."""
    text = (faulty_site / f"{CHAPTER}.html").read_text("utf-8")
    said = re.search(r"<strong>B1</strong>[^<]*", text)
    assert said
    less = said[0].replace(CERTAINTY["measured"], "believed")
    text = text.replace(said[0], less, 1).replace("check-B2-agrees", "check-gone")
    page = faulty_site / "notebooks" / "planted.html"
    page.write_text(text.replace("</article>", "".join(PLANTED) + "</article>", 1), "utf-8")
    faults = [*link_faults(page, faulty_site), *picture_faults(page), *equation_faults(page)]
    for fault in PLANTED.values():
        assert any(found.startswith(fault) for found in faults), (fault, faults)
    (unsaid,) = line_faults(page, CLAIMED["B1"])
    assert re.search("line of B1 says .*; and 'measured'", unsaid)
    lost = [f"B2 does not show: {CHECKS[check]}" for check in ("agrees", "measured")]
    assert line_faults(page, CLAIMED["B2"]) == lost
    assert line_faults(page, CLAIMED["B4"]) == []
    assert line_faults(page, CLAIMED["H1"]) == ["no equation H1"]
    (line, *_) = lines_of("B1")
    moved = Line(line.file, line.number + 1, line.text)
    assert len(code_faults(faulty_site, CHAPTER, "B1", [moved])) == 2


@pytest.mark.parametrize(
    "latex", [r"\nosuchcommand x", r"x_{", r"\text{if $x$}", "a & b", r"\frac{a", r"\left( x"]
)
def test_a_formula_that_cannot_be_drawn_raises(latex: str) -> None:
    with pytest.raises(MathsError):
        to_mathml(latex)


def test_bold_letters_are_letters_of_their_own() -> None:
    """Browsers draw no mathvariant but `normal`."""
    drawn = to_mathml(r"\mathbf{a}\,\boldsymbol{\omega}\,\mathbf{2}\,\mathbb{R}")
    assert all(letter in drawn for letter in "𝐚𝝎𝟐ℝ")
    assert "mathvariant" not in drawn


def test_a_bar_has_no_space_of_its_own() -> None:
    r"""Browsers take it for a relation: \lvert x_0 - x_1 \rvert would have gaps."""
    for latex in (r"\lvert x_0 \rvert", r"|x_0|", r"\lVert x_0 \rVert"):
        bars = re.findall(r"<mo ([^>]*)>[|‖]</mo>", to_mathml(latex))
        assert len(bars) == 2
        assert all('lspace="0" rspace="0"' in bar for bar in bars), latex
