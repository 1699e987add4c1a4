"""What backs an equation, folded under one quiet line: its proof, its checks, its lines of code.

A proof by hand is the directive `{proof} H1`, a check a code cell with the tag `evidence`. Both
leave the flow of the chapter for the line under the equation of their step. A proof with the
option `open` stays where it stands, and so does, folded, what shows a step of another chapter or a
slip in print. The folds are HTML's own details and summary, so they need no script.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective
from sphinx.util.logging import getLogger

from companion.sources.errata import errata

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator

logger = getLogger(__name__)

TAG = "tag_evidence"
_CARD = re.compile(r'class="check-card" id="(check-(\w+)-[^"]*)"')


class fold(nodes.General, nodes.Element):  # type: ignore[misc]
    """A details element, whose first child is its `fold_line`."""


class fold_line(nodes.General, nodes.TextElement):  # type: ignore[misc]
    """What of a fold is always seen."""


class proof(nodes.General, nodes.Element):  # type: ignore[misc]
    """A proof by hand; `steps` are the ids of what it proves, `open` whether it stays in place."""


class ProofDirective(SphinxDirective):
    """The directive `{proof} STEP ...`: it says where the proof begins and where it ends."""

    required_arguments = 1
    final_argument_whitespace = True
    has_content = True
    option_spec = {"open": directives.flag}  # noqa: RUF012  # as docutils declares it

    def run(self) -> list[nodes.Node]:
        """Make the proof; a step that there is not is refused by the coverage."""
        named = self.arguments[0].split()
        self.assert_has_content()
        made = proof(
            steps=named,
            open="open" in self.options,
            ids=[f"proof-{step}" for step in named],
            classes=["proof"],
        )
        self.state.nested_parse(self.content, self.content_offset, made)
        first, last = made.children[0], made.children[-1]
        of = " and ".join(f"({step})" for step in named)
        if not isinstance(first, nodes.paragraph):
            made.insert(0, first := nodes.paragraph())
        first.insert(0, [nodes.strong("", f"Proof of {of}."), nodes.Text(" ")])
        if not isinstance(last, nodes.paragraph):
            made += (last := nodes.paragraph())
        last += nodes.raw(
            "", ' <span class="qed" role="img" aria-label="end of proof">□</span>', format="html"
        )
        return [made]


def make_fold(line: list[nodes.Node], inside: list[nodes.Node], **attributes: Any) -> fold:
    """Make a fold with its line and what it hides."""
    return fold("", fold_line("", "", *line), *inside, **attributes)


def backing(doctree: nodes.document) -> Iterator[tuple[str, list[nodes.Element]]]:
    """Yield each step or slip with the evidence that is to be folded for it, in their order.

    A cell that only prepares goes with the next one that shows something.
    """
    waiting: list[nodes.Element] = []
    for node in doctree.findall(nodes.Element):
        if isinstance(node, proof) and not node["open"]:
            yield node["steps"][0], [node]
        elif TAG in node.get("classes", []):
            waiting.append(node)
            if shown := _shown(node):
                yield shown, waiting
                waiting = []
    if waiting:
        logger.warning("a cell of evidence that shows no check follows", location=waiting[0])


def _shown(cell: nodes.Element) -> str | None:
    found = [_CARD.search(raw.astext()) for raw in cell.findall(nodes.raw)]
    return next((match[2] for match in found if match), None)


def anchors(inside: list[nodes.Element]) -> set[str]:
    """Return where links can lead within what a fold hides."""
    proofs = {one for part in inside if isinstance(part, proof) for one in part["ids"]}
    raws = (raw for part in inside for raw in part.findall(nodes.raw))
    return proofs | {match[1] for raw in raws if (match := _CARD.search(raw.astext()))}


def fold_elsewhere(shown: str, cells: list[nodes.Element]) -> None:
    """Fold cells where they stand: they show a slip, or a step of another chapter."""
    title = f"a slip in print, {shown}" if shown in errata() else f"a check of ({shown})"
    place = cells[-1].parent.index(cells[-1])
    parent = cells[-1].parent
    marker = nodes.comment()
    parent.insert(place, marker)
    for cell in cells:
        cell.parent.remove(cell)
    made = make_fold([nodes.Text(f"In a cell: {title}")], [*cells], classes=["evidence"])
    marker.replace_self(made)


def visit_fold(self: HTML5Translator, node: fold) -> None:
    """Open the details."""
    self.body.append(self.starttag(node, "details", CLASS="fold"))


def depart_fold(self: HTML5Translator, node: fold) -> None:
    """Close the details."""
    self.body.append("</details>\n")


def visit_line(self: HTML5Translator, node: fold_line) -> None:
    """Open the summary."""
    self.body.append(self.starttag(node, "summary", ""))


def depart_line(self: HTML5Translator, node: fold_line) -> None:
    """Close the summary."""
    self.body.append("</summary>\n")


def visit_proof(self: HTML5Translator, node: proof) -> None:
    """Open the proof."""
    self.body.append(self.starttag(node, "div"))


def depart_proof(self: HTML5Translator, node: proof) -> None:
    """Close the proof."""
    self.body.append("</div>\n")


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the directive and the nodes."""
    app.add_node(fold, html=(visit_fold, depart_fold))
    app.add_node(fold_line, html=(visit_line, depart_line))
    app.add_node(proof, html=(visit_proof, depart_proof))
    app.add_directive("proof", ProofDirective)
    return {"version": "1", "env_version": 1, "parallel_read_safe": True}
