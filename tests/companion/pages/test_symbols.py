"""Each letter of a chapter's named equations is in the index of symbols, and none is there idly."""

import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from companion.pages import symbols as index
from companion.pages.glossary import markdown_of
from companion.pages.symbols import letters_of, symbols
from companion.steps import steps

sys.path.insert(0, str(Path(__file__).parents[3] / "book" / "_ext"))
from mathml import to_mathml

CHAPTERS = Path(__file__).parents[3] / "notebooks"

NAMED = re.compile(r"^\$\$\n((?:(?!\$\$).)*)\n\$\$ \(([\w-]+)\)", re.S | re.M)
NO_LETTER = {"", "⟶"}


def letters_in(latex: str) -> Iterator[str]:
    """Yield the letters and the names of functions in an equation, as a browser gets them."""
    for node in ET.fromstring(to_mathml(latex)).iter():
        if node.tag.endswith("}mi") or node.tag == "mi":
            if (letter := (node.text or "").strip()) not in NO_LETTER:
                yield letter


def used_in(markdown: str) -> dict[str, list[str]]:
    """Return each letter of a chapter's named equations, with their labels."""
    found = defaultdict(list)
    for latex, label in NAMED.findall(markdown):
        for letter in letters_in(latex):
            found[letter].append(label)
    return found


USED = {path.stem: used_in(markdown_of(path)) for path in CHAPTERS.glob("*.ipynb")}


@pytest.mark.parametrize("chapter", [chapter for chapter, used in USED.items() if used])
def test_each_letter_of_an_equation_is_explained(chapter: str) -> None:
    unknown = USED[chapter].keys() - letters_of(chapter)
    assert {letter: USED[chapter][letter][0] for letter in unknown} == {}


def test_no_chapter_is_named_that_does_not_use_the_letter() -> None:
    idle = {
        (symbol.maths, chapter)
        for symbol in symbols()
        for chapter in symbol.chapters
        if symbol.group != "signs" and not USED[chapter].keys() & {*symbol.letters}
    }
    assert idle == set()


def test_each_symbol_stands_in_the_equation_that_is_named() -> None:
    labels = {label for used in USED.values() for labels in used.values() for label in labels}
    assert {symbol.at for symbol in symbols()} <= labels
    for symbol in symbols():
        homes = [symbol.first] if symbol.first else symbol.chapters or USED
        assert symbol.at in steps() or symbol.first or symbol.chapters, symbol
        used = {
            letter for home in homes for letter in USED[home] if symbol.at in USED[home][letter]
        }
        assert symbol.group == "signs" or used & {*symbol.letters}, symbol


def test_a_planted_letter_is_found_and_words_that_are_missing_too() -> None:
    planted = used_in("so\n\n$$\n\\rho^2 = a_j + \\operatorname{Re} z\n$$ (planted)\n")
    assert planted.keys() - letters_of("forward_pass") == {"\N{GREEK SMALL LETTER RHO}", "Re"}
    assert "h" in letters_of("loss")
    assert "h" not in letters_of("forward_pass")
    with pytest.raises(ValueError, match="says nothing"):
        index._symbol({"maths": "$Q$", "letters": ["Q"], "aloud": "Q", "at": "N1"})
