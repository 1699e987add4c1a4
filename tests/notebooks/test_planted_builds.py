"""The strict build, and the step before it, refuse a chapter that should not be shown."""

import shutil
import sys
from pathlib import Path
from subprocess import CompletedProcess

import nbformat
import pytest
from child_processes import run_child

from tools.check import STEPS
from tools.run_notebooks import METADATA

ROOT = Path(__file__).parents[2]
RUN = "from jupyter_book.cli.main import main; main()"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """Give a book of two of our pages and one small chapter."""
    folder = tmp_path / "book"
    shutil.copytree(ROOT / "book", folder / "book")
    shutil.copytree(ROOT / "companion" / "play", folder / "companion" / "play")
    shutil.copy(ROOT / "_config.yml", folder)
    pages = "format: jb-book\nroot: book/about\nchapters:\n- file: book/coverage\n"
    (folder / "_toc.yml").write_text(pages + "- file: notebooks/chapter\n")
    (folder / "notebooks").mkdir()
    write(folder, "Words.")
    return folder


def write(book: Path, words: str) -> None:
    v4 = nbformat.v4
    shown = v4.new_output("stream", text="42\n")
    cells = [
        v4.new_markdown_cell(f"# A chapter\n\n{words}", id="words"),
        v4.new_code_cell("print(6 * 7)", execution_count=1, outputs=[shown], id="code"),
    ]
    notebook = v4.new_notebook(cells=cells, metadata=METADATA)
    nbformat.write(notebook, book / "notebooks" / "chapter.ipynb")


def build(book: Path, target: Path) -> CompletedProcess[str]:
    command = [sys.executable, "-c", RUN, "build", str(book), "--path-output", str(target)]
    command += ["-W", "-n", "--keep-going", "-q"]
    return run_child(command, cwd=book)


def test_a_broken_reference_fails_the_strict_build(book: Path, tmp_path: Path) -> None:
    clean = build(book, tmp_path / "clean")
    assert clean.returncode == 0, clean.stderr
    write(book, "See {ref}`nowhere` and [a page](../book/gone.md).")
    planted = build(book, tmp_path / "planted")
    assert planted.returncode != 0
    assert "undefined label: 'nowhere'" in planted.stderr
    assert "target not found: '../book/gone.md'" in planted.stderr


def test_the_rules_run_before_the_strict_build() -> None:
    """Sphinx shows a stored error without a warning, so the rules have to stop it first."""
    rules, build = STEPS["book"][1]
    assert rules == ["-m", "tools.notebook_rules"]
    assert build[2:4] == ["build", "."]
    assert {"-W", "-n", str(ROOT / "_build" / "strict")} <= set(build)
