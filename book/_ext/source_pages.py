"""The code of numrec as pages of the book: each line has an anchor, each step's id is a link.

The lines are read from the package itself when the book is built, so page and package cannot
differ.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from graphlib import TopologicalSorter
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from companion.pages.coverage import StepCoverage
from companion.pages.source import steps_named

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder
    from sphinx.environment import BuildEnvironment

FOLDER = "code"


class CodeTable(nodes.General, nodes.Element):  # type: ignore[misc]
    """Stands where the list of files goes until the pages' addresses are known."""


class CodeDirective(SphinxDirective):
    """The directive `{code-pages}`: every file of numrec with its first sentence."""

    def run(self) -> list[nodes.Node]:
        """Leave a place for the list."""
        self.env.note_reread()
        return [CodeTable()]


def package(app: Sphinx) -> Path:
    """Give the folder of the package beside the book."""
    return Path(app.srcdir) / "numrec"


def page_of(file: str) -> str:
    """Give the page of a file, named from the package's folder, as in derivation/card.py."""
    return f"{FOLDER}/{file.removesuffix('.py')}"


def reading_order(folder: Path) -> list[str]:
    """Give the package's files so that each stands behind those it imports, the network first."""
    names = {
        "numrec." + path.relative_to(folder).with_suffix("").as_posix().replace("/", "."): path
        for path in sorted(folder.rglob("*.py"))
        if path.name != "__init__.py"
    }
    imports = {
        name: sorted(_imported(ast.parse(path.read_text("utf-8"))) & names.keys())
        for name, path in names.items()
    }
    order = list(TopologicalSorter(imports).static_order())
    order.sort(key=lambda name: name.startswith("companion.proofs"))  # keeps the order otherwise
    return [names[name].relative_to(folder).as_posix() for name in order]


def _imported(tree: ast.Module) -> set[str]:
    """Name the modules that a file imports at its head, and what it imports from packages."""
    found = set()
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def table(app: Sphinx, page: str) -> nodes.container:
    """Make the list of files, in reading order."""
    builder = cast("StandaloneHTMLBuilder", app.builder)
    items = nodes.definition_list()
    for file in reading_order(package(app)):
        text = (package(app) / file).read_text("utf-8")
        says = (ast.get_docstring(ast.parse(text)) or "").partition("\n\n")[0]
        address = builder.get_relative_uri(page, page_of(file))
        term = nodes.term()
        term += nodes.reference("", f"numrec/{file}", internal=True, refuri=address)
        words = nodes.paragraph("", " ".join(says.split()))
        items += nodes.definition_list_item("", term, nodes.definition("", words))
    return nodes.container("", items)


def resolve(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Put in the list."""
    for place in list(doctree.findall(CodeTable)):
        place.replace_self(table(app, docname))


def pages(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Give every file as a page."""
    coverage = cast("dict[str, StepCoverage]", app.numrec_coverage)  # type: ignore[attr-defined]
    for file in reading_order(package(app)):
        body = code_as_html(app, (package(app) / file).read_text("utf-8"), page_of(file), coverage)
        title = f"numrec/{file}"
        heading = f"<h1>{escape(title).replace('/', '/<wbr>')}</h1>\n"
        up = cast("StandaloneHTMLBuilder", app.builder).get_relative_uri(page_of(file), "book/code")
        way = f'<p>A file of <a href="{up}">the code</a>, as it runs.</p>\n'
        whole = f"<section>{heading}{way}{body}</section>"
        yield page_of(file), {"title": title, "body": whole}, "page.html"


def code_as_html(app: Sphinx, text: str, page: str, coverage: dict[str, StepCoverage]) -> str:
    """Colour a file's lines, give each an anchor, and link the steps that it names."""
    builder = cast("StandaloneHTMLBuilder", app.builder)
    coloured = builder.highlighter.highlight_block(text, "python", linespans="L")
    lines = coloured.splitlines()
    source = {f"L-{number}": line for number, line in enumerate(text.splitlines(), start=1)}
    for place, line in enumerate(lines):
        anchor = re.search(r'<span id="(L-\d+)">', line)
        for step in steps_named(source[anchor[1]]) if anchor else []:
            notebook = coverage[step].claimed_in
            if notebook:
                target = builder.get_relative_uri(page, notebook.removesuffix(".ipynb"))
                link = (
                    f'<a href="{target}#{nodes.make_id(f"equation-{step}")}" '
                    f'aria-label="step {step}, derived">{step}</a>'
                )
                head, _, comment = line.rpartition("# ")
                line = f"{head}# " + re.sub(rf"\b{step}\b(?![^<]*>|[^<]*</a>)", link, comment)
                lines[place] = line
    whole = "\n".join(lines)
    return f'<div class="numrec-code">{whole}</div>'


def outdated(
    app: Sphinx,
    env: BuildEnvironment,
    added: set[str],
    changed: set[str],
    removed: set[str],
) -> list[str]:
    """Build the pages again whose marks point at lines of the code when a line has moved."""
    stamp = {str(p): p.stat().st_mtime_ns for p in sorted(package(app).rglob("*.py"))}
    if getattr(env, "numrec_stamp", None) == stamp:
        return []
    env.numrec_stamp = stamp  # type: ignore[attr-defined]
    return sorted(getattr(env, "numrec_marked", set()) & env.found_docs)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the directive and the events."""
    app.add_node(CodeTable)
    app.add_directive("code-pages", CodeDirective)
    app.connect("env-get-outdated", outdated)
    app.connect("doctree-resolved", resolve)
    app.connect("html-collect-pages", pages)
    return {"version": "1", "env_version": 1, "parallel_read_safe": True}
