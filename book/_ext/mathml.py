"""LaTeX to MathML, when the book is built: one function, and nothing of Sphinx.

latex2mathml does the parsing. What it writes is then put right for browsers, which draw MathML
Core: they know no `mathvariant` but `normal`, so bold letters become the letters of Unicode's
mathematical alphabets. A command that the converter does not know must never reach a reader as raw
TeX, so it raises.
"""

from __future__ import annotations

import re
import unicodedata
from xml.etree import ElementTree as ET

from latex2mathml.converter import convert_to_element

NAMESPACE = "http://www.w3.org/1998/Math/MathML"

# Names that take their index underneath in a displayed formula, as \sum does.
LIMIT_NAMES = {"max", "min", "argmax", "argmin", "lim", "sup", "inf"}

# Environments that align inside a formula, under the name that the converter knows.
SAME_AS = {
    "aligned": "align*",
    "split": "align*",
    "equation": "align*",
    "equation*": "align*",
}

PRIMES = {"\N{PRIME}", "\N{DOUBLE PRIME}", "\N{TRIPLE PRIME}"}

# Operators that take their limits above and below in a displayed formula.
LIMIT_OPERATORS = {"∑", "∏", "\N{N-ARY UNION}", "\N{N-ARY INTERSECTION}"}
LIMIT_TAGS = {"msub": "munder", "msup": "mover", "msubsup": "munderover"}

# Spaces that MathML Core does not name.
SPACES = {
    "negativethinmathspace": "-0.167em",
    "negativemediummathspace": "-0.222em",
    "negativethickmathspace": "-0.278em",
}

ALPHABETS = {
    "bold": "MATHEMATICAL BOLD {}",
    "bold-italic": "MATHEMATICAL BOLD ITALIC {}",
    "italic": "MATHEMATICAL ITALIC {}",
    "script": "MATHEMATICAL SCRIPT {}",
    "double-struck": "MATHEMATICAL DOUBLE-STRUCK {}",
    "sans-serif": "MATHEMATICAL SANS-SERIF {}",
    "monospace": "MATHEMATICAL MONOSPACE {}",
}

# What Unicode calls a letter within its alphabets, where that is not simply the letter's name.
SYMBOLS = {"∂": "PARTIAL DIFFERENTIAL", "∇": "NABLA", "ϵ": "EPSILON SYMBOL"}


class MathsError(ValueError):
    """A formula that cannot be turned into MathML."""


def to_mathml(latex: str, *, display: bool = False) -> str:
    """Turn a LaTeX formula into MathML.

    Parameters
    ----------
    latex : str
        The formula, without its dollars.
    display : bool
        Whether it stands on a line of its own.

    Returns
    -------
    str
        A `<math>` element that carries the LaTeX as an annotation, for whoever copies it.

    Raises
    ------
    MathsError
        When the converter does not know a command, or cannot read the formula.
    """
    bare = re.sub(r"\\.", "", latex)
    if bare.count("{") != bare.count("}"):
        raise MathsError(f"braces that do not match in {latex!r}")
    source = _rename_environments(latex.strip())
    try:
        element = convert_to_element(source, display="block" if display else "inline")
    except Exception as error:
        raise MathsError(f"{type(error).__name__}: {error} in {latex!r}") from error
    _refuse_leftovers(element, latex)
    for parent in list(element.iter()):
        _mend(parent)
    for parent in list(element.iter()):
        _space_names(parent)
    content = ET.Element("mrow")
    content.extend(list(element))
    for child in list(element):
        element.remove(child)
    semantics = ET.SubElement(element, "semantics")
    semantics.append(content)
    ET.SubElement(semantics, "annotation", {"encoding": "application/x-tex"}).text = latex.strip()
    element.set("xmlns", NAMESPACE)
    return ET.tostring(element, encoding="unicode")


def _rename_environments(latex: str) -> str:
    def renamed(match: re.Match[str]) -> str:
        name = match.group(2)
        return f"\\{match.group(1)}{{{SAME_AS.get(name, name)}}}"

    # A numbered environment would number its own rows; Sphinx numbers equations here.
    latex = latex.replace(r"{align}", r"{align*}")
    return re.sub(r"\\(begin|end)\{([^}]*)\}", renamed, latex)


def _refuse_leftovers(element: ET.Element, latex: str) -> None:
    for node in element.iter():
        # converter entities such as &#x003C9; arrive as text to be unescaped
        text = _unescape(node.text or "")
        node.text = text or None
        if "\\" in text:
            raise MathsError(f"unknown command {text} in {latex!r}")
        if node.tag in {"mi", "mo"} and ("&" in text or "$" in text):
            raise MathsError(f"stray {text!r} in {latex!r}")
        if node.tag == "mtext" and "$" in text:
            raise MathsError(f"a formula within \\text in {latex!r}: close the text first")


def _unescape(text: str) -> str:
    return re.sub(r"&#x([0-9A-Fa-f]+);", lambda match: chr(int(match.group(1), 16)), text)


