"""Faults planted in a copy of a chapter are refused by the very commands of `make test`."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import nbformat
import pytest
from child_processes import run_child

from tools.check import NBVAL, STEPS
from tools.run_notebooks import METADATA, main

ROOT = Path(__file__).parents[2]
STRICT = ["-p", "tools.whole_outputs", *NBVAL]
CELLS = [
    "from myst_nb import glue\nfrom companion import figures\n"
    "from companion.proofs.published import published\n"
    "from numrec.history import Epoch",
    "print(6 * 7)",
    "figures.setup()\nfigures.draw_learning_curve([Epoch(3, 0.1), Epoch(2, 0.2), Epoch(1, 0.3)])",
    'print("first the words")\npublished("N1", [3], ["3"])',
    'glue("three", 3, display=False)\nglue("four", 4, display=False)',
]
WORDS, CHECK, GLUE = 1, 3, 4


@pytest.fixture(scope="module")
def chapter(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Give a small chapter with its outputs, made by the command that makes the real ones."""
    cells = [nbformat.v4.new_code_cell(source, id=f"cell-{n}") for n, source in enumerate(CELLS)]
    path = tmp_path_factory.mktemp("chapter") / "chapter.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=METADATA), path)
    assert main([path]) == 0
    return path.read_text("utf-8")


def strict_nbval(folder: Path, text: str) -> CompletedProcess[str]:
    """Run strict nbval on a chapter, as `make check-notebooks` does."""
    (folder / "chapter.ipynb").write_text(text, "utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist"]
    command += [*STRICT, "--rootdir", str(folder), str(folder)]
    return run_child(command, cwd=ROOT)


def assert_one_cell_refused(result: CompletedProcess[str]) -> None:
    assert result.returncode == 1, result.stdout
    assert f"1 failed, {len(CELLS) - 1} passed" in result.stdout


def test_these_are_the_options_of_make() -> None:
    (command,) = STEPS["notebooks"][1]
    assert command[-len(STRICT) - 1 :] == [*STRICT, "notebooks"]
    assert "-m tools.check notebooks\n" in (ROOT / "Makefile").read_text()


def test_the_chapter_as_it_is_passes(chapter: str, tmp_path: Path) -> None:
    result = strict_nbval(tmp_path, chapter)
    assert result.returncode == 0, result.stdout
    assert f"{len(CELLS)} passed" in result.stdout


@pytest.mark.parametrize(
    ("right", "planted"),
    [
        (r"print(6 * 7)", r"print(6 * 8)"),
        (r"42\n", r"43\n"),
        (r"print(6 * 7)", r"print(6 / 0)"),
        (r"Epoch(2, 0.2)", r"Epoch(2, 0.25)"),
        (r"[\"3\"]", r"[\"4\"]"),
    ],
    ids=["other code", "other output", "code that fails", "other numbers in a figure", "a digit"],
)
def test_a_planted_fault_is_refused(chapter: str, tmp_path: Path, right: str, planted: str) -> None:
    assert right in chapter
    assert_one_cell_refused(strict_nbval(tmp_path, chapter.replace(right, planted, 1)))


def stored_error(cell: dict[str, Any]) -> None:
    cell["outputs"] = [
        {"output_type": "error", "ename": "ValueError", "evalue": "", "traceback": []}
    ]


def swap_names(cell: dict[str, Any]) -> None:
    one, two = cell["outputs"]
    one["metadata"], two["metadata"] = two["metadata"], one["metadata"]


# The cell, and what is done to it. Of these, nbval alone lets all but two pass.
PLANTS: dict[str, tuple[int, Callable[[dict[str, Any]], Any]]] = {
    "outputs stripped": (CHECK, lambda cell: cell.update(outputs=[])),
    "a stored error": (WORDS, stored_error),
    "never run": (CHECK, lambda cell: cell.update(outputs=[], execution_count=None)),
    "outputs in another order": (CHECK, lambda cell: cell["outputs"].reverse()),
    "glued numbers with swapped names": (GLUE, swap_names),
    "a tag to skip": (WORDS, lambda cell: cell["metadata"].update(tags=["nbval-skip"])),
    "a tag to ignore": (WORDS, lambda cell: cell["metadata"].update(tags=["nbval-ignore-output"])),
    "a comment to skip": (WORDS, lambda cell: cell["source"].insert(0, "# NBVAL_SKIP\n")),
    "a tag that allows to raise": (
        WORDS,
        lambda cell: cell["metadata"].update(tags=["raises-exception"]),
    ),
}


@pytest.mark.parametrize("name", PLANTS)
def test_what_nbval_lets_pass_is_refused(chapter: str, tmp_path: Path, name: str) -> None:
    notebook = json.loads(chapter)
    number, plant = PLANTS[name]
    plant(notebook["cells"][number])
    assert_one_cell_refused(strict_nbval(tmp_path, json.dumps(notebook)))


def test_a_notebook_that_fails_is_named_and_not_written(
    chapter: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "chapter.ipynb"
    broken = chapter.replace("print(6 * 7)", "print(6 / 0)")
    path.write_text(broken, "utf-8")
    assert main([path]) == 1
    assert path.read_text("utf-8") == broken
    shown = capsys.readouterr()
    assert "chapter.ipynb" in shown.out
    assert "ZeroDivisionError" in shown.err


def test_a_second_run_changes_no_byte(chapter: str, tmp_path: Path) -> None:
    path = tmp_path / "chapter.ipynb"
    path.write_text(chapter, "utf-8")
    assert main([path]) == 0
    assert path.read_text("utf-8") == chapter


def test_what_a_slow_cell_prints_is_one_output(tmp_path: Path) -> None:
    slow = "import time\nfor n in range(3):\n    print(n, flush=True)\n    time.sleep(0.3)"
    path = tmp_path / "chapter.ipynb"
    cells = [nbformat.v4.new_code_cell(slow, id="cell-0")]
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=METADATA), path)
    assert main([path]) == 0
    (output,) = json.loads(path.read_text("utf-8"))["cells"][0]["outputs"]
    assert "".join(output["text"]) == "0\n1\n2\n"
