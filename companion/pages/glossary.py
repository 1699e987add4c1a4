"""The words of the field, each with a plain sentence and the chapter where the book first uses it.

They stand in glossary.toml. A term is **bold** in the Markdown of its chapter, at its first use.
"""

import json
import re
import tomllib
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple


class Term(NamedTuple):
    """A word of the field.

    Attributes
    ----------
    says : str
        What it is, in Markdown.
    chapter : str
        The notebook of its first use, without its ending.
    book : str
        What else the book calls it; empty if nothing.
    spelled : tuple of str
        Other ways to write it that are the same term: a plural, a longer form.
    """

    name: str
    says: str
    chapter: str
    book: str = ""
    spelled: tuple[str, ...] = ()

    def is_bold_in(self, markdown: str) -> bool:
        """Tell whether the term stands in bold there, alone or in brackets, in any case."""
        ways = {way.lower() for way in (self.name, *self.spelled)}
        found = re.findall(r"\*\*(?=\S)([^*]+)(?<=\S)\*\*", re.sub(r"\s+", " ", markdown))
        found += [inner for words in found for inner in re.findall(r"\((.+?)\)", words)]
        return any(words.strip(" .,:;").lower() in ways for words in found)


@cache
def terms() -> tuple[Term, ...]:
    """Return the terms by the alphabet.

    Raises
    ------
    ValueError
        If a term stands there twice.
    """
    text = files("companion.pages").joinpath("glossary.toml").read_text("utf-8")
    found = [Term(**{**row, "spelled": tuple(row.get("spelled", []))}) for row in _rows(text)]
    names = [term.name for term in found]
    if twice := {name for name in names if names.count(name) > 1}:
        raise ValueError(f"the glossary has {', '.join(sorted(twice))} twice; expected once")
    return tuple(sorted(found, key=lambda term: term.name.lower()))


def _rows(text: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = tomllib.loads(text)["term"]
    return rows


def markdown_of(notebook: Path) -> str:
    """Return what a chapter says in words."""
    cells = json.loads(notebook.read_text("utf-8"))["cells"]
    return "\n\n".join("".join(c["source"]) for c in cells if c["cell_type"] == "markdown")
