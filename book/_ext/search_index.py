"""What a search finds beside words: equations by their id, and the glossary's terms.

Whoever types "H7" or "(H7)" is led to that equation first. What no search can find is not kept: the
search page drops numbers from a question, so the index has none.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.domains import Domain, ObjType
from sphinx.domains.std import StandardDomain
from sphinx.search.en import SearchEnglish

from companion.steps import steps

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

AFTER_TITLES = 1
"""A chapter whose title is asked for comes before the steps that have the word in theirs."""


class Steps(Domain):
    """The steps of the derivation, as objects that a search finds."""

    name = "step"
    label = "Step of the derivation"
    object_types = {"equation": ObjType("Equation")}  # noqa: RUF012, as Sphinx declares it

    def get_objects(self) -> Iterator[tuple[str, str, str, str, str, int]]:
        """Name each step that has an equation, with its page and its place there."""
        places = self.env.get_domain("math").data["objects"]
        for step in steps().values():
            if step.id in places:
                page, _ = places[step.id]
                # a dot would part the name, and its last part alone would be looked at
                shown = f"{step.id}, {step.title}".replace(".", "")
                anchor = nodes.make_id(f"equation-{step.id}")
                yield step.id, shown, "equation", page, anchor, AFTER_TITLES

    def get_type_name(self, type: ObjType, primary: bool = False) -> str:
        """Say what stands beside the name in a list of results."""
        return str(type.lname)

    def merge_domaindata(self, docnames: list[str], otherdata: dict[str, Any]) -> None:
        """Merge nothing: the equations are those of another domain."""


class EnglishWords(SearchEnglish):
    """English without what a question never asks for."""

    def word_filter(self, word: str) -> bool:
        """Whether a word belongs into the index."""
        return word != "" and not word.isdecimal() and super().word_filter(word)


def set_points(app: Sphinx, config: Config) -> None:
    """Let a page that is named as was asked come before those that have it in a heading."""
    config.html_search_scorer = str(Path(__file__).with_name("search_scorer.js"))


def terms_once(app: Sphinx, doctree: nodes.document) -> None:
    """Keep the terms as objects alone, which the results call by name, and not as entries too."""
    for glossary in doctree.findall(addnodes.glossary):
        for entry in list(glossary.findall(addnodes.index)):
            entry.parent.remove(entry)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the objects and the words."""
    StandardDomain.object_types["term"].attrs["searchprio"] = 0  # Sphinx leaves them out
    app.add_domain(Steps)
    app.add_search_language(EnglishWords)
    app.connect("config-inited", set_points)
    app.connect("doctree-read", terms_once)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
