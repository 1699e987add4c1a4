"""Equations as MathML, drawn by the browser itself: no script, no picture, no request.

Screen readers read MathML. The letters come from STIX Two Math (SIL Open Font License), taken from
the pinned package ziamath when the book is built and cut down to the signs that formulas show.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable
from hashlib import sha256
from html import escape, unescape
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from fontTools import subset
from mathml import MathsError, to_mathml
from sphinx.util import logging
from sphinx.util.math import get_node_equation_number

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator

logger = logging.getLogger(__name__)

FONT_FILE = "stix-two-math.woff"

ALWAYS = (
    *(range(0x20, 0x7F), range(0x391, 0x3F6), range(0x1D434, 0x1D468), range(0x1D6E2, 0x1D71C)),
    *(range(0x210E, 0x210F), range(0x221A, 0x221B)),
)
"""Latin and Greek, also slanted, as browsers set a letter that stands alone (the slanted h has its
place elsewhere: it was Planck's constant first); digits; and the root, which a formula has as an
element and not as a sign."""

_FORMULA = re.compile(r"<math.*?</math>", re.DOTALL)
_NOT_SHOWN = re.compile(r"<annotation.*?</annotation>|<[^>]*>", re.DOTALL)


def signs_of(pages: Iterable[str]) -> set[str]:
    """Return the signs that the formulas of some pages show.

    Parameters
    ----------
    pages : iterable of str
        The pages' HTML.
    """
    formulas = (formula for page in pages for formula in _FORMULA.findall(page))
    return {sign for formula in formulas for sign in unescape(_NOT_SHOWN.sub("", formula))}


def write_font(target: Path, signs: set[str]) -> None:
    """Write the mathematical font, cut down, as a web font.

    Parameters
    ----------
    target : Path
        The file to write.
    signs : set of str
        What it has to have beside letters and digits.
    """
    options = subset.Options()
    options.layout_features = ["*"]  # ssty among them: letters drawn for small sizes
    options.flavor = "woff"  # woff2 would need one more package for a tenth less
    options.hinting = False
    options.name_IDs = [0, 1, 2, 5, 13, 14]  # keep the font's copyright and licence
    font = subset.load_font(str(files("ziamath") / "fonts" / "STIXTwoMath-Regular.ttf"), options)
    subsetter = subset.Subsetter(options)
    points = {ord(sign) for sign in signs}.union(*ALWAYS)
    subsetter.populate(unicodes=sorted(points))
    subsetter.subset(font)
    target.parent.mkdir(parents=True, exist_ok=True)
    subset.save_font(font, str(target), options)
    font.close()


def _mathml(self: HTML5Translator, node: nodes.Element, latex: str, display: bool) -> str:
    try:
        return to_mathml(latex, display=display)
    except MathsError as error:
        # a warning, which -W makes an error; the reader of a loose build sees it marked
        logger.warning("maths: %s", error, location=node, type="maths", subtype="unknown")
        return f'<code class="maths-error">{escape(latex)}</code>'


_PARTED = re.compile(r"-$|[.,:;?!)\]’”]+")


def keep_together(doctree: nodes.Element) -> None:
    """Keep a formula on one line with the comma behind it, and 3-2-3 in one piece.

    Browsers may break a line between a formula and what follows it, whatever that is.
    """
    for formula in [*doctree.findall(nodes.math)]:
        line = formula.parent
        if not isinstance(line, nodes.paragraph):
            continue
        start = end = line.index(formula)
        rest = ""
        while end + 1 < len(line) and isinstance(line[end + 1], nodes.Text):
            text = line[end + 1].astext()
            behind = _PARTED.match(text)
            if not behind:
                break
            end += 1
            rest = text[behind.end() :]
            if text != "-" or end + 1 == len(line) or not isinstance(line[end + 1], nodes.math):
                break
            end += 1  # a hyphen between two formulas: go on behind the second
        if end > start:
            kept = line[start : end + 1]
            if rest:
                kept[-1] = nodes.Text(kept[-1].astext()[: -len(rest)])
            together = nodes.inline("", "", *kept, classes=["together"])
            line[start : end + 1] = [together, nodes.Text(rest)] if rest else [together]


def visit_inline(self: HTML5Translator, node: nodes.math) -> None:
    """Write a formula within a line."""
    self.body.append(self.starttag(node, "span", "", CLASS="math notranslate nohighlight"))
    self.body.append(_mathml(self, node, node.astext(), display=False) + "</span>")
    raise nodes.SkipNode


def visit_display(self: HTML5Translator, node: nodes.math_block) -> None:
    """Write a formula on a line of its own, with its number when it has one."""
    self.body.append(self.starttag(node, "div", CLASS="math notranslate nohighlight"))
    latex = node.astext().strip()
    if r"\\" in latex and r"\begin" not in latex:
        latex = rf"\begin{{aligned}}{latex}\end{{aligned}}"
    name = node.get("named", "Equation")
    if node.get("number"):
        name = f"Equation {get_node_equation_number(self, node)}"
    # The box scrolls by itself when the equation is wider than the screen.
    self.body.append(f'<div class="scroll-box" data-label="{escape(name)}">')
    self.body.append(_mathml(self, node, latex, display=True) + "</div>")
    if node.get("number"):
        number = get_node_equation_number(self, node)
        self.body.append(f'<span class="eqno">({number})')
        self.add_permalink_ref(node, "Link to this equation")
        self.body.append("</span>")
    self.body.append("</div>\n")
    raise nodes.SkipNode


def make_font(app: Sphinx, error: Exception | None) -> None:
    """Put the font where the style sheet finds it, once the pages say what it has to have."""
    if error is not None or app.builder.format != "html":
        return
    signs = signs_of(path.read_text("utf-8") for path in Path(app.outdir).rglob("*.html"))
    wanted = f"{sorted(signs)}{ALWAYS}"
    kept = Path(app.doctreedir) / f"font-{sha256(wanted.encode()).hexdigest()}.woff"
    if not kept.exists():
        write_font(kept, signs)
    shutil.copyfile(kept, Path(app.outdir) / "_static" / FONT_FILE)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the renderer, which Sphinx prefers to MathJax when it is the only other one."""
    app.add_html_math_renderer("mathml", (visit_inline, None), (visit_display, None))
    app.connect("doctree-resolved", lambda app, doctree, page: keep_together(doctree))
    app.connect("build-finished", make_font)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
