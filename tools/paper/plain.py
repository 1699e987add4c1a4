"""Plain XHTML: what the theme and Sphinx need of a page, and no reader, is taken out."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import unquote, urlsplit

from bs4 import Tag

KEPT = {
    name
    for sheet in Path(__file__).parent.glob("*.css")
    for name in re.findall(r"\.([a-z][\w-]*)", sheet.read_text("utf-8"))
}
"""The classes that a style sheet of this edition names."""

CODE = {"k": "b", "kn": "b", "kc": "b", "kd": "b", "ow": "b", "c1": "i", "sd": "i"}
"""Of the colours of code two remain, which every screen and every paper can show."""

# html.parser writes all names small; XML does not
CAPITALS = {
    name.lower(): name
    for name in ("viewBox", "preserveAspectRatio", "clipPath", "clipPathUnits", "linearGradient")
}

Leads = Callable[[str, str], str]
"""From a page and an id within it (or "") to the address that a link gets."""


def plain(page: Tag, name: str, anchors: Mapping[str, set[str]], leads: Leads, live: str) -> None:
    """Make a page plain, and lead its links to where they go in this edition.

    Parameters
    ----------
    page : Tag
        The page's outermost section; it is changed.
    name : str
        The page's name.
    anchors : mapping of str to set of str
        The ids within each page of this edition, by its name.
    leads : function of (str, str)
        Gives the address of a page and an id.
    live : str
        The address of the live book, or "".
    """
    for formula in page.find_all("math"):
        _formula(formula)
    for box in page.select("div.math"):
        box["class"] = "maths"  # on a line of its own
    for drawing in page.find_all("svg"):
        drawing["xmlns"] = "http://www.w3.org/2000/svg"
        for told in drawing.find_all("metadata"):
            told.decompose()  # of the program that drew it
    for code in page.select(".highlight pre"):
        _code(code)
        if code.find_parent(class_="output") is not None:
            code["class"] = "output"
    for link in page.find_all("a", href=True):
        _link(link, name, anchors, leads, live)
    seen: set[str] = set()
    for tag in [page, *page.find_all(True)]:
        _tag(tag)
        if tag.get("id") in seen:
            del tag["id"]  # of a box around what has the same
        elif tag.get("id"):
            seen.add(str(tag["id"]))
    for tag in page.find_all(["div", "span"]):
        if not tag.attrs:
            tag.unwrap()


def clean_id(identity: str) -> str:
    """Return an id as XML demands it: a letter first, and no slash."""
    clean = re.sub(r"[^\w.-]", "-", identity)
    return clean if re.match(r"[A-Za-z_]", clean) else f"id-{clean}"


def _within(page: str, address: str) -> str:
    """Return what an address on a page leads to, named from the book's folder."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(page), address))


def _formula(formula: Tag) -> None:
    """Let a reader that knows no MathML have the TeX: the annotation would stand in the line."""
    note = formula.find("annotation")
    if note is not None:
        formula["alttext"] = note.get_text()
        note.decompose()
    if formula.semantics is not None:
        formula.semantics.unwrap()
    for table in formula.find_all("mtable", columnspacing=""):
        del table["columnspacing"]


def _code(code: Tag) -> None:
    for span in code.find_all("span"):
        look = next((CODE[c] for c in span.get_attribute_list("class") if c in CODE), None)
        if look is None:
            span.unwrap()
        else:
            span.name, span.attrs = look, {}
    code.smooth()
    text = code.contents[-1] if code.contents else None
    if isinstance(text, str):
        text.replace_with(text.rstrip("\n"))


def _link(link: Tag, name: str, anchors: Mapping[str, set[str]], leads: Leads, live: str) -> None:
    parts = urlsplit(str(link["href"]))
    if parts.scheme:
        return
    path = _within(name, unquote(parts.path))
    to = path.removesuffix(".html") if parts.path else name
    if to in anchors:
        there = unquote(parts.fragment)
        link["href"] = leads(to, clean_id(there) if there in anchors[to] else "")
    elif live:
        link["href"] = live + path + (f"#{parts.fragment}" if parts.fragment else "")
    else:
        link.name = "span"
        for gone in link.attrs.keys() - {"id", "class"}:
            del link[gone]


def _tag(tag: Tag) -> None:
    tag.name = CAPITALS.get(tag.name, tag.name)
    for attribute in list(tag.attrs):
        if attribute.startswith(("data-", "aria-live")) or attribute in ("title", "hidden"):
            del tag[attribute]
        elif attribute in CAPITALS:
            tag[CAPITALS[attribute]] = tag.attrs.pop(attribute)
    classes = [name for name in tag.get_attribute_list("class") if name in KEPT]
    if classes:
        tag["class"] = " ".join(classes)
    else:
        tag.attrs.pop("class", None)
    if tag.get("id"):
        tag["id"] = clean_id(str(tag["id"]))
    if tag.name == "section" and tag.get("id") in {"exercise-content", "solution-content"}:
        tag.unwrap()
