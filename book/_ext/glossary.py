"""The glossary: the words of the field from companion/pages/glossary.toml, as Sphinx's own.

So {term}`epoch` links to a word from any page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils.statemachine import StringList
from sphinx.domains.std import Glossary

import companion.pages.glossary as data
from companion.pages.glossary import Term, terms

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx

NOTEBOOKS = "../notebooks"
"""From the glossary's page to the chapters."""


class TermsDirective(Glossary):
    """The directive `{terms}`: every word with its sentence, and its chapter as a link."""

    has_content = False
    required_arguments = optional_arguments = 0

    def run(self) -> list[nodes.Node]:
        """Write the words down as Sphinx wants a glossary, and let it make one."""
        self.env.note_dependency(data.__file__.replace(".py", ".toml"))
        lines = [line for term in terms() for line in entry(term)]
        self.content = StringList(lines, "companion/pages/glossary.toml")
        return list(super().run())


def entry(term: Term) -> list[str]:
    """Return a word's lines: itself, and what belongs to it, set in."""
    book = f" In this book also: {term.book}." if term.book else ""
    link = f"[]({NOTEBOOKS}/{term.chapter}.ipynb)"
    return [term.name, f"  {term.says}{book} First in {link}.", ""]


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the directive."""
    app.add_directive("terms", TermsDirective)
    return {"version": "1", "parallel_read_safe": True}
