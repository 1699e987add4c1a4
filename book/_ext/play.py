"""The directive `{play} NAME`: the place of a play page, with its scripts on that page alone.

The scripts lie in the package, so that a notebook can show the same pages; here they are copied
into the book. The data that a page is told is written when the book is built: the worked example,
the lines of numrec, and where in the book a step is proved.
"""

from __future__ import annotations

import itertools
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from docutils import nodes
from source_pages import page_of
from sphinx.util.docutils import SphinxDirective

from companion.play.pages import PAGES, STYLE, data, data_script, known, text_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

    from companion.pages.coverage import StepCoverage

FOLDER = "play"

PLACE = """<div class="play" data-play="{name}">
<p>This page is made by a script, which your browser has not run.</p>
</div>"""


class PlayDirective(SphinxDirective):
    """The directive `{play}`: its one argument names the page."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Leave the place, and note that this page needs the scripts."""
        name = known(self.arguments[0])
        _places(self.env)[self.env.docname] = name
        return [nodes.raw("", PLACE.format(name=name), format="html")]


def _places(env: BuildEnvironment) -> dict[str, str]:
    """Return the name of the play page by the page of the book."""
    if not hasattr(env, "numrec_play"):
        env.numrec_play = {}  # type: ignore[attr-defined]
    return cast("dict[str, str]", env.numrec_play)  # type: ignore[attr-defined]


def forget(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    """Drop a page that is read again."""
    _places(env).pop(docname, None)


def merge(app: Sphinx, env: BuildEnvironment, docnames: list[str], other: BuildEnvironment) -> None:
    """Collect what a parallel reader noted."""
    _places(env).update({page: name for page, name in _places(other).items() if page in docnames})


def outdated(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """Build the play pages each time: the lines and proofs that they name may have moved."""
    return sorted(_places(env).keys() & env.found_docs)


def copy_scripts(app: Sphinx, config: Config) -> None:
    """Put the scripts and the style where the book's static files are taken from."""
    folder = Path(app.doctreedir) / "static"
    shutil.rmtree(folder / FOLDER, ignore_errors=True)
    for name in {STYLE, *itertools.chain(*PAGES.values())}:
        file = folder / FOLDER / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text_of(name), "utf-8")
    config.html_static_path.append(str(folder))


def add_scripts(
    app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Add to a play page its style, its data and its scripts."""
    name = _places(app.env).get(page)
    if name is None:
        return
    builder = cast("StandaloneHTMLBuilder", app.builder)
    coverage = cast("dict[str, StepCoverage]", app.numrec_coverage)  # type: ignore[attr-defined]

    def proof_of(step: str) -> str | None:
        chapter = coverage[step].claimed_in
        if chapter is None:
            return None
        target = builder.get_relative_uri(page, chapter.removesuffix(".ipynb"))
        return f"{target}#{nodes.make_id(f'equation-{step}')}"

    def code_at(file: str, line: int) -> str:
        return f"{builder.get_relative_uri(page, page_of(file))}#L-{line}"

    others = {other: builder.get_relative_uri(page, at) for at, other in _places(app.env).items()}
    app.add_css_file(f"{FOLDER}/{STYLE}")
    app.add_js_file(None, body=data_script(data(proof_of, code_at, others)), priority=800)
    for place, script in enumerate(PAGES[name]):
        app.add_js_file(f"{FOLDER}/{script}", priority=801 + place)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the directive and the events."""
    app.add_directive("play", PlayDirective)
    app.connect("config-inited", copy_scripts)
    app.connect("env-purge-doc", forget)
    app.connect("env-merge-info", merge)
    app.connect("env-get-outdated", outdated)
    app.connect("html-page-context", add_scripts)
    return {"version": "1", "env_version": 1, "parallel_read_safe": True}
