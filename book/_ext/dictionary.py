"""The dictionary as tables of the book: mathematics, numrec and the Rust program side by side.

Everything stands in companion/pages/dictionary.toml. A step's id becomes a link to its equation
where a chapter has it, and a name of numrec to the line where it lives.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from docutils import nodes
from docutils.statemachine import StringList
from made_from import made_from
from marks import SHOWN
from source_pages import page_of
from sphinx.util.docutils import SphinxDirective

from companion.pages.coverage import StepCoverage
from companion.pages.dictionary import PARTS, Entry, entries, other_names, place_of, rust_cell

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder


class DictionaryDirective(SphinxDirective):
    """The directive `{dictionary} part`: one part of the dictionary as a table."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Make the table."""
        made_from(self.env, *SHOWN, "companion")
        part = self.arguments[0]
        found = entries(part)
        shape, rust = part == "symbols", part != "only_numrec"
        maths = any(entry.maths or entry.steps for entry in found)
        what = "What it is, and its shape" if shape else "What it is"
        head = [what, "In numrec", *["In Rust"] * rust]
        head = [*["Mathematics"] * maths, *head]
        table = nodes.table(classes=["dictionary"])
        table["ids"] = [nodes.make_id(f"dictionary-{part}")]
        group = nodes.tgroup(cols=len(head))
        table += group
        group += [nodes.colspec(colwidth=2) for _ in head]
        thead, body = nodes.thead(), nodes.tbody()
        group += [thead, body]
        thead += self._row([self._parsed(words) for words in head])
        for entry in found:
            cells = [self._parsed(self._maths(entry))] * maths
            cells.append(self._parsed(entry.says) + self._parsed(entry.shape))
            cells.append(self._numrec(entry))
            cells += [self._parsed(rust_cell(entry))] * rust
            body += self._row(cells)
        table["aria-label"] = PARTS[part]
        return [table]

    def _maths(self, entry: Entry) -> str:
        coverage = cast("dict[str, StepCoverage]", self.env.app.numrec_coverage)  # type: ignore[attr-defined]
        known = [f"{{eq}}`{s}`" if coverage[s].claimed_in else s for s in entry.steps]
        return " ".join(filter(None, [entry.maths, ", ".join(known)])) or "–"

    def _parsed(self, markdown: str) -> list[nodes.Node]:
        box = nodes.container()
        self.state.nested_parse(StringList([markdown], "dictionary.toml"), 0, box)
        return list(box.children)

    def _numrec(self, entry: Entry) -> list[nodes.Node]:
        builder = cast("StandaloneHTMLBuilder", self.env.app.builder)
        cell = nodes.paragraph("", "", nodes.literal("", entry.numrec))
        before = ""
        for home in entry.home:
            file, line = place_of(home)
            address = f"{builder.get_relative_uri(self.env.docname, page_of(file))}#L-{line}"
            words = f"line {line}" if file == before else f"{file}, line {line}"
            cell += nodes.Text(" ")
            cell += nodes.reference("", words, internal=True, refuri=address, reftitle=home)
            before = file
        return [cell]

    @staticmethod
    def _row(cells: list[list[nodes.Node]]) -> nodes.row:
        row = nodes.row()
        for cell in cells:
            entry = nodes.entry()
            entry += [child.deepcopy() for child in cell]
            row += entry
        return row


class OtherNamesDirective(SphinxDirective):
    """The directive `{other-names}`: each public name of numrec that the dictionary lacks."""

    def run(self) -> list[nodes.Node]:
        """Make the list from the code, as it is when the book is built."""
        made_from(self.env, *SHOWN, "companion")
        builder = cast("StandaloneHTMLBuilder", self.env.app.builder)
        items = nodes.definition_list()
        for name, (file, line), says in other_names():
            address = f"{builder.get_relative_uri(self.env.docname, page_of(file))}#L-{line}"
            link = nodes.reference("", "", nodes.literal("", name), internal=True, refuri=address)
            term = nodes.term("", "", link, nodes.Text(f" {file}"))
            words = nodes.paragraph("", says)
            items += nodes.definition_list_item("", term, nodes.definition("", words))
        return [items]


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the directives."""
    app.add_directive("dictionary", DictionaryDirective)
    app.add_directive("other-names", OtherNamesDirective)
    return {"version": "1", "parallel_read_safe": True}
