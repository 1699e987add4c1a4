"""Every letter and sign of the book's formulas: how to read it aloud, and what it means where.

They stand in symbols.toml. What is written in code is said once, in the dictionary, and read there.
"""

import tomllib
import unicodedata
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from companion.pages.dictionary import entries

GROUPS = {"latin": "Latin letters", "greek": "Greek letters", "signs": "Signs and names"}
"""Each part of the index, with its title."""


class Symbol(NamedTuple):
    """One meaning of a letter or a sign.

    Attributes
    ----------
    maths : str
        How it stands in formulas, in Markdown; so are `says` and `shape`.
    letters : tuple of str
        The letters that it explains.
    at : str
        The label of the equation in which it first stands.
    chapters : tuple of str
        The notebooks where it means this; none if it does all over the book.
    first : str
        The notebook of that equation, if neither its label nor `chapters` say it.
    numrec : str
        How it is written in code; empty if it isn't.
    """

    maths: str
    letters: tuple[str, ...]
    aloud: str
    at: str
    says: str
    shape: str
    chapters: tuple[str, ...] = ()
    first: str = ""
    numrec: str = ""

    @property
    def group(self) -> str:
        """The part of the index that it belongs to, a key of `GROUPS`."""
        first = self.letters[0]
        if len(first) > 1 or not first.isalpha():
            return "signs"
        return "greek" if unicodedata.name(first).startswith("GREEK") else "latin"


@cache
def symbols() -> tuple[Symbol, ...]:
    """Return the symbols by the alphabet, each group after the other.

    Raises
    ------
    ValueError
        If one has neither words of its own nor an entry in the dictionary.
    """
    text = files("companion.pages").joinpath("symbols.toml").read_text("utf-8")
    found = [_symbol(row) for row in tomllib.loads(text)["symbol"]]
    groups = list(GROUPS)
    return tuple(sorted(found, key=lambda s: (groups.index(s.group), _place(s.letters[0]))))


def _symbol(row: dict[str, Any]) -> Symbol:
    row = {name: tuple(is_) if isinstance(is_, list) else is_ for name, is_ in row.items()}
    coded = {entry.maths: entry for entry in entries("symbols")}.get(row["maths"])
    if "says" in row:
        return Symbol(**row)
    if coded is None:
        raise ValueError(f"symbols.toml: {row['maths']} says nothing, nor does the dictionary")
    return Symbol(**row, says=coded.says, shape=coded.shape, numrec=coded.numrec)


def _place(letter: str) -> tuple[str, str]:
    plain = "ε" if letter == "ϵ" else letter.lower()
    return (plain, letter) if letter.isalpha() and len(letter) == 1 else ("", "")


def letters_of(chapter: str) -> set[str]:
    """Return the letters that the index explains for a chapter, a notebook's name."""
    return {
        letter
        for symbol in symbols()
        if not symbol.chapters or chapter in symbol.chapters
        for letter in symbol.letters
    }
