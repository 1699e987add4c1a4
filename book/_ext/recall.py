"""The questions to recall: a section at the end of each chapter that has some, and a page of all.

A chapter's notebook is not touched: its section is added while the book reads it. The directive
`{recall} CHAPTER` has a chapter's questions, `{remember}` has those of the whole book. Each option
has its word beside it, hidden until it is asked for; formulas are MathML as everywhere.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from docutils import nodes
from line import SCRIPT
from made_from import made_from, title_of
from own_static import write_static
from sphinx.util.docutils import SphinxDirective

import companion.exercises
from companion.exercises.recall import LETTERS, Question, of_chapter
from companion.play.pages import REMEMBER, text_of
from companion.steps import steps

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment
    from sphinx.writers.html5 import HTML5Translator

REMEMBER_SCRIPT, STYLE = "recall/remember.js", "recall/recall.css"
REMEMBER_PAGE = "book/remember"
DATA = Path(companion.exercises.__file__).parent / "recall.toml"

WAITS = "These questions are judged by a script, which your browser has not run."

SECTION = """## Do you remember?

Answer from memory, without scrolling back.
{comes_back}

```{{recall}} {chapter}
```
"""

COMES_BACK = "What you miss [comes back on another day](../book/remember.md)."


class recall_box(nodes.General, nodes.Element):  # type: ignore[misc]
    """A box; `tag` is how it opens."""


class recall_form(nodes.General, nodes.Element):  # type: ignore[misc]
    """A question; its children are what is asked, the options, their words and the place."""


class recall_asked(nodes.General, nodes.TextElement):  # type: ignore[misc]
    """What is asked; it opens the group of options."""


class recall_option(nodes.General, nodes.TextElement):  # type: ignore[misc]
    """One option; the last closes the group."""


class recall_word(nodes.General, nodes.TextElement):  # type: ignore[misc]
    """The word on an option."""


class recall_place(nodes.General, nodes.TextElement):  # type: ignore[misc]
    """The equations at which the reader can look it up."""


class RecallDirective(SphinxDirective):
    """The directive `{recall}`: its one argument is the chapter."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Make the chapter's questions, and note that this page needs the scripts."""
        chapter = self.arguments[0]
        if not of_chapter(chapter):
            raise self.error(f"chapter {chapter!r} has no questions in recall.toml; expected some")
        return [self.box("chapter", '<div class="recall-list">', self.forms(chapter))]

    def box(self, kind: str, tag: str, children: list[nodes.Node]) -> nodes.Node:
        """Return the box of a page's questions, and note which script the page needs."""
        _pages(self.env)[self.env.docname] = kind
        waits = nodes.paragraph("", WAITS, classes=["recall-waits"])
        return recall_box("", waits, *children, tag=tag)

    def forms(self, chapter: str) -> list[nodes.Node]:
        """Return the questions of a chapter."""
        return [self._form(one) for one in of_chapter(chapter)]

    def _form(self, one: Question) -> nodes.Node:
        lettered = [*zip(LETTERS, one.options, strict=False)]
        form = recall_form(id=one.id, steps=[label for label in one.about if label in steps()])
        form += self._line(recall_asked(), one.text)
        for letter, option in lettered:
            is_last = option is one.options[-1]
            form += self._line(recall_option(letter=letter, last=is_last), option.text)
        for letter, option in lettered:
            form += self._line(recall_word(letter=letter, right=option.is_right), option.word)
        places = ", ".join(f"{{eq}}`{label}`" for label in one.about)
        form += self._line(recall_place(), f"Look it up: {places}.")
        return form

    def _line(self, node: nodes.Element, markdown: str) -> nodes.Element:
        found, messages = self.parse_inline(markdown)
        node += [*found, *messages]
        return node


class RememberDirective(RecallDirective):
    """The directive `{remember}`: the questions of all chapters, in the order of the book."""

    required_arguments = 0

    def run(self) -> list[nodes.Node]:
        """Make all questions, in a box for each chapter."""
        boxes: list[nodes.Node] = []
        self.env.note_dependency(str(DATA))
        made_from(self.env, "headings")
        for page in self.env.app.config.external_site_map:
            if page.startswith("notebooks/") and (forms := self.forms(Path(page).name)):
                notebook = Path(self.env.srcdir) / f"{page}.ipynb"
                head = nodes.paragraph("", title_of(notebook), classes=["rubric"])
                tag = f'<div data-chapter="{Path(page).name}">'
                boxes.append(recall_box("", head, *forms, tag=tag))
        return [self.box("remember", '<div class="remember" data-remember>', boxes)]


def visit_box(self: HTML5Translator, node: recall_box) -> None:
    """Open a box."""
    self.body.append(node["tag"] + "\n")


