"""What became of the mistakes that `make mutants` planted in numrec, as tables of the book."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from docutils import nodes
from made_from import made_from
from marks import table_row
from source_pages import page_of
from sphinx.util.docutils import SphinxDirective

from companion.pages.tried_code import code_digest

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder

STORED = "tests/mutants.json"
Counts = dict[str, dict[str, Any]]


class MutantsDirective(SphinxDirective):
    """The directive `{mutants}`: a sentence, and, without the word `summary`, the two tables."""

    optional_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Make them from the stored result."""
        root = Path(self.env.app.srcdir)
        path = root / STORED
        self.env.note_dependency(str(path))
        made_from(self.env, "numrec")
        counts: Counts = json.loads(path.read_text("utf-8"))
        summary = nodes.paragraph("", summary_of(counts, root))
        if self.arguments == ["summary"]:
            return [summary]
        return [summary, self._modules(counts), self._survivors(counts)]

    @staticmethod
    def _modules(counts: Counts) -> nodes.table:
        head = ["Module", "Mutants", "Killed", "Equivalent", "Open"]
        rows: list[list[str | nodes.Node]] = []
        for name, c in counts.items():
            alike = _equivalent(c)
            still_open = len(c["survivors"]) - alike
            numbers = (c["mutants"], c["killed"], alike, still_open)
            words = map(str, numbers) if c["mutants"] else ["–"] * len(numbers)  # not tried
            rows.append([nodes.literal("", name), *words])
        return _table(head, rows)

    def _survivors(self, counts: Counts) -> nodes.table:
        rows: list[list[str | nodes.Node]] = [
            [
                self._place(f"{name}.py", mutant["before"]),
                nodes.literal("", mutant["before"]),
                nodes.literal("", mutant["after"]),
                mutant["verdict"],
            ]
            for name, module in counts.items()
            for mutant in module["survivors"]
        ]
        return _table(["Where", "The code", "The mutant", "Verdict"], rows)

    def _place(self, file: str, line: str) -> nodes.Node:
        """Link to the line where it stands now, if it still does."""
        source = (Path(self.env.app.srcdir) / "numrec" / file).read_text("utf-8").splitlines()
        found = [number for number, text in enumerate(source, start=1) if text.strip() == line]
        if not found:
            return nodes.Text(f"{file}, changed since")
        builder = cast("StandaloneHTMLBuilder", self.env.app.builder)
        page = builder.get_relative_uri(self.env.docname, page_of(file))
        words = f"{file}, line {found[0]}"
        return nodes.reference("", words, internal=True, refuri=f"{page}#L-{found[0]}")


def summary_of(counts: Counts, root: Path) -> str:
    """Return what came of the mutants, and which files are no more what was tried then."""
    tried, killed = (sum(c[word] for c in counts.values()) for word in ("mutants", "killed"))
    alike = sum(map(_equivalent, counts.values()))
    seen = 1000 * killed // (tried - alike) / 10  # never rounded up to all of them
    share = f"{seen:.1f} %" if seen < 100 else "all"
    text = (
        f"{tried:,} mutants have been tried. The tests saw {killed:,} of them, and {alike} more "
        "are no mistakes: they are equivalent to the code. "
        f"So {share} of the mistakes were seen."
    )
    changed = [
        name
        for name, module in counts.items()
        if module["code"] != code_digest((root / "numrec" / f"{name}.py").read_text("utf-8"))
    ]
    if changed:
        text += f" New or changed since, and to be tried again: {', '.join(changed)}."
    return text


def _equivalent(module: dict[str, Any]) -> int:
    return sum(mutant["verdict"].startswith("equivalent: ") for mutant in module["survivors"])


def _table(head: list[str], rows: list[list[str | nodes.Node]]) -> nodes.table:
    table = nodes.table(classes=["errata"])
    group = nodes.tgroup(cols=len(head))
    table += group
    group += [nodes.colspec(colwidth=1) for _ in head]
    thead, body = nodes.thead(), nodes.tbody()
    group += [thead, body]
    thead += table_row(head)
    body += [table_row(row) for row in rows]
    return table


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the directive."""
    app.add_directive("mutants", MutantsDirective)
    return {"version": "1", "parallel_read_safe": True}
