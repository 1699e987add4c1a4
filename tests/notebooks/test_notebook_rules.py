"""Every chapter keeps the rules that nbval does not hold, and each rule is seen to refuse."""

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest

from tools.notebook_rules import allowed_numbers, complaints, main, typed_numbers, uses
from tools.run_notebooks import METADATA

ROOT = Path(__file__).parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
PAGES = sorted((ROOT / "book").rglob("*.md"))
ALLOWED = allowed_numbers(Path(__file__).parent / "allowed_numbers.toml")


def markdown_of(path: Path) -> str:
    """Give all that a page says in words; the alt texts of a chapter's figures are among them."""
    if path.suffix == ".md":
        return path.read_text("utf-8")
    cells = json.loads(path.read_text("utf-8"))["cells"]
    words = ["".join(c["source"]) for c in cells if c["cell_type"] == "markdown"]
    alts = [c["metadata"].get("mystnb", {}).get("image", {}).get("alt", "") for c in cells]
    return "\n\n".join(words + alts)


def test_there_are_chapters_to_check() -> None:
    assert len(NOTEBOOKS) >= 3
    assert len(PAGES) >= 3


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_the_chapter_keeps_every_rule(path: Path) -> None:
    assert complaints(json.loads(path.read_text("utf-8"))) == []


@pytest.mark.parametrize("path", [*NOTEBOOKS, *PAGES], ids=lambda path: path.stem)
def test_no_number_is_typed_where_one_is_computed(path: Path) -> None:
    assert typed_numbers(markdown_of(path), ALLOWED) == []


def test_each_allowed_phrase_is_used_and_has_a_reason() -> None:
    pages = [markdown_of(path) for path in [*NOTEBOOKS, *PAGES]]
    assert [p for p in ALLOWED if not any(uses(page, p) for page in pages)] == []
    assert all(len(why.split()) >= 3 for why in ALLOWED.values())


@pytest.fixture
def chapter() -> dict[str, Any]:
    v4 = nbformat.v4
    text, svg = {"text/plain": "3"}, {"text/plain": "<Figure>", "image/svg+xml": "<svg/>"}
    alt = "A line that rises from left to right over three points."
    cells = [
        v4.new_markdown_cell("# A chapter"),
        v4.new_code_cell("import numpy as np", execution_count=1),
        v4.new_markdown_cell("Words."),
        v4.new_code_cell(
            "print(3)", execution_count=2, outputs=[v4.new_output("stream", text="3")]
        ),
        v4.new_code_cell(
            "plotting.draw()",
            execution_count=3,
            outputs=[v4.new_output("execute_result", svg, execution_count=3)],
            metadata={"mystnb": {"image": {"alt": alt}}},
        ),
        v4.new_markdown_cell("Words."),
        v4.new_code_cell(
            "x",
            execution_count=4,
            outputs=[v4.new_output("execute_result", text, execution_count=4)],
        ),
    ]
    cells.insert(4, v4.new_markdown_cell("Words."))
    return json.loads(nbformat.writes(v4.new_notebook(cells=cells, metadata=METADATA)))


def test_a_chapter_as_it_should_be_passes(chapter: dict[str, Any]) -> None:
    assert complaints(chapter) == []


def error(cell: dict[str, Any]) -> None:
    cell["outputs"] = [
        {"output_type": "error", "ename": "ValueError", "evalue": "", "traceback": []}
    ]


