"""The page of all equations: every step's, with links to its chapter, its check and its lines.

Equations, checks and lines are read when the book is built, so nothing is typed a second time.
"""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from made_from import made_from, title_of
from marks import SHOWN
from source_pages import page_of
from sphinx.util.docutils import SphinxDirective

from companion.pages.coverage import read_coverage
from companion.pages.equations import Row, in_lines, rows
from companion.steps import CHECKS

if TYPE_CHECKING:
    from sphinx.application import Sphinx


class EquationsDirective(SphinxDirective):
    """The directive `{all-equations}`: a section a chapter, in the order of the book."""

    def run(self) -> list[nodes.Node]:
        """Make the sections."""
        made_from(self.env, *SHOWN, "headings")
        order = list(self.env.app.config.external_site_map)
        chapter = lambda row: order.index(row.chapter.removesuffix(".ipynb"))
        found = sorted(rows(read_coverage(Path(self.env.srcdir) / "notebooks")), key=chapter)
        return [self._section(order[at], [*group]) for at, group in groupby(found, key=chapter)]

    def _section(self, chapter: str, group: list[Row]) -> nodes.section:
        title = title_of(Path(self.env.srcdir) / group[0].chapter)
        section = nodes.section(names=[nodes.fully_normalize_name(title)])
        self.state.document.note_implicit_target(section, section)
        section += nodes.title("", "", self._link(chapter, "", title))
        items = nodes.definition_list(classes=["all-equations"])
        for row in group:
            name = nodes.term("", "", classes=["step-title"])
            name += self._link(chapter, nodes.make_id(f"equation-{row.step.id}"), row.step.id)
            name += nodes.Text(f" {row.step.title}")
            items += nodes.definition_list_item("", name, self._definition(row))
        section += items
        return section

    def _definition(self, row: Row) -> nodes.definition:
        latex = in_lines(row.latex)
        equation = nodes.math_block(latex, latex, named=f"Equation {row.step.id}")
        behind = nodes.paragraph(classes=["behind"])
        behind += self._link(*row.card, CHECKS[row.check])
        for file, lines in groupby(row.lines, key=lambda line: line.file):
            for place, line in enumerate(lines):
                words = f"{line.number}" if place else f"{file} {line.number}"
                link = self._link(page_of(file), f"L-{line.number}", words)
                link["aria-label"] = f"{row.step.id}: {file} {line.number}"
                behind += [nodes.Text(", " if place else " \N{MIDDLE DOT} "), link]
        definition = nodes.definition("", equation)
        if row.step.letters:
            letters, messages = self.parse_inline(row.step.letters)
            definition += nodes.paragraph("", "", *letters, *messages, classes=["letters"])
        definition += behind
        return definition

    def _link(self, page: str, anchor: str, text: str) -> nodes.reference:
        address = self.env.app.builder.get_relative_uri(
            self.env.docname, page.removesuffix(".ipynb")
        )
        address += f"#{anchor}" if anchor else ""
        return nodes.reference("", text, internal=True, refuri=address)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the directive."""
    app.add_directive("all-equations", EquationsDirective)
    return {"version": "1", "parallel_read_safe": True}