def depart_box(self: HTML5Translator, node: recall_box) -> None:
    """Close a box."""
    self.body.append("</div>\n")


def visit_form(self: HTML5Translator, node: recall_form) -> None:
    """Open a question."""
    names = f'data-recall="{node["id"]}" data-steps="{" ".join(node["steps"])}"'
    self.body.append(f'<form class="recall" {names}>\n<fieldset>\n')


def depart_form(self: HTML5Translator, node: recall_form) -> None:
    """Close a question."""
    self.body.append("</form>\n")


def visit_asked(self: HTML5Translator, node: recall_asked) -> None:
    """Open what is asked."""
    self.body.append("<legend>")


def depart_asked(self: HTML5Translator, node: recall_asked) -> None:
    """Close what is asked."""
    self.body.append("</legend>\n")


def visit_option(self: HTML5Translator, node: recall_option) -> None:
    """Open an option."""
    # a group of its own in each form, so one name serves all
    button = f'<input type="radio" name="option" value="{node["letter"]}">'
    self.body.append(f"<label>{button}<span>")


def depart_option(self: HTML5Translator, node: recall_option) -> None:
    """Close an option, and after the last the group; its button waits for the script."""
    self.body.append("</span></label>\n")
    if node["last"]:
        self.body.append(
            '</fieldset>\n<p class="recall-buttons">'
            '<button type="submit" hidden disabled>Check</button></p>\n'
            '<p role="status" aria-live="polite"></p>\n'
        )


def visit_word(self: HTML5Translator, node: recall_word) -> None:
    """Open a word, which is shown to no one yet."""
    right = " data-right" if node["right"] else ""
    self.body.append(f'<p data-word="{node["letter"]}"{right} hidden>')


def visit_place(self: HTML5Translator, node: recall_place) -> None:
    """Open the place, which is shown with the first word."""
    self.body.append('<p class="recall-see" hidden>')


def depart_line(self: HTML5Translator, node: nodes.Element) -> None:
    """Close a word or a place."""
    self.body.append("</p>\n")


def add_section(app: Sphinx, docname: str, source: list[str]) -> None:
    """Add the section to a chapter that has questions, as one more cell of its notebook."""
    folder, _, chapter = docname.rpartition("/")
    if folder != "notebooks":
        return
    app.env.note_dependency(str(DATA))
    if not of_chapter(chapter):
        return
    comes_back = COMES_BACK if REMEMBER_PAGE in app.env.found_docs else ""
    text = SECTION.format(comes_back=comes_back, chapter=chapter)
    notebook = json.loads(source[0])
    cell = {"cell_type": "markdown", "id": "recall", "metadata": {}, "source": text}
    notebook["cells"].append(cell)
    source[0] = json.dumps(notebook)


def _pages(env: BuildEnvironment) -> dict[str, str]:
    """Return the pages with questions, and which of the two kinds each is."""
    if not hasattr(env, "numrec_recall"):
        env.numrec_recall = {}  # type: ignore[attr-defined]
    return cast("dict[str, str]", env.numrec_recall)  # type: ignore[attr-defined]


def forget(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    """Drop a page that is read again."""
    _pages(env).pop(docname, None)


def merge(app: Sphinx, env: BuildEnvironment, docnames: list[str], other: BuildEnvironment) -> None:
    """Collect what a parallel reader noted."""
    _pages(env).update({page: kind for page, kind in _pages(other).items() if page in docnames})


def copy_script(app: Sphinx, config: Config) -> None:
    """Put the script of the page of all questions, and the style, beside those of the boxes."""
    script = "\n".join(map(text_of, REMEMBER))
    write_static(app, config, {REMEMBER_SCRIPT: script, STYLE: text_of(STYLE)})


def add_script(
    app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Add to a page with questions the style and the one script."""
    kind = _pages(app.env).get(page)
    if kind is None:
        return
    app.add_css_file(STYLE)
    app.add_js_file(REMEMBER_SCRIPT if kind == "remember" else SCRIPT, priority=801)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the directives, their nodes and the events."""
    app.add_node(recall_box, html=(visit_box, depart_box))
    app.add_node(recall_form, html=(visit_form, depart_form))
    app.add_node(recall_asked, html=(visit_asked, depart_asked))
    app.add_node(recall_option, html=(visit_option, depart_option))
    app.add_node(recall_word, html=(visit_word, depart_line))
    app.add_node(recall_place, html=(visit_place, depart_line))
    app.add_directive("recall", RecallDirective)
    app.add_directive("remember", RememberDirective)
    app.connect("config-inited", copy_script)
    app.connect("source-read", add_section)
    app.connect("env-purge-doc", forget)
    app.connect("env-merge-info", merge)
    app.connect("html-page-context", add_script)
    return {"version": "1", "env_version": 1, "parallel_read_safe": True}
