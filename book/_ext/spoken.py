"""Words for a formula that is part of a name: of an option, a question, a heading, a link, a fold.

A screen reader reads a formula that stands in the text. A control's name is made of its words
alone: Chromium passes over MathML there (seen in version 156), and axe-core does, so an option
that is a formula had no name. Each formula in such a place gets its words as a label of its own.
"""

from __future__ import annotations

import re
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

from companion.pages.spoken import in_words

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_NAMED = re.compile(r"<(label|legend|summary|button|a|th|h[1-6])\b[^>]*>.*?</\1>", re.DOTALL)
_FORMULA = re.compile(r"<math\b(?![^>]*aria-label).*?</math>", re.DOTALL)


def spoken(page: str) -> str:
    """Return a page whose formulas within names have their words.

    Parameters
    ----------
    page : str
        The page's HTML.
    """

    def named(formula: re.Match[str]) -> str:
        words = in_words(ET.fromstring(formula[0]))
        return f'<math aria-label="{escape(words)}"{formula[0].removeprefix("<math")}'

    return _NAMED.sub(lambda place: _FORMULA.sub(named, place[0]), page)


def speak(app: Sphinx, error: Exception | None) -> None:
    """Write the words into the pages; those of an earlier build have them already."""
    if error is not None or app.builder.format != "html":
        return
    for path in Path(app.outdir).rglob("*.html"):
        page = path.read_text("utf-8")
        if (done := spoken(page)) != page:
            path.write_text(done, "utf-8")


def setup(app: Sphinx) -> dict[str, Any]:
    """Run when all pages are written."""
    app.connect("build-finished", speak)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
