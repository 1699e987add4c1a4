"""The directive `{play} NAME STATE`: a play page, or a piece that can be used within a chapter.

The scripts lie in the package, so that a notebook can show the same; here they are copied into
the book, those of a page as one file, and what is large apart. The data that they are told is
written when the book is built: the worked example, the lines of numrec, and where in the book a
step is proved.
"""

from __future__ import annotations

from hashlib import sha256
from html import escape
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from docutils import nodes
from made_from import made_from
from marks import SHOWN
from own_static import write_static
from source_pages import page_of
from sphinx.util.docutils import SphinxDirective

from companion.play.pages import (
    DATA,
    PAGES,
    PIECES_STYLE,
    STYLE,
    TITLES,
    data,
    data_script,
    joined,
    known,
    shows_steps,
    text_of,
)

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

    from companion.pages.coverage import StepCoverage

FOLDER = "play"
OWN_STYLE, CHAPTER_STYLE = f"{FOLDER}/play.css", f"{FOLDER}/pieces.css"

PAGE = """<div class="play" data-play="{name}"{needs}>
<p>This page is made by a script, which your browser has not run.</p>
</div>"""

PIECE = """<section class="piece" aria-label="{title}">
<p class="piece-title"><strong>{title}</strong>{link}</p>
<div class="play" data-play="{name}" data-state="{state}"{needs}>
<p>This piece is made by a script, which your browser has not run.</p>
</div>
<p class="piece-printed">Printed as it stood; on a screen you can use it.</p>
</section>"""

LINK = ' <a class="own-page" href="{address}">on a page of its own</a>'


class PlayDirective(SphinxDirective):
    """The directive `{play}`: what is to be played with, and the words of the state it starts in.

    On its own page it has the page's address for its state. In a chapter the address is the
    chapter's, so the state stands here: `{play} calculator open=delta1_0 fractions=1`.
    """

    required_arguments = 1
    optional_arguments = 1
    final_argument_whitespace = True

    def run(self) -> list[nodes.Node]:
        """Leave the place, and note what this page needs the scripts of."""
        name, *words = " ".join(self.arguments).split()
        name, state = known(name), "&".join(words)
        docname = self.env.docname
        here = _places(self.env).setdefault(docname, [])
        if name in here:
            raise self.error(f"{name} stands twice on this page; expected once")
        here.append(name)
        if shows_steps(name):
            made_from(self.env, *SHOWN)
        if docname == own_page(name):
            html = PAGE.format(name=name, needs=self._needs(name))
            return [nodes.raw("", html, format="html")]
        link = ""
        if name in PAGES:
            address = self.env.app.builder.get_relative_uri(docname, own_page(name))
            link = LINK.format(address=escape(f"{address}#{state}" if state else address))
        title, state = escape(TITLES[name]), escape(state)
        html = PIECE.format(name=name, title=title, state=state, link=link, needs=self._needs(name))
        return [nodes.raw("", html, format="html")]

    def _needs(self, name: str) -> str:
        """Name the file of data that the place asks for, and which it is: browsers keep files."""
        if name not in DATA:
            return ""
        up, version = "../" * self.env.docname.count("/"), sha256(text_of(DATA[name]).encode())
        self.env.note_dependency(str(files("companion.play").joinpath(DATA[name])))
        return f' data-needs="{up}_static/{data_file(name)}?v={version.hexdigest()[:8]}"'


def own_page(name: str) -> str:
    """Return the page of the book that a play page has to itself."""
    return f"book/play/{name}"


def script_of(page: str) -> str:
    """Return the name of the file with the scripts of what stands on a page."""
    return f"{FOLDER}/{Path(page).name}.js"


def data_file(name: str) -> str:
    """Return the name of the file with what is large."""
    return f"{FOLDER}/{name}_data.js"


def _places(env: BuildEnvironment) -> dict[str, list[str]]:
    """Return the names of what can be played with, by the page of the book."""
    if not hasattr(env, "numrec_play"):
        env.numrec_play = {}  # type: ignore[attr-defined]
    return cast("dict[str, list[str]]", env.numrec_play)  # type: ignore[attr-defined]


def forget(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    """Drop a page that is read again."""
    _places(env).pop(docname, None)


def merge(app: Sphinx, env: BuildEnvironment, docnames: list[str], other: BuildEnvironment) -> None:
    """Collect what a parallel reader noted."""
    _places(env).update({page: all for page, all in _places(other).items() if page in docnames})


def copy_styles(app: Sphinx, config: Config) -> None:
    """Put the styles, a play page's and a chapter's, where static files are taken from."""
    style = text_of(STYLE)
    write_static(app, config, {OWN_STYLE: style, CHAPTER_STYLE: style + text_of(PIECES_STYLE)})


def join_scripts(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Write each page's scripts as one file, now that it is known what stands where."""
    for page, names in _places(env).items():
        large = {data_file(name): text_of(DATA[name]) for name in names if name in DATA}
        text = joined(names, own_page=page == own_page(names[0]))
        write_static(app, app.config, {script_of(page): text, **large})
    return []


def add_scripts(
    app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Add to a page what it needs: a style, its data and its scripts."""
    names = _places(app.env).get(page)
    if not names:
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

    others = {name: builder.get_relative_uri(page, own_page(name)) for name in PAGES}
    told = data_script(data(names, proof_of, code_at, others))
    app.add_js_file(None, body=told, priority=800)
    app.add_css_file(OWN_STYLE if page == own_page(names[0]) else CHAPTER_STYLE)
    app.add_js_file(script_of(page), priority=810)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the directive and the events."""
    app.add_directive("play", PlayDirective)
    app.connect("config-inited", copy_styles)
    app.connect("env-purge-doc", forget)
    app.connect("env-merge-info", merge)
    app.connect("env-updated", join_scripts)
    app.connect("html-page-context", add_scripts)
    return {"version": "2", "env_version": 3, "parallel_read_safe": True}