FAULTS: list[tuple[str, Callable[[list[dict[str, Any]]], Any]]] = [
    ("shows something", lambda cells: cells[3].update(outputs=[])),
    ("shows something", lambda cells: cells[5].update(outputs=[])),
    ("shows something", lambda cells: cells[7].update(outputs=[])),
    ("executed in the order", lambda cells: cells[3].update(execution_count=None)),
    ("executed in the order", lambda cells: cells[3].update(execution_count=7)),
    ("holds an error: ValueError", lambda cells: error(cells[7])),
    ("error stream", lambda cells: cells[3]["outputs"][0].update(name="stderr")),
    ("the tag 'nbval-skip'", lambda cells: cells[3]["metadata"].update(tags=["nbval-skip"])),
    ("the tag 'remove-cell'", lambda cells: cells[3]["metadata"].update(tags=["remove-cell"])),
    ("nbval look away", lambda cells: cells[3].update(source="# NBVAL_IGNORE_OUTPUT\nprint(3)")),
    ("nbval look away", lambda cells: cells[3].update(source="#NBVAL_SKIP\nprint(3)")),
    ("has 16 lines", lambda cells: cells[3].update(source="print(3)\n" * 16)),
    ("a magic", lambda cells: cells[3].update(source="%timeit 1\nprint(3)")),
    ("a magic", lambda cells: cells[3].update(source="!ls\nprint(3)")),
    ("alt text ''", lambda cells: cells[5].update(metadata={})),
    ("holds a PNG", lambda cells: cells[5]["outputs"][0]["data"].update({"image/png": ""})),
    ("a path or an address", lambda cells: cells[3]["outputs"][0].update(text="<f at 0x7f12ab34>")),
    ("a path or an address", lambda cells: cells[3]["outputs"][0].update(text="/home/me/x")),
    ("the times of its run", lambda cells: cells[3]["metadata"].update(execution={})),
    ("expected imports only", lambda cells: cells[1].update(source="import numpy\nx = 1")),
    ("a magic", lambda cells: cells[3].update(source="x = !ls\nprint(3)")),
    ("a magic", lambda cells: cells[3].update(source="get_ipython().system('ls')\nprint(3)")),
    ("is empty", lambda cells: cells[3].update(source="", outputs=[])),
    ("a path or an address", lambda cells: cells[5]["outputs"][0]["data"].update(svg="/tmp/x")),
    (
        "the tag 'nbval-ignore-output'",
        lambda c: c[3]["metadata"].update(tags=["nbval-ignore-output"]),
    ),
    ("a result of run", lambda cells: cells[7]["outputs"][0].update(execution_count=9)),
    ("a cell without an id", lambda cells: cells[3].pop("id")),
    ("two with one id", lambda cells: cells[3].update(id=cells[5]["id"])),
    ("follows code", lambda cells: cells.pop(2)),
]


@pytest.mark.parametrize(("complaint", "plant"), FAULTS)
def test_each_planted_fault_is_refused(
    chapter: dict[str, Any], complaint: str, plant: Callable[[list[dict[str, Any]]], Any]
) -> None:
    planted = copy.deepcopy(chapter)
    plant(planted["cells"])
    assert any(complaint in found for found in complaints(planted)), complaints(planted)


def test_metadata_of_one_machine_is_refused(chapter: dict[str, Any]) -> None:
    chapter["metadata"]["language_info"]["version"] = "3.11.7"
    assert "metadata" in complaints(chapter)[0]


def test_the_command_names_the_notebook_and_the_cell(
    chapter: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "chapter.ipynb"
    path.write_text(json.dumps(chapter), "utf-8")
    assert main([path]) == 0
    error(chapter["cells"][3])
    path.write_text(json.dumps(chapter), "utf-8")
    assert main([path]) == 1
    said = capsys.readouterr().out
    assert f"{path}: cell {chapter['cells'][3]['id']}: holds an error: ValueError" in said


def test_an_entry_that_spares_no_number_is_seen() -> None:
    assert uses("under CC BY-SA 3.0.", "CC BY-SA 3.0")
    assert not uses("under `CC BY-SA 3.0`.", "CC BY-SA 3.0")
    assert typed_numbers("a rate of 0.15", {"0.1": "the recipe's rate"}) == ["0.15"]


@pytest.mark.parametrize(
    "text",
    [
        "It took 3.5s, or 1.5e-3 hours.",
        "$0.25a + 1$",
        "{math}`0.25 a`",
        "The loss is `0.858`.",
        "where $x < 0.5$ and so $y > 0$",
        "````{note}\n```python\nx = 1\n```\nthen 0.5\n````",
        ":::{tip} A rate of 0.5\n:::",
        "```{figure} a.svg\n:alt: The loss falls to 0.05\n```",
        "The loss is 0.858.",
        "$a = 0.25$",
        "it fell to .5 then",
        "```{note}\nThe value 1.375 is here.\n```",
        "**-0.025**",
    ],
)
def test_a_typed_decimal_is_refused(text: str) -> None:
    assert typed_numbers(text, ALLOWED)


@pytest.mark.parametrize(
    "text",
    [
        "```{figure} a.svg\n:width: 0.5\n```",
        "````{note}\n```python\nx = 0.5\n```\n````",
        "See https://example.org/1.2/ and <https://example.org/1.2>.",
        "NumPy 2.4.6 and v1.2, ``x = 0.5``",
        "Layer $28 \\times 28$ and 60,000 images.",
        "`SGD(0.1)` and {glue:text}`rate` and {eq}`N1`.",
        "[a link](https://example.org/1.2.3/)",
        "```python\nx = 0.5\n```",
        "under CC BY-SA 3.0, as said.",
        "See section 2. Then 3. It ends in 7.",
    ],
)
def test_what_is_no_typed_number_passes(text: str) -> None:
    assert typed_numbers(text, ALLOWED) == []
