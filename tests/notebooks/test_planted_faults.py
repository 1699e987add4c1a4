"""Faults planted in a copy of a chapter are refused by the very commands of `make test`."""

import copy
import json
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest
from child_processes import run_child

from tools.check import STRICT_NBVAL
from tools.notebook_rules import METADATA
from tools.run_notebooks import main

ROOT = Path(__file__).parents[2]
CELLS = [
    "from myst_nb import glue\nfrom companion import figures\n"
    "from companion.proofs.published import published\n"
    "from numrec.history import Epoch",
    "print(6 * 7)",
    "figures.setup()\nfigures.draw_learning_curve([Epoch(3, 0.1), Epoch(2, 0.2), Epoch(1, 0.3)])",
    'print("first the words")\npublished("N1", [3], ["3"])',
    'glue("three", 3, display=False)\nglue("four", 4, display=False)',
    "import time\n\nfor n in range(3):\n    print(n, flush=True)\n    time.sleep(0.3)",
]
WORDS, FIGURE, CHECK, GLUE, SLOW = 1, 2, 3, 4, 5


@pytest.fixture(scope="module")
def chapter(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return a small chapter with its outputs, made by the command that makes the real ones."""
    cells = [nbformat.v4.new_code_cell(source, id=f"cell-{n}") for n, source in enumerate(CELLS)]
    path = tmp_path_factory.mktemp("chapter") / "chapter.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=METADATA), path)
    assert main([path]) == 0
    return path.read_text("utf-8")


def other(right: str, planted: str) -> Callable[[dict[str, Any]], Any]:
    """Return what puts other words into a cell."""

    def plant(cell: dict[str, Any]) -> None:
        text = json.dumps(cell)
        assert right in text
        cell.update(json.loads(text.replace(right, planted, 1)))

    return plant


ERROR = {"output_type": "error", "ename": "ValueError", "evalue": "", "traceback": []}


def tagged(tag: str) -> Callable[[dict[str, Any]], Any]:
    return lambda cell: cell["metadata"].update(tags=[tag])


def swap_names(cell: dict[str, Any]) -> None:
    one, two = cell["outputs"]
    one["metadata"], two["metadata"] = two["metadata"], one["metadata"]


# The cell, and what is done to it. Of the last nine, nbval alone lets all but two pass.
PLANTS: dict[str, tuple[int, Callable[[dict[str, Any]], Any]]] = {
    "other code": (WORDS, other("print(6 * 7)", "print(6 * 8)")),
    "other output": (WORDS, other(r"42\n", r"43\n")),
    "code that fails": (WORDS, other("print(6 * 7)", "print(6 / 0)")),
    "other numbers in a figure": (FIGURE, other("Epoch(2, 0.2)", "Epoch(2, 0.25)")),
    "a digit": (CHECK, other(r"[\"3\"]", r"[\"4\"]")),
    "outputs stripped": (CHECK, lambda cell: cell.update(outputs=[])),
    "a stored error": (WORDS, lambda cell: cell.update(outputs=[ERROR])),
    "never run": (CHECK, lambda cell: cell.update(outputs=[], execution_count=None)),
    "outputs in another order": (CHECK, lambda cell: cell["outputs"].reverse()),
    "glued numbers with swapped names": (GLUE, swap_names),
    "a tag to skip": (WORDS, tagged("nbval-skip")),
    "a tag to ignore": (WORDS, tagged("nbval-ignore-output")),
    "a comment to skip": (WORDS, lambda cell: cell["source"].insert(0, "# NBVAL_SKIP\n")),
    "a tag that allows to raise": (WORDS, tagged("raises-exception")),
}


def test_the_cells_pass_and_each_planted_fault_is_refused(chapter: str, tmp_path: Path) -> None:
    """The chapter's cells twice, and one for each planted fault, run as `make test` runs them."""
    notebook = json.loads(chapter)
    notebook["cells"] += [cell | {"id": f"{cell['id']}-again"} for cell in notebook["cells"]]
    for name, (number, plant) in PLANTS.items():
        planted = copy.deepcopy(notebook["cells"][number])
        plant(planted)
        notebook["cells"].append(planted | {"id": re.sub(r"\W", "-", name)})
    (tmp_path / "chapter.ipynb").write_text(json.dumps(notebook), "utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-rA", "-p", "no:cacheprovider"]
    command += ["-p", "no:xdist", *STRICT_NBVAL, "--rootdir", str(tmp_path), str(tmp_path)]
    result = run_child(command, cwd=ROOT)
    found = re.findall(r"^(PASSED|FAILED) .*::Cell (\d+)", result.stdout, re.M)
    verdicts = [verdict for verdict, _ in sorted(found, key=lambda one: int(one[1]))]
    whole = 2 * len(CELLS)
    assert verdicts[:whole] == ["PASSED"] * whole, result.stdout
    passed = [name for name, told in zip(PLANTS, verdicts[whole:], strict=True) if "P" in told]
    assert passed == [], result.stdout


def test_a_notebook_that_fails_is_named_and_not_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "chapter.ipynb"
    cells = [nbformat.v4.new_code_cell("print(6 / 0)", id="cell-0")]
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=METADATA), path)
    broken = path.read_text("utf-8")
    assert main([path]) == 1
    assert path.read_text("utf-8") == broken
    shown = capsys.readouterr()
    assert "chapter.ipynb" in shown.out
    assert "ZeroDivisionError" in shown.err


def test_a_second_run_changes_no_byte_and_a_slow_cells_output_is_one(
    chapter: str, tmp_path: Path
) -> None:
    path = tmp_path / "chapter.ipynb"
    path.write_text(chapter, "utf-8")
    assert main([path]) == 0
    assert path.read_text("utf-8") == chapter
    (output,) = json.loads(chapter)["cells"][SLOW]["outputs"]
    assert "".join(output["text"]) == "0\n1\n2\n"
