"""Words for a formula that is part of a name: of an option, a question, a heading, a link, a fold.

A screen reader reads a formula that stands in the text. A control's name is made of its words
alone: Chromium passes over MathML there (seen in version 156), and axe-core does, so an option
that is a formula had no name. Each formula in such a place gets its words as a label of its own.
"""

from __future__ import annotations

import re
import unicodedata
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_NAMED = re.compile(r"<(label|legend|summary|button|a|th|h[1-6])\b[^>]*>.*?</\1>", re.DOTALL)
_FORMULA = re.compile(r"<math\b(?![^>]*aria-label).*?</math>", re.DOTALL)

_GREEK = re.compile("[\N{GREEK CAPITAL LETTER ALPHA}-\N{GREEK SMALL LETTER OMEGA}]")

SIGNS = {
    "\N{MINUS SIGN}": "minus",
    "-": "minus",
    "+": "plus",
    "=": "equals",
    "\N{NOT EQUAL TO}": "is not equal to",
    "\N{ALMOST EQUAL TO}": "is about",
    "<": "is less than",
    ">": "is greater than",
    "\N{LESS-THAN OR EQUAL TO}": "is at most",
    "\N{GREATER-THAN OR EQUAL TO}": "is at least",
    "\N{ELEMENT OF}": "in",
    "\N{MIDDLE DOT}": "times",
    "\N{DOT OPERATOR}": "times",
    "\N{MULTIPLICATION SIGN}": "times",
    "\N{CIRCLED DOT OPERATOR}": "times, entry by entry,",
    "/": "over",
    "\N{PARTIAL DIFFERENTIAL}": "d",
    "\N{NABLA}": "the gradient of",
    "\N{N-ARY SUMMATION}": "the sum",
    "\N{N-ARY PRODUCT}": "the product",
    "\N{PRIME}": "prime",
    "\N{RIGHTWARDS ARROW}": "to",
    "\N{INFINITY}": "infinity",
    "\N{HORIZONTAL ELLIPSIS}": "and so on",
    "\N{MIDLINE HORIZONTAL ELLIPSIS}": "and so on",
    "\N{LEFTWARDS ARROW}": "becomes",
    "\N{CIRCLED TIMES}": "outer product with",
    "\N{DOUBLE VERTICAL LINE}": "double bar",
    "^": "hat",
}
"""Signs that a voice would pass over, or read in another sense; letters and digits it reads."""

SILENT = {"annotation", "mspace"}


def in_words(node: ET.Element) -> str:
    """Return a formula as one would read it to a friend.

    Parameters
    ----------
    node : Element
        A MathML element, of any namespace.
    """
    tag = node.tag.rpartition("}")[2]
    parts = [in_words(child) for child in node if child.tag.rpartition("}")[2] not in SILENT]
    if tag in {"mi", "mn", "mo", "mtext"}:
        text = unicodedata.normalize("NFKC", node.text or "").strip()
        return SIGNS.get(text) or _GREEK.sub(lambda letter: _name(letter[0]), text)
    if tag == "mfrac":
        return f"{parts[0]} over {parts[1]}"
    if tag == "msqrt":
        return f"the root of {' '.join(parts)}"
    if tag in {"msub", "munder"}:
        return f"{parts[0]} {_below(parts[1])}"
    if tag in {"msup", "mover"}:
        return f"{parts[0]} {_above(parts[1])}"
    if tag in {"msubsup", "munderover"}:
        return f"{parts[0]} {_below(parts[1])} {_above(parts[2])}"
    if tag == "mtr":
        return ", ".join(parts)
    if tag == "mtable":
        return "; ".join(parts)
    return " ".join(part for part in parts if part)


def _name(letter: str) -> str:
    return unicodedata.name(letter).rpartition(" ")[2].lower()


def _below(words: str) -> str:
    return f"sub {words}"


def _above(words: str) -> str:
    if words == "2":
        return "squared"
    if words in {"T", "\N{DOWN TACK}"}:
        return "transposed"
    if words.startswith("["):
        return f"of layer {words[1:-1].strip()}"
    return words if words in {"prime", "hat"} else f"to the power {words}"


def spoken(page: str) -> str:
    """Return a page whose formulas within names have their words.

    Parameters
    ----------
    page : str
        The page's HTML.
    """

    def named(formula: re.Match[str]) -> str:
        words = " ".join(in_words(ET.fromstring(formula[0])).split())
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
