"""What can be seen without a browser: links, anchors, alt texts, equations, the strict build."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest
from conftest import ROOT, strict_build
from site_checks import code_faults, equation_faults, link_faults, mark_faults, picture_faults
from site_pages import PAGES, book_pages, code_pages

from companion.pages.coverage import read_coverage
from companion.pages.source import Line, lines_of
from companion.steps import CHECKS

sys.path.insert(0, str(ROOT / "book" / "_ext"))
from mathml import MathsError, to_mathml

CHAPTER = "notebooks/output_layer"


def plant(site: Path, name: str, old: str, new: str) -> Path:
    """Write a copy of a page with a fault in it, beside the page."""
    source = site / f"{CHAPTER}.html"
    text = source.read_text("utf-8")
    assert old in text
    target = source.with_name(f"planted_{name}.html")
    target.write_text(text.replace(old, new, 1), "utf-8")
    return target


def test_the_site_has_the_pages_of_the_contents(site: Path) -> None:
    built = {str(path.relative_to(site).with_suffix("")) for path in site.rglob("*.html")}
    assert {page for page in built if not page.startswith("_")} == {*PAGES, *code_pages(), "index"}


@pytest.mark.parametrize("page", [*PAGES, *code_pages(), "index"])
def test_every_link_and_anchor_resolves(site: Path, page: str) -> None:
    assert link_faults(site / f"{page}.html", site) == []


@pytest.mark.parametrize("page", book_pages())
def test_every_picture_says_what_it_shows(site: Path, page: str) -> None:
    assert picture_faults(site / f"{page}.html") == []


@pytest.mark.parametrize("page", book_pages())
def test_every_equation_can_be_read_aloud(site: Path, page: str) -> None:
    assert equation_faults(site / f"{page}.html") == []


CLAIMED = {
    name: step for name, step in read_coverage(ROOT / "notebooks").items() if step.claimed_in
}


@pytest.mark.parametrize("step", CLAIMED)
def test_a_steps_checks_stand_under_its_equation(site: Path, step: str) -> None:
    page = (site / str(CLAIMED[step].claimed_in)).with_suffix(".html")
    assert mark_faults(page, step, [CHECKS[check] for check in CLAIMED[step].checks]) == []


@pytest.mark.parametrize("step", [step for step in CLAIMED if lines_of(step)])
def test_a_step_leads_to_its_lines_of_code_and_they_lead_back(site: Path, step: str) -> None:
    notebook = str(CLAIMED[step].claimed_in).removesuffix(".ipynb")
    assert code_faults(site, notebook, step, lines_of(step)) == []


def test_a_line_of_code_that_moved_is_refused(site: Path) -> None:
    (line, *_) = lines_of("B1")
    moved = Line(line.file, line.number + 1, line.text)
    assert code_faults(site, CHAPTER, "B1", [moved]) == [
        f"B1 does not lead to {line.file}, line {moved.number}",
        f"{line.file}, line {moved.number} does not lead to B1",
    ]


def test_a_mark_that_is_gone_is_refused(faulty_site: Path) -> None:
    page = plant(faulty_site, "mark", f"\N{CHECK MARK} {CHECKS['proved']}", "")
    words = [CHECKS["proved"]]
    faults = {step: mark_faults(page, step, words) for step in ("B1", "B2", "Z9")}
    # the first such mark of the page is the one taken away
    assert faults == {"B1": [f"B1 does not show: {words[0]}"], "B2": [], "Z9": ["no equation Z9"]}


@pytest.mark.parametrize(
    ("name", "markup", "fault"),
    [
        ("anchor", '<a href="#check-nowhere">x</a>', "broken anchor: #check-nowhere"),
        (
            "far_anchor",
            '<a href="forward_pass.html#no">x</a>',
            "broken anchor: forward_pass.html#no",
        ),
        ("link", '<a href="gone.html">x</a>', "broken link: gone.html"),
        ("host", '<script src="//example.org/a.js"></script>', "asset of another host"),
        ("outside", '<a href="../../../etc">x</a>', "broken link"),
    ],
)
def test_a_broken_link_is_refused(faulty_site: Path, name: str, markup: str, fault: str) -> None:
    page = plant(faulty_site, name, "</article>", markup + "</article>")
    faults = link_faults(page, faulty_site)
    assert len(faults) == 1
    assert faults[0].startswith(fault)


@pytest.mark.parametrize(
    ("alt", "fault"),
    [
        ("", "no alt text"),
        ('alt=""', "no alt text"),
        ('alt="_images/plot of the loss.svg"', "alt text is a file's name"),
        ('alt="a figure"', "alt text says too little"),
    ],
)
def test_a_picture_without_words_is_refused(faulty_site: Path, alt: str, fault: str) -> None:
    name = f"picture_{abs(hash(alt))}"
    page = plant(faulty_site, name, "</article>", f'<img src="x.svg" {alt}></article>')
    assert [found for found in picture_faults(page) if found.startswith(fault)]


@pytest.mark.parametrize(
    "markup",
    [
        r'<span class="math">\(x\)</span>',
        r"<p>so \frac{a}{b} is left</p>",
        '<code class="maths-error">x</code>',
        '<span class="math"><math></math></span>',
    ],
)
def test_an_equation_left_as_tex_is_refused(faulty_site: Path, markup: str) -> None:
    name = f"equation_{abs(hash(markup))}"
    assert equation_faults(plant(faulty_site, name, "</article>", markup + "</article>"))


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


def test_the_strict_build_refuses_an_unknown_command(tmp_path: Path) -> None:
    """A command that the converter does not know stops the build, and is named."""
    book = tmp_path / "copy"
    shutil.copytree(ROOT / "book", book / "book")
    (book / "notebooks").mkdir()
    shutil.copy(ROOT / "_config.yml", book)
    pages = "format: jb-book\nroot: book/about\nchapters:\n- file: book/coverage\n"
    (book / "_toc.yml").write_text(pages)
    clean = strict_build(book, tmp_path / "clean")
    assert clean.returncode == 0, clean.stderr
    with (book / "book" / "about.md").open("a") as about:
        about.write("\n$$\\nosuchcommand x$$\n")
    planted = strict_build(book, tmp_path / "planted")
    assert planted.returncode != 0
    assert r"unknown command \nosuchcommand" in planted.stderr
