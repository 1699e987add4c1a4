"""The glossary's words stand in bold where the data says that the book uses them first."""

import re
from pathlib import Path

import pytest
import yaml

from companion.pages import glossary
from companion.pages.glossary import Term, markdown_of, terms

ROOT = Path(__file__).parents[3]
TOLD = ("Before you begin", "How a network learns", "The machine")

NOT_YET: set[str] = set()
"""Terms that their chapter does not print in bold yet. Only shrinks: print it, and take it out."""


def chapters(*captions: str) -> list[str]:
    """Return the notebooks of the parts with these captions, of all parts without one."""
    contents = yaml.safe_load((ROOT / "_toc.yml").read_text("utf-8"))
    return [
        Path(chapter["file"]).name
        for part in contents["parts"]
        if not captions or part["caption"] in captions
        for chapter in part["chapters"]
    ]


def not_bold(found: tuple[Term, ...], named: list[str]) -> set[str]:
    """Return the terms of these chapters that do not stand in bold there."""
    texts = {name: markdown_of(ROOT / "notebooks" / f"{name}.ipynb") for name in named}
    return {
        term.name
        for term in found
        if term.chapter in texts and not term.is_bold_in(texts[term.chapter])
    }


def test_each_term_stands_in_bold_in_the_chapter_that_is_named() -> None:
    """A term too many: print it in bold at its first use, or name the chapter that does."""
    named = [name for name in chapters(*TOLD) if (ROOT / f"notebooks/{name}.ipynb").exists()]
    assert not_bold(terms(), named) == NOT_YET


STRESSED = {"depth", "paths", "slow", "to the activation"}
"""What stands in bold, is short and no sentence, and still no term."""


def no_terms(found: tuple[Term, ...], markdown: str) -> set[str]:
    """Return what stands in bold as a term does, small and of three words at most, and is none."""
    bold = re.findall(r"\*\*([a-z][^*$`.?:]*)\*\*", re.sub(r"\s+", " ", markdown))
    return {
        words
        for words in bold
        if len(words.split()) <= 3 and not any(term.is_bold_in(f"**{words}**") for term in found)
    }


@pytest.mark.parametrize("name", [name for name in chapters(*TOLD) if name != "routes"])
def test_each_term_in_bold_is_in_the_glossary(name: str) -> None:
    text = markdown_of(ROOT / "notebooks" / f"{name}.ipynb")
    assert no_terms(terms(), text) <= STRESSED
    assert no_terms(terms(), f"{text} **blind spot**, **Theorem**") - STRESSED == {"blind spot"}


def test_each_chapter_is_one_of_the_book() -> None:
    assert {term.chapter for term in terms()} <= {*chapters()}


def test_each_term_has_a_plain_sentence() -> None:
    assert len(terms()) > 100
    for term in terms():
        assert term.says[0].isupper() or term.says[0] == "$", term.name
        assert term.says.endswith("."), term.name
        assert len(term.says.split()) <= 45, term.name


def test_bold_is_bold_whatever_the_case_and_the_plural() -> None:
    term = Term("error signal", "x", "loss", spelled=("error signals",))
    assert term.is_bold_in("This is the **error\nsignal**, delta.")
    assert term.is_bold_in("**Error signals** go down.")
    assert term.is_bold_in("**Theorem (error signal).** It")
    assert term.is_bold_in("Write `x ** 2`; the **error signal** comes later.")
    assert not term.is_bold_in("The error signal, **signal**, *error signal*, **the error signal**")
    unknown = (Term("wobble", "x", "loss"), Term("loss", "x", "optimisers"))
    assert not_bold(unknown, ["loss"]) == {"wobble"}


def test_a_term_that_stands_there_twice_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    row = {"name": "loss", "says": "x", "chapter": "loss"}
    monkeypatch.setattr(glossary, "_rows", lambda text: [row, row])
    terms.cache_clear()
    with pytest.raises(ValueError, match="the glossary has loss twice"):
        terms()
    monkeypatch.undo()
    terms.cache_clear()
