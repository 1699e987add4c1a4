"""Equations as MathML, drawn by the browser itself: no script, no picture, no request.

Screen readers read MathML. The letters come from STIX Two Math (SIL Open Font License), taken from
the pinned package ziamath when the book is built and cut down to what formulas use.
"""

from __future__ import annotations

from html import escape
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from docutils import nodes
from fontTools import subset
from mathml import MathsError, to_mathml
from sphinx.util import logging
from sphinx.util.math import get_node_equation_number

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder
    from sphinx.writers.html5 import HTML5Translator

logger = logging.getLogger(__name__)

FONT_FILE = "stix-two-math.woff"

# First and last code points of what formulas need; a letter outside falls back to another font.
FONT_RANGES = [
    (0x20, 0x7E),  # Latin
    (0xA0, 0xFF),
    (0x302, 0x304),  # accents
    (0x391, 0x3F6),  # Greek
    (0x2010, 0x2037),  # dashes, dots, primes
    (0x2061, 0x2064),
    (0x20D0, 0x20D7),
    (0x2102, 0x2135),  # letter-like
    (0x2190, 0x21D5),  # arrows
    (0x2200, 0x22D1),  # operators
    (0x22EE, 0x22F1),
    (0x2308, 0x230B),
    (0x23B4, 0x23B5),
    (0x23DC, 0x23E1),  # braces under and over
    (0x27E8, 0x27E9),
    (0x1D400, 0x1D467),  # bold, italic
    (0x1D468, 0x1D4CF),  # bold italic, script
    (0x1D538, 0x1D56B),  # double-struck
    (0x1D6A8, 0x1D755),  # Greek: bold, italic, bold italic
    (0x1D7CE, 0x1D7D7),
]


def write_font(target: Path) -> None:
    """Write the mathematical font, cut down, as a web font.

    Parameters
    ----------
    target : Path
        The file to write.
    """
    options = subset.Options()
    options.layout_features = ["*"]  # ssty among them: letters drawn for small sizes
    options.flavor = "woff"  # woff2 would need one more package for a tenth less
    options.hinting = False
    options.name_IDs = [0, 1, 2, 5, 13, 14]  # keep the font's copyright and licence
    font = subset.load_font(str(files("ziamath") / "fonts" / "STIXTwoMath-Regular.ttf"), options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=[p for first, last in FONT_RANGES for p in range(first, last + 1)])
    subsetter.subset(font)
    target.parent.mkdir(parents=True, exist_ok=True)
    subset.save_font(font, str(target), options)


def _mathml(self: HTML5Translator, node: nodes.Element, latex: str, display: bool) -> str:
    try:
        return to_mathml(latex, display=display)
    except MathsError as error:
        # a warning, which -W makes an error; the reader of a loose build sees it marked
        logger.warning("maths: %s", error, location=node, type="maths", subtype="unknown")
        return f'<code class="maths-error">{escape(latex)}</code>'


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


def make_font(app: Sphinx) -> None:
    """Put the font where the style sheet finds it, once a build folder."""
    builder = cast("StandaloneHTMLBuilder", app.builder)
    if builder.format != "html":
        return
    folder = Path(app.doctreedir) / "fonts"
    if not (folder / FONT_FILE).exists():
        write_font(folder / FONT_FILE)
    app.config.html_static_path.append(str(folder))


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the renderer, which Sphinx prefers to MathJax when it is the only other one."""
    app.add_html_math_renderer("mathml", (visit_inline, None), (visit_display, None))
    app.connect("builder-inited", make_font)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
