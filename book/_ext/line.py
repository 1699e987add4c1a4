"""The directive `{line} STEP`: a box in which the reader writes the step as a line of NumPy.

A line of no step is named by an id of its own, and a right answer marks nothing on the map.

What stands in the directive is the prompt, which a notebook shows as it is. The scripts lie in the
package; a page with a box gets them as one file, and the data of its own steps beside it.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, Any, cast

from docutils import nodes
from own_static import write_static
from sphinx.util.docutils import SphinxDirective

from companion.exercises.lines import SOURCE, Line, Name, line_of, page_data
from companion.play.pages import LINES, LINES_STYLE, data_script, text_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment
    from sphinx.writers.html5 import HTML5Translator

SCRIPT, STYLE = "lines/lines.js", "lines/lines.css"

FORM = """<p class="line-waits">This box works by a script, which your browser has not run.</p>
<form hidden>
<label for="line-{id}">{asks}</label>
<div class="line-row">
<textarea id="line-{id}" rows="2" spellcheck="false" autocapitalize="none" autocomplete="off"
autocorrect="off" enterkeyhint="done"></textarea>
<button type="submit">Check</button>
</div>
</form>
<p role="status" aria-live="polite"></p>
<details><summary>What the line may name</summary>
<dl>
{names}
</dl>
<p>Of NumPy: <code>+ - * / @ **</code>, comparisons, <code>.T</code>, indices and slices,
<code>.sum()</code>, <code>.mean()</code>, <code>.max()</code> (with <code>axis</code> and
<code>keepdims</code>), <code>.shape</code>, and
<code>np.</code> with {functions}.</p>
</details>"""

FUNCTIONS = "exp log sqrt tanh abs square sum mean max maximum where outer dot multiply".split()

NAME = "<dt><code>{write}</code>{shape}</dt><dd>{says}</dd>"


class LineBox(nodes.General, nodes.Element):  # type: ignore[misc]
    """The box of a step; its children are the prompt."""


class LineDirective(SphinxDirective):
    """The directive `{line}`: its argument is the id of a step or line, its content the prompt."""

    required_arguments = 1
    has_content = True

    def run(self) -> list[nodes.Node]:
        """Leave the box, and note that this page needs the scripts."""
        name = line_of(self.arguments[0]).id
        here = _places(self.env).setdefault(self.env.docname, [])
        if name in here:
            raise self.error(f"the line {name} is asked twice on this page; expected once")
        here.append(name)
        self.env.note_dependency(str(SOURCE))
        box = LineBox(line=name)
        self.state.nested_parse(self.content, self.content_offset, box)
        return [box]


def visit_box(self: HTML5Translator, node: LineBox) -> None:
    """Open the box."""
    line = line_of(node["line"])
    step = f' data-step="{line.step}"' if line.step else ""
    self.body.append(f'<div class="write-line" data-line="{line.id}"{step}>\n')


def depart_box(self: HTML5Translator, node: LineBox) -> None:
    """Write the form below the prompt, and close the box."""
    self.body.append(form(line_of(node["line"])) + "\n</div>\n")


def form(line: Line) -> str:
    """Write the box's form: its label, its text, where the answer stands, what it may name."""
    functions = ", ".join(f"<code>{name}</code>" for name in FUNCTIONS)
    names = "\n".join(map(_entry, line.names))
    return FORM.format(id=line.id, asks=escape(line.asks), names=names, functions=functions)


def _entry(name: Name) -> str:
    shape = re.sub(r"_(\w|\{(.*?)\})", lambda m: f"<sub>{m[2] or m[1]}</sub>", name.shape)
    return NAME.format(write=name.write, shape=shape and f", {shape}", says=escape(name.says))


def _places(env: BuildEnvironment) -> dict[str, list[str]]:
    """Return the ids of the lines that a page asks for, by the page."""
    if not hasattr(env, "numrec_lines"):
        env.numrec_lines = {}  # type: ignore[attr-defined]
    return cast("dict[str, list[str]]", env.numrec_lines)  # type: ignore[attr-defined]


def forget(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    """Drop a page that is read again."""
    _places(env).pop(docname, None)


def merge(app: Sphinx, env: BuildEnvironment, docnames: list[str], other: BuildEnvironment) -> None:
    """Collect what a parallel reader noted."""
    _places(env).update({page: all for page, all in _places(other).items() if page in docnames})


def copy_script(app: Sphinx, config: Config) -> None:
    """Put the scripts, joined to one file, and the style where static files are taken from."""
    script = "\n".join(map(text_of, LINES))
    write_static(app, config, {SCRIPT: script, STYLE: text_of(LINES_STYLE)})


def add_script(
    app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Add to a page with boxes its style, the data of its lines and the one script."""
    asked = _places(app.env).get(page)
    if not asked:
        return
    app.add_css_file(STYLE)
    app.add_js_file(None, body=data_script(page_data(asked), "lineData"), priority=800)
    app.add_js_file(SCRIPT, priority=801)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the directive, its node and the events."""
    app.add_node(LineBox, html=(visit_box, depart_box))
    app.add_directive("line", LineDirective)
    app.connect("config-inited", copy_script)
    app.connect("env-purge-doc", forget)
    app.connect("env-merge-info", merge)
    app.connect("html-page-context", add_script)
    return {"version": "1", "env_version": 1, "parallel_read_safe": True}
