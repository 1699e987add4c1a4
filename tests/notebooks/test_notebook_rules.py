"""Every chapter keeps the rules that nbval does not hold, and each rule is seen to refuse."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest
import yaml

from tools.notebook_rules import (
    FOLDED,
    FOLDED_IN_JUPYTER,
    GOES_ON,
    METADATA,
    complaints,
    open_cells,
)

ROOT = Path(__file__).parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_the_chapter_keeps_every_rule(path: Path) -> None:
    assert complaints(json.loads(path.read_text("utf-8"))) == []


@pytest.fixture
def chapter() -> dict[str, Any]:
    v4 = nbformat.v4
    alt = {"mystnb": {"image": {"alt": "A line that rises from left to right over three points."}}}
    sources: list[tuple[str, dict[str, Any], list[Any]]] = [
        ("import numpy as np", FOLDED, []),
        ("print(3)", {}, [v4.new_output("stream", text="3")]),
        ("figures.draw()", alt, [v4.new_output("display_data", {"image/svg+xml": "<svg/>"})]),
        ("x", {}, [v4.new_output("execute_result", {"text/plain": "3"}, execution_count=4)]),
    ]
    cells = []
    for n, (source, metadata, outputs) in enumerate(sources, 1):
        cells.append(v4.new_markdown_cell("Words."))
        told = {"execution_count": n, "metadata": metadata, "outputs": outputs}
        cells.append(v4.new_code_cell(source, **told))
    cells[0]["source"] = "# A chapter"
    return json.loads(nbformat.writes(v4.new_notebook(cells=cells, metadata=METADATA)))


PARTS = yaml.safe_load((ROOT / "_toc.yml").read_text("utf-8"))["parts"]
RETOLD = [one["file"] for part in PARTS[:2] for one in part["chapters"]]
"""The chapters that are told in two layers."""


@pytest.mark.parametrize("name", [name for name in RETOLD if name.startswith("notebooks")])
def test_no_more_than_twelve_cells_are_open_to_the_eye(name: str) -> None:
    assert open_cells(json.loads((ROOT / f"{name}.ipynb").read_text("utf-8"))) <= 12


def test_open_cells_are_those_whose_code_is_seen(chapter: dict[str, Any]) -> None:
    cells = chapter["cells"]
    assert open_cells(chapter) == 3
    cells[3]["metadata"]["tags"] = ["evidence"]
    cells[5]["source"] = 'my_answer = None\ncheck("a", my_answer)'
    assert open_cells(chapter) == 1
    cells[6]["source"] = "```{solution-start} a\n```"
    assert open_cells(chapter) == 0


EXERCISE = """```{exercise-start}
:label: a
```
**In code.** How many?
```{exercise-end}
```

:::{dropdown} Hint
Count.
:::

```{solution-start} a
:class: dropdown
```
"""
END = "```{solution-end}\n```"


def ask(cells: list[dict[str, Any]], kept: str, planted: str) -> None:
    """Put an exercise in, its solution folded, with a piece of it written otherwise."""
    cells[4]["source"] = EXERCISE.replace(kept, planted)
    cells[6]["source"] = f"{GOES_ON}Three.\n{END}".replace(kept, planted)
    for cell in cells[5:7]:
        cell["metadata"]["jupyter"] = FOLDED_IN_JUPYTER


def test_an_exercise_with_its_hint_and_a_folded_solution_is_as_it_should_be(
    chapter: dict[str, Any],
) -> None:
    ask(chapter["cells"], "", "")
    assert complaints(chapter) == []


ERROR = {"output_type": "error", "ename": "ValueError", "evalue": "", "traceback": []}

FAULTS: list[tuple[str, Callable[[list[dict[str, Any]]], Any]]] = [
    ("executed in the order", lambda cells: cells[3].update(execution_count=None)),
    ("executed in the order", lambda cells: cells[3].update(execution_count=7)),
    ("holds an error: ValueError", lambda cells: cells[7].update(outputs=[ERROR])),
    ("error stream", lambda cells: cells[3]["outputs"][0].update(name="stderr")),
    ("the tag 'remove-cell'", lambda cells: cells[3]["metadata"].update(tags=["remove-cell"])),
    ("has 16 lines", lambda cells: cells[3].update(source="print(3)\n" * 16)),
    ("a magic", lambda cells: cells[3].update(source="%timeit 1\nprint(3)")),
    ("alt text ''", lambda cells: cells[5].update(metadata={})),
    ("holds a PNG", lambda cells: cells[5]["outputs"][0]["data"].update({"image/png": ""})),
    ("a path or an address", lambda cells: cells[3]["outputs"][0].update(text="<f at 0x7f12ab34>")),
    ("a path or an address", lambda cells: cells[3]["outputs"][0].update(text="/home/me/x")),
    ("the times of its run", lambda cells: cells[3]["metadata"].update(execution={})),
    ("expected imports only", lambda cells: cells[1].update(source="import numpy\nx = 1")),
    ("the imports are not folded", lambda cells: cells[1].update(metadata={})),
    ("a magic", lambda cells: cells[3].update(source="x = !ls\nprint(3)")),
    ("a magic", lambda cells: cells[3].update(source="get_ipython().system('ls')\nprint(3)")),
    ("asks for an answer", lambda cells: cells[3].update(source="my_answer = 3\nprint(3)")),
    (
        "asks for an answer",
        lambda cells: cells[3].update(source='my_answer = None\ncheck("a", my_answer)\nprint(7)'),
    ),
    ("is empty", lambda cells: cells[3].update(source="", outputs=[])),
    ("a path or an address", lambda cells: cells[5]["outputs"][0]["data"].update(svg="/tmp/x")),
    ("a result of run", lambda cells: cells[7]["outputs"][0].update(execution_count=9)),
    ("a cell without an id", lambda cells: cells[3].pop("id")),
    ("two with one id", lambda cells: cells[3].update(id=cells[5]["id"])),
    ("follows code", lambda cells: cells.pop(2)),
    ("folded in Jupyter", lambda cells: cells[3]["metadata"].update(tags=["evidence"])),
    ("folded in Jupyter", lambda cells: cells[3]["metadata"].update(jupyter=FOLDED_IN_JUPYTER)),
    ("folded in Jupyter", lambda cells: cells[4].update(source=EXERCISE)),
    ("expected one hint", lambda cells: ask(cells, "{dropdown} Hint", "{dropdown} Help")),
    ("expected one hint", lambda cells: ask(cells, "many?", 'many? check("a", my_answer)')),
    ("is by hand", lambda cells: ask(cells, "In code.", "By hand.")),
    ("has no solution", lambda cells: ask(cells, "{solution-start} a", "{solution-start} b")),
    ("stands open", lambda cells: ask(cells, ":class: dropdown\n", "")),
    ("goes on with a solution", lambda cells: ask(cells, "% The solution", "The solution")),
    ("goes on with a solution", lambda cells: ask(cells, "Three.", f"Three.\n{END}\nNext.")),
]


@pytest.mark.parametrize(("complaint", "plant"), FAULTS)
def test_each_planted_fault_is_refused(
    chapter: dict[str, Any], complaint: str, plant: Callable[[list[dict[str, Any]]], Any]
) -> None:
    assert complaints(chapter) == []
    plant(chapter["cells"])
    chapter["metadata"]["language_info"]["version"] = "3.11.7"  # of one machine
    *others, last = complaints(chapter)
    assert "metadata" in last
    assert any(complaint in found for found in others), others
