"""The strict build, and the step before it, refuse a chapter that should not be shown."""

import re
import shutil
from pathlib import Path

import nbformat
from site_and_browser import strict_build

from tools.check import STEPS
from tools.notebook_rules import METADATA

ROOT = Path(__file__).parents[2]
PLANTED = {
    "See {ref}`nowhere`.": "undefined label: 'nowhere'",
    "See [a page](../book/gone.md).": "target not found: '../book/gone.md'",
    "$$\\nosuchcommand x$$": r"unknown command \nosuchcommand",
    ":::{proof} H3\n:::": 'Content block expected for the "proof" directive',
}
UNBACKED = "a cell of evidence that shows no check follows"
"""What is said where a cell is folded as evidence and shows nothing."""


def test_the_strict_build_refuses_what_is_planted_and_nothing_else(tmp_path: Path) -> None:
    """The book is a page with the table of steps, and a chapter with all faults."""
    book = tmp_path / "book"
    shutil.copytree(ROOT / "book", book / "book")
    shutil.copytree(ROOT / "companion" / "play", book / "companion" / "play")
    for name in ("_config.yml", "CITATION.cff"):
        shutil.copy(ROOT / name, book)
    (book / "book" / "plain.md").write_text("# A page\n\n```{coverage}\n```\n")
    pages = "format: jb-book\nroot: book/plain\nchapters:\n"
    (book / "_toc.yml").write_text(pages + "- file: notebooks/chapter\n")
    (book / "notebooks").mkdir()
    v4 = nbformat.v4
    idle = v4.new_code_cell("idle = 1", metadata={"tags": ["evidence"]}, execution_count=1)
    cells = [v4.new_markdown_cell("\n\n".join(["# A chapter", *PLANTED])), idle]
    notebook = v4.new_notebook(cells=cells, metadata=METADATA)
    nbformat.write(notebook, book / "notebooks" / "chapter.ipynb")
    result = strict_build(book, tmp_path / "built")
    assert result.returncode != 0
    warnings = re.findall(r"(?:WARNING|ERROR): .*", result.stderr)
    assert len(warnings) == len(PLANTED) + 1, warnings
    for fault in [*PLANTED.values(), UNBACKED]:
        assert [said for said in warnings if fault in said], warnings


def test_the_rules_run_before_the_strict_build() -> None:
    """Sphinx shows a stored error without a warning, so the rules have to stop it first."""
    rules, build = STEPS["book"][1]
    assert rules == ["-m", "tools.notebook_rules"]
    assert {"-W", "-n", str(ROOT / "_build" / "strict")} <= set(build)
