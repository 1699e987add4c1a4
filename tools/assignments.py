"""Cells as nbgrader wants them, and notebooks as their files have them.

A cell to write in is handed out with a stub in place of what stands between nbgrader's marks; the
cell behind it is locked, and gives the points.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tools.notebook_rules import METADATA

# As nbgrader writes them where it takes a solution out.
STUB = "# YOUR CODE HERE\nraise NotImplementedError()"
STUB_IN_WORDS = "YOUR ANSWER HERE"


def markdown(source: str) -> dict[str, Any]:
    """Return a cell of words."""
    return {"cell_type": "markdown", "metadata": {}, "source": source}


def code(source: str, metadata: dict[str, Any]) -> dict[str, Any]:
    """Return a cell of code that has not run."""
    cell: dict[str, Any] = {"cell_type": "code", "execution_count": None, "source": source}
    return cell | {"metadata": metadata, "outputs": []}


def to_write(name: str, source: str) -> dict[str, Any]:
    """Return a cell that a student fills in."""
    return code(source, _graded(name, grade=False, locked=False, solution=True))


def to_check(name: str, source: str, points: float) -> dict[str, Any]:
    """Return a cell that gives its points where it runs without an error."""
    return code(source, _graded(name, grade=True, locked=True, solution=False, points=points))


def to_read(name: str, source: str, points: float) -> dict[str, Any]:
    """Return a cell of words that a student fills in and a person marks."""
    metadata = _graded(name, grade=True, locked=False, solution=True, points=points)
    metadata["nbgrader"]["cell_type"] = "markdown"
    return markdown(source) | {"metadata": metadata}


def filled_in(head: str, body: str, *, teachers: bool) -> str:
    """Return a function with its body, set in, between nbgrader's marks, or with its stub."""
    if teachers:
        return f"{head}    ### BEGIN SOLUTION\n{body}\n    ### END SOLUTION"
    return head + "\n".join(f"    {line}" for line in STUB.splitlines())


def _graded(name: str, **about: Any) -> dict[str, Any]:
    whole = {"cell_type": "code", "grade_id": name, "schema_version": 3, "task": False}
    return {"nbgrader": dict(sorted((whole | about).items()))}


def notebook(cells: list[dict[str, Any]], name: str) -> dict[str, Any]:
    """Return a notebook of these cells, each with an id that begins with the name."""
    for number, cell in enumerate(cells, start=1):
        cell["id"] = f"{name}-{number:02}"
        cell["source"] = cell["source"].splitlines(keepends=True)
    return {"cells": cells, "metadata": METADATA, "nbformat": 4, "nbformat_minor": 5}


def written(notebook: dict[str, Any]) -> str:
    """Return a notebook as its file has it."""
    return json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def write_changed(texts: Mapping[Path, str]) -> None:
    """Write each text whose file is another or is not there, and say so."""
    for path, text in texts.items():
        if not path.exists() or path.read_text("utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
            print(f"{path}: written")
