"""Under each equation that is a step of the derivation, one line: how certain it is, and why.

The line unfolds what backs the equation (folds.py). What a step has passed is read from the
notebooks by `companion.pages.coverage`, the same function that the tests use, so a line cannot
claim what no cell has shown.
"""

from __future__ import annotations

from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from docutils import nodes
from folds import anchors, backing, fold_elsewhere, make_fold
from made_from import made_from
from source_pages import page_of
from sphinx.errors import ConfigError
from sphinx.util.docutils import SphinxDirective
from sphinx.util.logging import getLogger

from companion.pages.coverage import StepCoverage, read_coverage, read_errata
from companion.pages.source import lines_of
from companion.sources.blog import heading_of
from companion.steps import CERTAINTY, CHECKS, NO_POST

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder
    from sphinx.config import Config

logger = getLogger(__name__)

Coverage = dict[str, StepCoverage]

SHOWN = ("checks", "numrec")
"""What a page with steps is made from: their checks, and their lines, which move."""


class CoverageTable(nodes.General, nodes.Element):  # type: ignore[misc]
    """Stands where the table goes until every page is known."""


class CoverageDirective(SphinxDirective):
    """The directive `{coverage}`: a table of every step and its checks."""

    def run(self) -> list[nodes.Node]:
        """Leave a place for the table."""
        made_from(self.env, *SHOWN)
        return [CoverageTable()]


def load(app: Sphinx, config: Config) -> None:
    """Read the notebooks' checks once a build."""
    notebooks = Path(app.srcdir) / "notebooks"
    app.numrec_coverage = read_coverage(notebooks)  # type: ignore[attr-defined]
    app.numrec_errata = read_errata(notebooks)  # type: ignore[attr-defined]


def demand_chapters(app: Sphinx) -> None:
    """Refuse a table of contents without a chapter that derives a step: too much leans on it."""
    derive: dict[str, list[str]] = {}
    for name, step in _coverage(app).items():
        if step.claimed_in:
            derive.setdefault(step.claimed_in.removesuffix(".ipynb"), []).append(name)
    for chapter, steps in derive.items():
        if chapter not in app.config.external_site_map:
            found = f"{chapter} derives {', '.join(steps)} and is not in _toc.yml"
            where = 'put it into a part at the end, such as "Not in this course"'
            raise ConfigError(f"{found}; expected every chapter that derives a step: {where}")


def _coverage(app: Sphinx) -> Coverage:
    return cast("Coverage", app.numrec_coverage)  # type: ignore[attr-defined]


def number_steps(app: Sphinx, doctree: nodes.document) -> None:
    """Return each step's equation its id as its number: (B4) beside it and in references to it.

    The page's other labelled equations are counted from 1, the steps left out.
    """
    env, others = app.env, count(1)
    equations = env.get_domain("math").data["objects"]
    for node in doctree.findall(nodes.math_block):
        label = node.get("label")
        if label is None:
            continue
        if label in _coverage(app):
            made_from(env, *SHOWN)
        node["number"] = label if label in _coverage(app) else str(next(others))
        equations[label] = (env.docname, node["number"])


def _link(app: Sphinx, page: str, notebook: str, anchor: str, text: str) -> nodes.reference:
    builder = cast("StandaloneHTMLBuilder", app.builder)
    target = notebook.removesuffix(".ipynb")
    address = (
        f"#{anchor}" if target == page else f"{builder.get_relative_uri(page, target)}#{anchor}"
    )
    return nodes.reference("", text, internal=True, refuri=address)


def certainty_line(step: StepCoverage) -> list[nodes.Node]:
    """Say how certain a step is, in the words for it; what it owes is to come."""
    shown = ["definition", *step.checks]
    words = [
        CERTAINTY[kind] if kind in shown else f"{CERTAINTY[kind]}: to come"
        for kind in step.step.certainty
    ]
    if "property" in step.step.needs:
        words.append(CHECKS["property"])
    return [nodes.strong("", step.step.id), nodes.Text(" " + " \N{MIDDLE DOT} ".join(words))]


def elsewhere_line(app: Sphinx, page: str, step: StepCoverage, here: set[str]) -> nodes.paragraph:
    """Make the line that leads to the checks of a step which are not in its fold."""
    line = nodes.paragraph(classes=["step-elsewhere"])
    for check, words in CHECKS.items():
        if check in step.checks and step.checks[check][1] not in here:
            line += nodes.Text(" \N{MIDDLE DOT} " if line.children else "Also shown: ")
            line += _link(app, page, *step.checks[check], words)
    return line


