"""What the page *What is checked, and what is not* takes from data: counts, a figure, slips.

The role `{counted}` writes a number of `companion.pages.trust` by its name, `{rounding}` draws
the bounds of rounding beside what was measured, and `{elsewhere}` tells slips of others and works
them out.
"""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from docutils import nodes
from made_from import made_from
from sources import SourceDirective
from sphinx.util.docutils import SphinxDirective, SphinxRole

from companion.pages import trust
from companion.sources.elsewhere import slips
from companion.studies import FOLDER

if TYPE_CHECKING:
    from docutils.nodes import Node, system_message
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator

    from companion.pages.coverage import StepCoverage

ALT = (
    "Two panels over the layers 1 to {layers}, the forward pass above and the backward pass below, "
    "errors as powers of ten. In each, a dashed line is the bound and dots are what was measured, "
    "for float32 and float64. The dots lie flat, near {found32} and {found64}; the bounds lie far "
    "above and grow from layer to layer, forward to the last and backward to the first. The bound "
    "of float32 passes 1."
)

DRAWN = "_images/rounding.svg"
"""Where the figure lies in the book; it gets the page's own colours as all figures do."""


class CountedRole(SphinxRole):
    """The role `{counted}`: a number by its name."""

    def run(self) -> tuple[list[Node], list[system_message]]:
        """Look the number up; one that is not known is an error of the page."""
        made_from(self.env, "counts")
        counts = _counts(self.env.app)
        if self.text not in counts:
            known = ", ".join(counts)
            words = f"no number is called {self.text!r}; expected one of {known}"
            message = self.inliner.reporter.error(words, line=self.lineno)
            return [self.inliner.problematic(self.rawtext, self.rawtext, message)], [message]
        return [nodes.Text(counts[self.text])], []


class rounding_figure(nodes.General, nodes.Element):  # type: ignore[misc]
    """Stands where the figure will; it is drawn when the page is written."""


class RoundingDirective(SphinxDirective):
    """The directive `{rounding}`: the figure, drawn in the page."""

    def run(self) -> list[nodes.Node]:
        """Leave a place for it."""
        made_from(self.env, "companion", "counts")
        self.env.note_dependency(str(FOLDER / "rounding.json"))
        return [rounding_figure()]


def visit_figure(self: HTML5Translator, node: rounding_figure) -> None:
    """Draw it; matplotlib is loaded for this page alone."""
    from companion import figures

    figures.setup()
    app, passes = self.builder.app, trust.rounding()
    file = Path(app.outdir, DRAWN)
    file.parent.mkdir(parents=True, exist_ok=True)
    figures.draw_rounding(passes).savefig(file, metadata={"Date": None})
    counts = _counts(app)
    bound = passes[trust.PASSES["z"]]["float32"][0]
    alt = ALT.format(
        layers=bound.shape[1],
        found32=counts["measured float32"],
        found64=counts["measured float64"],
    )
    address = "../" * self.builder.current_docname.count("/") + DRAWN
    self.body.append(f'<p class="drawn"><img src="{address}" alt="{escape(alt)}"></p>')
    raise nodes.SkipNode


class ElsewhereDirective(SourceDirective):
    """The directive `{elsewhere}`: each slip, and how far off the check finds it."""

    def run(self) -> list[nodes.Node]:
        """Make a list; sympy, on which the checks stand, is loaded for this page alone."""
        from companion.proofs.elsewhere import off_by

        made_from(self.env, "numrec")
        lines = [
            f"- **{slip.who}**, {slip.what} ([told here]({slip.told})). {slip.printed} "
            f"Meant: {slip.meant[0].lower() + slip.meant[1:]} {slip.lesson} "
            f"*Measured: off by {off_by(slip.id):.0%}.*"
            for slip in slips().values()
        ]
        return self.parsed("\n".join(lines))


def _counts(app: Sphinx) -> dict[str, str]:
    """Count when a page first asks, and not again in this build."""
    if (counts := getattr(app, "numrec_counts", None)) is None:
        covered = cast("dict[str, StepCoverage]", app.numrec_coverage)  # type: ignore[attr-defined]
        counts = trust.numbers(Path(app.srcdir), covered)
        app.numrec_counts = counts  # type: ignore[attr-defined]
    return cast("dict[str, str]", counts)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the role, the directives and the figure's node."""
    app.add_node(rounding_figure, html=(visit_figure, None))
    app.add_role("counted", CountedRole())
    app.add_directive("rounding", RoundingDirective)
    app.add_directive("elsewhere", ElsewhereDirective)
    return {"version": "1", "parallel_read_safe": True}