def _mend(node: ET.Element) -> None:
    """Put one element right for MathML Core."""
    variant = node.attrib.pop("mathvariant", None)
    if variant == "normal" and node.tag == "mi":
        node.set("mathvariant", "normal")
    elif variant and node.text:
        node.text = "".join(_in_alphabet(letter, variant) for letter in node.text)
    if node.tag == "mspace":
        node.set("width", SPACES.get(node.get("width", ""), node.get("width", "0")))
    if node.tag == "mo" and len(node):
        # \mathrel{:=} puts elements where only text may be
        node.text = "".join(_unescape("".join(child.itertext())) for child in node)
        for child in list(node):
            node.remove(child)
    if node.tag == "mi" and node.text == ":":
        node.tag = "mo"
    if node.tag == "mo" and node.text == "∂":
        node.tag = "mi"  # a letter, set without the space of an operator
        node.attrib.clear()
    if node.tag == "mo" and node.text == "∇":
        node.set("lspace", "0")
        node.set("rspace", "0")
    if node.tag == "mo" and node.text in {"|", "‖"} and node.get("fence") != "true":
        node.set("stretchy", "false")
        node.set("lspace", "0")  # browsers take a bar for a relation, and set space around it
        node.set("rspace", "0")
    if node.tag == "mover" and node.get("accent") == "true" and len(node) == 2:
        _one_letter_hat(node)
    if node.tag in {"msup", "msubsup"} and node[-1].text in PRIMES:
        _lower_prime(node)
    if node.tag == "mrow":
        _stretch_matrix_fences(node)
    if node.tag in {"msub", "msup", "msubsup"} and len(node):
        base = node[0]
        if base.tag == "mo" and base.text in LIMIT_OPERATORS:
            node.tag = LIMIT_TAGS[node.tag]
            base.set("movablelimits", "true")
        if base.text in LIMIT_NAMES and base.tag in {"mi", "mo"} and node.tag == "msub":
            node.tag = "munder"
            base.tag = "mo"
            base.set("movablelimits", "true")


def _lower_prime(node: ET.Element) -> None:
    """Set a prime beside its letter: the font's prime is raised already, twice is too high."""
    base, prime = node[0], node[-1]
    node.remove(prime)
    node.remove(base)
    prime.tag = "mo"
    prime.set("lspace", "0")
    prime.set("rspace", "0")
    if node.tag == "msup":
        node.tag = "mrow"
        node.extend([base, prime])
    else:
        primed = ET.Element("mrow")
        primed.extend([base, prime])
        node.tag = "msub"
        node.insert(0, primed)


def _one_letter_hat(node: ET.Element) -> None:
    # a hat over one letter must not be stretched
    if node[1].tag == "mo" and "stretchy" not in node[1].attrib:
        node[1].set("stretchy", "false")


def _stretch_matrix_fences(row: ET.Element) -> None:
    """Keep a matrix and its own brackets together, so that they stretch to it alone."""
    children = list(row)
    for position, child in enumerate(children):
        if child.tag != "mtable" or not 0 < position < len(children) - 1:
            continue
        before, after = children[position - 1], children[position + 1]
        if (
            before.tag == "mo"
            and after.tag == "mo"
            and (before.text, after.text)
            in {
                ("[", "]"),
                ("(", ")"),
                ("|", "|"),
                ("{", "}"),
            }
        ):
            place = list(row).index(before)
            group = ET.Element("mrow")
            for part in (before, child, after):
                row.remove(part)
                group.append(part)
            before.set("form", "prefix")
            after.set("form", "postfix")
            row.insert(place, group)


def _in_alphabet(letter: str, variant: str) -> str:
    """Return a letter in one of Unicode's mathematical alphabets, or as it is if there is none."""
    pattern = ALPHABETS.get(variant)
    if pattern is None:
        return letter
    if letter.isdecimal():
        name = unicodedata.name(letter)
        pattern = pattern.replace(" ITALIC", "")
    elif letter in SYMBOLS:
        name = SYMBOLS[letter]
    else:
        full = unicodedata.name(letter, "")
        match = re.fullmatch(r"(?:LATIN|GREEK) (SMALL|CAPITAL) LETTER (\w+)", full)
        if match is None:
            return letter
        name = f"{match.group(1)} {match.group(2)}"
    try:
        return unicodedata.lookup(pattern.format(name))
    except KeyError:
        return letter


def _is_name(node: ET.Element) -> bool:
    if node.tag in {"msub", "msup", "msubsup", "munder"} and len(node):
        return _is_name(node[0])
    text = node.text or ""
    return node.tag in {"mi", "mo"} and len(text) > 1 and text.isascii() and text.isalpha()


def _space_names(row: ET.Element) -> None:
    """Set functions' names as TeX does: upright, a thin space before what is not in brackets."""
    children = list(row)
    for position, child in enumerate(children):
        if not _is_name(child):
            continue
        name = child if child.tag in {"mi", "mo"} else child[0]
        if name.get("movablelimits") == "true":
            name.set("form", "prefix")
            name.set("lspace", "0")
            name.set("rspace", "0")
        else:
            name.tag = "mi"
            name.attrib.pop("form", None)
        after = children[position + 1] if position + 1 < len(children) else None
        if row.tag not in {"mrow", "mtd", "mstyle", "math"} or after is None:
            continue
        first = after[0] if after.tag == "msub" or after.tag == "msup" else after
        if first.tag != "mo":
            space = ET.Element("mspace", {"width": "0.167em"})
            row.insert(list(row).index(child) + 1, space)
