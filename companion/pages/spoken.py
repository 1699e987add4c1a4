"""A formula in words, as one would read it to a friend.

A voice has no brackets but those that are written, so a fraction, a root, an index or a power
that could be heard in another sense has its end said as well.
"""

from __future__ import annotations

import re
import unicodedata
from xml.etree import ElementTree as ET

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
    "\N{MACRON}": "bar",
    "\N{DOUBLE PRIME}": "double prime",
    "\N{TRIPLE PRIME}": "triple prime",
    "\N{PLUS-MINUS SIGN}": "plus or minus",
    "\N{INTEGRAL}": "the integral",
    "\N{LONG RIGHTWARDS ARROW}": "goes to",
    "\N{LEFT FLOOR}": "the floor of (",
    "\N{RIGHT FLOOR}": ")",
    "\N{WHITE MEDIUM SQUARE}": "end of proof",
    "|": "bar",
    "~": "is distributed as",
    ":=": "is defined as",
    "!": "factorial",
    "*": "star",
}
"""Signs that a voice would pass over, or read in another sense; letters and digits it reads."""

_SILENT = {"annotation", "mspace"}
_LEAVES = {"mi", "mn", "mo", "mtext"}
_BOXES = {"math", "semantics", "mrow", "mstyle", "mtd", "msqrt"}
_BELOW = {"msub", "munder", "msubsup", "munderover"}
_ABOVE = {"msup", "mover", "msubsup", "munderover"}
_RANGES = {"the sum", "the product", "the integral"}
_JOINS = {"plus", "minus", "times", "over", "equals"}
_BRACE, _NAMED = "\N{BOTTOM CURLY BRACKET}", ", named"


def in_words(formula: ET.Element) -> str:
    """Return a formula in words.

    Parameters
    ----------
    formula : Element
        A MathML element, of any namespace.

    Raises
    ------
    ValueError
        If a part of it has no words.
    """
    words = " ".join(_words(formula).split())
    return re.sub(r",(?: ?,)+", ",", words).rstrip(" ,")


def _words(node: ET.Element) -> str:
    tag, inside = _tag(node), _inside(node)
    if tag in _LEAVES:
        return _sign((node.text or "").strip())
    if tag == "mfrac":
        return _fraction(*inside)
    if tag == "msqrt":
        end = ", end of root," if _has_terms(node) else ""
        return f"the root of {_line(inside)}{end}"
    if tag == "mroot":
        return f"the root of order {_words(inside[1])} of {_words(inside[0])}, end of root,"
    if tag in _BELOW | _ABOVE:
        below = inside[1] if tag in _BELOW else None
        above = inside[-1] if tag in _ABOVE else None
        return _scripts(inside[0], below, above)
    if tag == "mtr":
        return ", ".join(map(_words, inside))
    if tag == "mtable":
        return "; ".join(map(_words, inside))
    if tag not in _BOXES:
        raise ValueError(f"<{tag}> in a formula has no words; say in {__name__} how it is read")
    return _line(inside)


def _tag(node: ET.Element) -> str:
    return node.tag.rpartition("}")[2]


def _inside(node: ET.Element) -> list[ET.Element]:
    return [child for child in node if _tag(child) not in _SILENT]


def _line(nodes: list[ET.Element]) -> str:
    return " ".join(words for words in map(_words, nodes) if words)


def _sign(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).strip()
    said = SIGNS.get(text) or SIGNS.get(plain)
    return said or _GREEK.sub(lambda letter: _name(letter[0]), plain)


def _name(letter: str) -> str:
    return unicodedata.name(letter).rpartition(" ")[2].lower().replace("lamda", "lambda")


def _fraction(top: ET.Element, bottom: ET.Element) -> str:
    said = f"{_words(top)} over {_words(bottom)}"
    if _has_terms(top) or _has_terms(bottom) or _factors(bottom) > 1:
        return f"the fraction {said}, end of fraction,"
    return said


def _parts(node: ET.Element) -> list[ET.Element]:
    """Return what a node is made of, without the boxes around it."""
    inside = _inside(node)
    if _tag(node) not in _BOXES:
        return [node]
    return _parts(inside[0]) if len(inside) == 1 else inside


def _has_terms(node: ET.Element) -> bool:
    """Whether what follows could be taken for a part of it: a sum, a fraction or the like."""
    parts = _parts(node)
    return any(_tag(part) == "mfrac" for part in parts) or any(
        _tag(part) == "mo" and _words(part) in _JOINS for part in parts[1:]
    )


def _factors(node: ET.Element) -> int:
    return sum(part.text != "\N{PARTIAL DIFFERENTIAL}" for part in _parts(node))


def _scripts(base: ET.Element, below: ET.Element | None, above: ET.Element | None) -> str:
    words = _words(base)
    if words in _RANGES and below is not None:
        end = f"over {_words(below)}" if above is None else f"from {_words(below)} to "
        return f"{words} {end}{'' if above is None else _words(above)} of"
    if below is not None and _words(below) == _BRACE:
        words += _NAMED
    elif below is not None and words.endswith(_NAMED):
        words += f" {_words(below)},"
    elif below is not None:
        end = ", end of index," if _has_terms(below) else ""
        words += f" sub {_words(below)}{end}"
    return words if above is None else f"{words} {_above(above)}"


def _above(node: ET.Element) -> str:
    words = _words(node)
    if words == "2":
        return "squared"
    if words in {"T", "\N{DOWN TACK}"}:
        return "transposed"
    if words.startswith("["):
        return f"of layer {words[1:-1].strip()}"
    if words in {"prime", "hat", "bar", "star"}:
        return words
    return f"to the power {words}{', end of power,' if _has_terms(node) else ''}"
