"""Pages that have moved: the old address goes on working, says where to, and needs no script.

A browser drops what stands behind the # when a page sends it on, so nothing is sent on: the page
has a link for each equation that readers may have kept.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from docutils import nodes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder

    from companion.pages.coverage import StepCoverage


class Moved(NamedTuple):
    """Where the content of a page is now, and the steps that it derived."""

    to: str
    title: str
    steps: tuple[str, ...] = ()


MOVED = {
    "notebooks/matrix_form": Moved(
        "notebooks/output_layer", "Delta, and the matrix form", ("B9", "B10", "B11")
    ),
    "notebooks/the_program": Moved("notebooks/posts_to_come", "The program, function by function"),
}


def pages(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Yield each old page as Sphinx collects pages: its name, its content and its template."""
    builder = cast("StandaloneHTMLBuilder", app.builder)
    coverage = cast("dict[str, StepCoverage]", app.numrec_coverage)  # type: ignore[attr-defined]
    for old, moved in MOVED.items():
        if moved.to not in app.env.titles:
            continue
        there = builder.get_relative_uri(old, moved.to)
        title = escape(app.env.titles[moved.to].astext())
        rows = [
            f'<p id="{(anchor := nodes.make_id(f"equation-{step}"))}">'
            f'<a href="{there}#{anchor}">({step}) {escape(coverage[step].step.title)}</a></p>'
            for step in moved.steps
        ]
        body = (
            f"<h1>{escape(moved.title)}</h1>\n<p>This page has moved. What it told stands in the "
            f'chapter <a href="{there}">{title}</a> now.</p>\n' + "\n".join(rows)
        )
        yield old, {"title": moved.title, "body": body}, "page.html"


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the event."""
    app.connect("html-collect-pages", pages)
    return {"version": "1", "parallel_read_safe": True}
