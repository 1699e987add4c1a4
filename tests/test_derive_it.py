"""The assignment *Derive it* is what its words make, and its checks do what they should."""

import json
from pathlib import Path
from typing import Any

import pytest

from tools import derive_it
from tools.assignments import STUB, STUB_IN_WORDS

ASKED = [task for task in derive_it.tasks() if task.points]


@pytest.mark.parametrize("path", derive_it.made(), ids=lambda path: path.stem)
def test_what_is_made_is_up_to_date(path: Path) -> None:
    assert path.read_text("utf-8") == derive_it.made()[path], "say python -m tools.derive_it"


def cells(notebook: dict[str, Any], **about: Any) -> list[str]:
    """Return the cells whose marks for nbgrader say this."""
    return [
        "".join(cell["source"])
        for cell in notebook["cells"]
        if (marks := cell["metadata"].get("nbgrader"))
        and all(marks[key] == value for key, value in about.items())
    ]


def test_what_is_handed_out_asks_for_everything_and_gives_nothing_away() -> None:
    students = derive_it.download(teachers=False)
    asked = cells(students, solution=True)
    assert len(asked) == len(ASKED) >= 10
    assert all(text.endswith((STUB, STUB_IN_WORDS)) or "YOUR CODE HERE" in text for text in asked)
    whole = json.dumps(students, ensure_ascii=False)
    assert not [word for word in ("SOLUTION", "{eq}", ".ipynb)") if word in whole]
    assert not [t.of for t in ASKED if t.kind in {"line", "hide"} and t.text in whole]


def test_the_solutions_pass_each_check_and_a_mistake_fails_its_own_alone() -> None:
    """Each task by itself, with the first mistake that the book knows of it."""
    checked = [task for task in ASKED if task.kind != "words"]
    for wrong in (None, *checked):
        names = frozenset({wrong.name} if wrong else ())
        notebook = derive_it.download(teachers=True, wrong=names)
        namespace: dict[str, Any] = {}
        code = [c for c in notebook["cells"] if c["cell_type"] == "code"]
        failed = []
        for cell in code:
            try:
                exec("".join(cell["source"]), namespace)
            except AssertionError:
                failed.append(cell["metadata"]["nbgrader"]["grade_id"])
        assert failed == ([f"check_{wrong.name}"] if wrong else [])
