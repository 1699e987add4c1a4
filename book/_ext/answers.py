"""The fields below exercises: a page that shows `check("label", my_answer)` gets its answers' data.

A notebook's output marks the place with the exercise's label. The scripts are those of the boxes
for a line (line.py), in one file.
"""

from __future__ import annotations

import re
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from docutils import nodes
from line import SCRIPT
from own_static import write_static

from companion.exercises.data import packed
from companion.play.pages import data_script, text_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

STYLE = "lines/answers.css"


def copy_style(app: Sphinx, config: Config) -> None:
    """Put the style beside that of the boxes for a line."""
    write_static(app, config, {STYLE: text_of("answers/answers.css")})


def note_data(app: Sphinx, doctree: nodes.document) -> None:
    """Let a page with exercises be built anew when their data change."""
    if any("data-exercise=" in raw for raw in map(str, doctree.findall(nodes.raw))):
        app.env.note_dependency(str(files("companion.exercises").joinpath("exercises.toml")))


def add_script(
    app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Add to a page with exercises to answer the style, their data and the one script."""
    asked = re.findall(r'data-exercise="([\w-]+)"', context.get("body", ""))
    if not asked:
        return
    app.add_css_file(STYLE)
    app.add_js_file(None, body=data_script(packed(asked), "answerData"), priority=800)
    app.add_js_file(SCRIPT, priority=801)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the events."""
    app.connect("config-inited", copy_style)
    app.connect("doctree-read", note_data)
    app.connect("html-page-context", add_script)
    return {"version": "1", "parallel_read_safe": True}
