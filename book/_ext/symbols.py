"""The index of symbols as tables, from companion/pages/symbols.toml."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.util.docutils import SphinxDirective

import companion.pages.dictionary as dictionary
import companion.pages.symbols as data
from companion.pages.symbols import GROUPS, Symbol, symbols

if TYPE_CHECKING:
    from sphinx.application import Sphinx

HEAD = ("Symbol", "Read aloud", "What it is, its shape, and its name in numrec", "First in")

FEW = 3
"""So many chapters are named; of more, the first."""


class SymbolsDirective(SphinxDirective):
    """The directive `{symbols} group`: the letters of one group, a row for each meaning."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Make the table, and note the files that it is made from."""
        for module in (data, dictionary):
            self.env.note_dependency(str(module.__file__).replace(".py", ".toml"))
        group = self.arguments[0]
        rows = [row(symbol) for symbol in symbols() if symbol.group == group]
        table = nodes.table(classes=["dictionary", "symbols"])
        table["aria-label"] = GROUPS[group]
        body = nodes.tgroup(cols=len(HEAD))
        table += body
        body += [nodes.colspec(colwidth=1) for _ in HEAD]
        body += nodes.thead("", self._row(HEAD))
        body += nodes.tbody("", *map(self._row, rows))
        return [table]

    def _row(self, cells: tuple[str, ...]) -> nodes.row:
        row = nodes.row()
        for cell in cells:
            entry = nodes.entry()
            self.state.nested_parse(StringList([cell], "symbols.toml"), 0, entry)
            row += entry
        return row


def row(symbol: Symbol) -> tuple[str, ...]:
    """Return a symbol's cells, in Markdown, in the order of `HEAD`."""
    named = (symbol.first,) if symbol.first else symbol.chapters[:FEW]
    links = [f"[](../notebooks/{name}.ipynb)" for name in named]
    more = " and later" if len(symbol.chapters) > FEW else ""
    where = f"{{eq}}`{symbol.at}`" + (f": {', '.join(links)}{more}" if links else "")
    code = f"; `{symbol.numrec}`" if symbol.numrec else ""
    return symbol.maths, symbol.aloud, f"{symbol.says}; {symbol.shape}{code}", where


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the directive."""
    app.add_directive("symbols", SymbolsDirective)
    return {"version": "1", "parallel_read_safe": True}
