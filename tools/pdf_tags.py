"""Formulas in a PDF's tree of tags, where a screen reader finds them.

Chromium gives MathML no tag that says anything (seen in version 156), but whatever has role="img"
becomes a Figure with the words of its label. So a formula says that it is one while it is printed.
Its words end with a sign, by which it is found in the file, where it becomes a Formula.
"""

from __future__ import annotations

from xml.etree import ElementTree as ET

from bs4 import Tag
from pikepdf import Dictionary, Name, Pdf

from companion.pages.spoken import in_words

SIGN = "\N{INVISIBLE SEPARATOR}"


def say_formulas(page: Tag) -> None:
    """Give each formula of a page that is to be printed its words."""
    for formula in page.find_all("math"):
        formula["role"] = "img"
        formula["aria-label"] = in_words(ET.fromstring(str(formula))) + SIGN


def tag_formulas(pdf: Pdf) -> None:
    """Make a Formula of each Figure whose words end with the sign."""
    for one in pdf.objects:
        if isinstance(one, Dictionary) and one.get("/S") == Name.Figure:
            words = str(one.get("/Alt", ""))
            if words.endswith(SIGN):
                one.S, one.Alt = Name.Formula, words.removesuffix(SIGN)