def code_lines(app: Sphinx, page: str, step: StepCoverage) -> nodes.container:
    """Show the lines of numrec that compute a step, and say where else it is found."""
    builder = cast("StandaloneHTMLBuilder", app.builder)
    found = nodes.container(classes=["step-code"])
    for file, number, text in (lines := lines_of(step.step.id)):
        address = f"{builder.get_relative_uri(page, page_of(file))}#L-{number}"
        link = nodes.reference("", f"{file}, line {number}", internal=True, refuri=address)
        found += nodes.paragraph("", "", nodes.Text("numrec/"), link, nodes.Text(":"))
        found += nodes.literal_block(text, text, language="python")
    last = nodes.paragraph()
    if lines:
        file, _, function = step.step.rust.partition(": ")
        words = f"In the Rust program: {function} ({file})" if file else "Not in the Rust program"
        last += nodes.Text(words)
    for heading in step.step.blog:
        if heading not in NO_POST:
            post, place = heading_of(heading)
            last += nodes.Text(
                " \N{MIDDLE DOT} in the blog: " if last.children else "In the blog: "
            )
            last += _link(app, page, "book/blog", post.place(place), heading)
    if last.children:
        found += last
    return found


def coverage_table(app: Sphinx, page: str) -> nodes.table:
    """Make the table: a row a step, a column a check; every cell says its state in words."""
    steps = _coverage(app).values()
    columns = {
        check: words
        for check, words in CHECKS.items()
        if any(check in step.checks or check in step.step.needs for step in steps)
    }
    table = nodes.table(classes=["coverage"])
    group = nodes.tgroup(cols=2 + len(columns))
    table += group
    for width in [1, 4] + [2] * len(columns):
        group += nodes.colspec(colwidth=width)
    head, body = nodes.thead(), nodes.tbody()
    group += [head, body]
    head += table_row(["Step", "What it says", *(_capital(words) for words in columns.values())])
    for identity, covered in _coverage(app).items():
        first: str | nodes.Node = identity
        if covered.claimed_in:
            anchor = nodes.make_id(f"equation-{identity}")
            first = _link(app, page, covered.claimed_in, anchor, identity)
        cells: list[str | nodes.Node] = [first, covered.step.title]
        for check, words in columns.items():
            if check in covered.checks:
                place = covered.checks[check]
                link = _link(app, page, *place, "\N{CHECK MARK} shown")
                link["aria-label"] = f"{identity}, {words}: \N{CHECK MARK} shown"
                cells.append(link)
            elif check in covered.step.needs:
                cells.append(nodes.inline("", "to come", classes=["to-come"]))
            else:
                cells.append(nodes.inline("", "not needed", classes=["not-needed"]))
        body += table_row(cells)
    return table


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def table_row(cells: list[str] | list[str | nodes.Node]) -> nodes.row:
    """Make a row of a table, of words and of nodes that stand in a line."""
    row = nodes.row()
    for cell in cells:
        paragraph = nodes.paragraph()
        paragraph += nodes.Text(cell) if isinstance(cell, str) else cell
        entry = nodes.entry()
        entry += paragraph
        row += entry
    return row


def summary(app: Sphinx) -> nodes.paragraph:
    """Count what is there, so that nobody types the numbers."""
    steps = _coverage(app).values()
    claimed = sum(1 for step in steps if step.claimed_in)
    whole = sum(1 for step in steps if step.claimed_in and set(step.step.needs) <= set(step.checks))
    text = (
        f"The derivation has {len(_coverage(app))} steps. {claimed} have a place in a chapter so "
        f"far, and {whole} of those show every kind of certainty that they claim."
    )
    return nodes.paragraph("", text)


def resolve(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Put in the marks and the table, now that every page's address is known."""
    covered = _coverage(app)
    found: dict[str, list[nodes.Element]] = {}
    for shown, cells in list(backing(doctree)):
        if shown in covered and covered[shown].claimed_in == f"{docname}.ipynb":
            for cell in cells:
                cell.parent.remove(cell)
            found.setdefault(shown, []).extend(cells)
        else:
            fold_elsewhere(shown, cells)
    for node in list(doctree.findall(nodes.math_block)):
        step = covered.get(node.get("label", ""))
        if step is None:
            continue
        here = f"{docname}.ipynb"
        if step.claimed_in not in {None, here}:
            logger.warning(
                "step %s is claimed in %s, and its equation stands here too",
                step.step.id,
                step.claimed_in,
                location=node,
            )
        if step.checks or step.claimed_in:
            inside = found.get(step.step.id, [])
            ids = anchors(inside)
            lines = [elsewhere_line(app, docname, step, ids), code_lines(app, docname, step)]
            inside += [line for line in lines if line.children]
            folded = make_fold(certainty_line(step), inside, classes=["step-line"])
            node.parent.insert(node.parent.index(node) + 1, folded)
    for place in list(doctree.findall(CoverageTable)):
        place.replace_self([summary(app), coverage_table(app, docname)])


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the directive and the events."""
    app.add_node(CoverageTable)
    app.add_directive("coverage", CoverageDirective)
    app.connect("config-inited", load)
    app.connect("builder-inited", demand_chapters)
    app.connect("doctree-read", number_steps)
    app.connect("doctree-resolved", resolve)
    return {"version": "1", "env_version": 2, "parallel_read_safe": True}
