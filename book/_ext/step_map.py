"""The directives `{step-map}` and `{step-list}`: what rests on what, as a picture and as a list.

Picture and list are made from companion/steps.toml and the notebooks when the book is built. A
script lights the ways, opens the steps beside the picture and keeps the reader's marks; without
it the nodes lead to the list.
"""

from __future__ import annotations

from html import escape
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from made_from import made_from, title_of
from marks import SHOWN
from own_static import write_static
from sphinx.util.docutils import SphinxDirective

from companion.pages.coverage import StepCoverage, read_coverage
from companion.pages.equations import Row, in_lines, rows
from companion.pages.graph import carried
from companion.pages.step_picture import anchor, legend, picture, rests_on
from companion.play.pages import MAP, MAP_STYLE, text_of
from companion.steps import CHECKS, KINDS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.writers.html5 import HTML5Translator

SCRIPT, STYLE = "map/map.js", "map/map.css"

PLACE = '<div class="step-map"><div class="scroll-box" data-label="The map">{}</div>{}</div>'


class step_entry(nodes.General, nodes.Element):  # type: ignore[misc]
    """A step in the list, folded; its children are what is told of it."""


def visit_entry(self: HTML5Translator, node: step_entry) -> None:
    """Open the entry with the step's id and title."""
    step, title = node["step"], escape(node["title"])
    self.body.append(
        f'<details class="map-step" id="{anchor(step)}" data-step="{step}">'
        f'<summary><strong>{step}</strong> {title}</summary>\n<div class="map-entry">\n'
    )


def depart_entry(self: HTML5Translator, node: step_entry) -> None:
    """Close the entry."""
    self.body.append("</div></details>\n")


class StepMapDirective(SphinxDirective):
    """The directive `{step-map}`: the picture."""

    def run(self) -> list[nodes.Node]:
        """Draw the picture, and note that this page needs the script."""
        made_from(self.env, "companion")
        self.env.metadata[self.env.docname]["step_map"] = True
        return [nodes.raw("", PLACE.format(picture(), legend()), format="html")]


class StepListDirective(SphinxDirective):
    """The directive `{step-list}`: the same as a list, each step under its chapter."""

    def run(self) -> list[nodes.Node]:
        """Make the list."""
        made_from(self.env, *SHOWN, "headings")
        covered = read_coverage(Path(self.env.srcdir) / "notebooks")
        order = list(self.env.app.config.external_site_map)
        chapter = lambda row: order.index(row.chapter.removesuffix(".ipynb"))
        above = carried(rests_on())
        outer = nodes.bullet_list(classes=["map-list"])
        for at, group in groupby(sorted(rows(covered), key=chapter), key=chapter):
            title = title_of(Path(self.env.srcdir) / f"{order[at]}.ipynb")
            inner = nodes.bullet_list()
            for row in group:
                inner += nodes.list_item("", self._entry(row, covered, above))
            name = nodes.paragraph("", "", self._link(order[at], "", title))
            outer += nodes.list_item("", name, inner)
        return [outer]

    def _entry(
        self, row: Row, covered: Mapping[str, StepCoverage], above: Mapping[str, Sequence[str]]
    ) -> nodes.Element:
        step, checks = row.step, covered[row.step.id].checks
        entry = step_entry(step=step.id, title=step.title)
        latex = in_lines(row.latex)
        entry += nodes.math_block(latex, latex, named=f"Equation {step.id}")
        if step.letters:
            letters, messages = self.parse_inline(step.letters)
            entry += nodes.paragraph("", "", *letters, *messages)
        said = [
            self._link(*checks[check], words) for check, words in CHECKS.items() if check in checks
        ]
        derived = self._link(
            row.chapter, nodes.make_id(f"equation-{step.id}"), "where it is derived"
        )
        entry += _told("It is ", [nodes.Text(KINDS[step.kind])])
        entry += _told("Checked: ", said)
        entry += _told("Rests on: ", _steps(step.rests_on, "nothing; here it begins"))
        entry += _told("On it rest: ", _steps(above[step.id], "none so far"))
        entry += _told("In the book: ", [derived])
        return entry

    def _link(self, page: str, place: str, text: str) -> nodes.reference:
        builder = self.env.app.builder
        address = builder.get_relative_uri(self.env.docname, page.removesuffix(".ipynb"))
        address += f"#{place}" if place else ""
        return nodes.reference("", text, internal=True, refuri=address)


def _steps(names: Sequence[str], otherwise: str) -> list[nodes.Node]:
    links = [nodes.reference("", name, internal=True, refuri=f"#{anchor(name)}") for name in names]
    return [*links] or [nodes.Text(otherwise)]


def _told(before: str, parts: Sequence[nodes.Node]) -> nodes.paragraph:
    """Make a line of parts with commas between."""
    line = nodes.paragraph("", before)
    for place, part in enumerate(parts):
        line += [nodes.Text(", " if place else ""), part]
    line += nodes.Text(".")
    return line


def copy_script(app: Sphinx, config: Config) -> None:
    """Put the scripts, joined to one file, and the style where static files are taken from."""
    script = "\n".join(map(text_of, MAP))
    write_static(app, config, {SCRIPT: script, STYLE: text_of(MAP_STYLE)})


def add_script(
    app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Add the script and the style to the page that has the map."""
    if app.env.metadata[page].get("step_map"):
        app.add_css_file(STYLE)
        app.add_js_file(SCRIPT, priority=801)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the directive, its node and the events."""
    app.add_node(step_entry, html=(visit_entry, depart_entry))
    app.add_directive("step-map", StepMapDirective)
    app.add_directive("step-list", StepListDirective)
    app.connect("config-inited", copy_script)
    app.connect("html-page-context", add_script)
    return {"version": "1", "parallel_read_safe": True}
