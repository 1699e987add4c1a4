"""The code as pages of the book: each line has an anchor, each step's id is a link.

First numrec in reading order, then companion, each file on a page of its own.

The lines are read from the package itself when the book is built, so page and package cannot
differ.
"""

from __future__ import annotations

import ast
import hashlib
import json
import re
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from docutils import nodes
from made_from import made_from
from sphinx.util.docutils import SphinxDirective

from companion.pages.coverage import StepCoverage
from companion.pages.source import steps_named

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder

FOLDER = "code"
READ_FIRST = {
    "numrec": ("network", "optimisers", "gradient_check", "training", "data", "files"),
    "companion": ("steps", "symbols", "proofs", "worked_example", "figures", "exercises"),
}
"""Each package, and where its reader begins."""


class CodeTable(nodes.General, nodes.Element):  # type: ignore[misc]
    """Stands where the list of files goes until the pages' addresses are known."""


class CodeDirective(SphinxDirective):
    """The directive `{code-pages} numrec`: a package's files, each with its first sentence."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Leave a place for the list."""
        made_from(self.env, "numrec", "companion")
        return [CodeTable(package=self.arguments[0])]


def folder_of(app: Sphinx, package: str) -> Path:
    """Return the folder of a package beside the book."""
    return Path(app.srcdir) / package


def page_of(file: str, package: str = "numrec") -> str:
    """Return the page of a file, named from the package's folder, as in files/model_file.py."""
    folder = FOLDER if package == "numrec" else f"{FOLDER}/{package}"
    return f"{folder}/{file.removesuffix('.py')}"


def reading_order(folder: Path) -> list[str]:
    """Sort a package's files: what is read first, and behind the files that it imports.

    A file that holds a docstring alone is left out.
    """
    paths, imports = {}, {}
    for path in sorted(folder.rglob("*.py")):
        if _has_code(tree := ast.parse(path.read_text("utf-8"))):
            file = path.relative_to(folder.parent).with_suffix("").as_posix()
            name = file.replace("/", ".").removesuffix(".__init__")
            paths[name], imports[name] = path, _imported(tree)
    first = [f"{folder.name}.{name}" for name in READ_FIRST[folder.name]]

    def rank(name: str) -> int:
        return next((k for k, start in enumerate(first) if name.startswith(start)), len(first))

    order: dict[str, None] = {}
    seen = {folder.name}  # it names what is public, so it comes last

    def visit(name: str) -> None:
        if name not in seen:
            seen.add(name)
            for needed in sorted(imports[name] & paths.keys(), key=lambda one: (rank(one), one)):
                visit(needed)
            order[name] = None

    for name in sorted(paths, key=lambda name: (rank(name), name.count("."), name)):
        visit(name)
    names = [*order, *({folder.name} & paths.keys())]
    return [paths[name].relative_to(folder).as_posix() for name in names]


def _has_code(tree: ast.Module) -> bool:
    """Whether a file holds more than a docstring."""
    return len(tree.body) > 1


def _imported(tree: ast.Module) -> set[str]:
    """Name the modules that a file imports at its head, and what it imports from packages."""
    found = set()
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def table(app: Sphinx, package: str, page: str) -> nodes.container:
    """Make the list of a package's files, in reading order."""
    builder = cast("StandaloneHTMLBuilder", app.builder)
    items = nodes.definition_list()
    for file in reading_order(folder_of(app, package)):
        text = (folder_of(app, package) / file).read_text("utf-8")
        says = (ast.get_docstring(ast.parse(text)) or "").partition("\n\n")[0]
        address = builder.get_relative_uri(page, page_of(file, package))
        term = nodes.term()
        term += nodes.reference("", f"{package}/{file}", internal=True, refuri=address)
        words = nodes.paragraph("", " ".join(says.split()))
        items += nodes.definition_list_item("", term, nodes.definition("", words))
    return nodes.container("", items)


def resolve(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Put in the lists."""
    for place in list(doctree.findall(CodeTable)):
        place.replace_self(table(app, place["package"], docname))


def pages(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Yield every file as a page, but those that stand there already as they would be written."""
    coverage = cast("dict[str, StepCoverage]", app.numrec_coverage)  # type: ignore[attr-defined]
    kept, around, stamps = Path(app.doctreedir) / "code_pages.json", frame(app, coverage), {}
    before = json.loads(kept.read_text("utf-8")) if kept.exists() else {}
    for package in READ_FIRST:
        for path in sorted((folder := folder_of(app, package)).rglob("*.py")):
            file, text = path.relative_to(folder).as_posix(), path.read_text("utf-8")
            page, title = page_of(file, package), f"{package}/{file}"
            stamps[page] = hashlib.sha256((around + text).encode()).hexdigest()
            if before.get(page) == stamps[page] and Path(app.outdir, f"{page}.html").exists():
                continue
            if not _has_code(ast.parse(text)):
                continue
            heading = f"<h1>{escape(title).replace('/', '/<wbr>')}</h1>\n"
            up = cast("StandaloneHTMLBuilder", app.builder).get_relative_uri(page, "book/code")
            way = f'<p>A file of <a href="{up}">the code</a>, as it runs.</p>\n'
            whole = f"<section>{heading}{way}{code_as_html(app, text, page, coverage)}</section>"
            yield page, {"title": title, "body": whole}, "page.html"
    kept.write_text(json.dumps(stamps), "utf-8")


def frame(app: Sphinx, coverage: dict[str, StepCoverage]) -> str:
    """Return all that a code page shows beside its lines: the book's titles, style and places."""
    builder = cast("StandaloneHTMLBuilder", app.builder)
    titles = {page: title.astext() for page, title in sorted(app.env.titles.items())}
    places = {name: step.claimed_in for name, step in coverage.items()}
    templates = builder.templates.newest_template_mtime()
    return repr((builder.build_info.config_hash, templates, titles, places))


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


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the directive and the events."""
    app.add_node(CodeTable)
    app.add_directive("code-pages", CodeDirective)
    app.connect("doctree-resolved", resolve)
    app.connect("html-collect-pages", pages)
    return {"version": "1", "env_version": 1, "parallel_read_safe": True}
