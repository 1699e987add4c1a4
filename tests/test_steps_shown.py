"""Page and code are held together: each step's lines of numrec stand in the step's chapter."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from companion.pages.coverage import read_coverage
from companion.pages.source import lines_of
from companion.steps import steps

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"
CHAPTERS = {name: found.claimed_in for name, found in read_coverage(NOTEBOOKS).items()}


def shown_in(chapter: str) -> str:
    """Give all text that the chapter's code cells have put out."""
    cells = json.loads((NOTEBOOKS.parent / chapter).read_text("utf-8"))["cells"]
    outputs = [output for cell in cells for output in cell.get("outputs", ())]
    return "".join("".join(output.get("text", ())) for output in outputs)


def missing(step: str, chapter: str, text: str | None = None) -> list[str]:
    """Name the step's lines that its chapter does not show."""
    text = shown_in(chapter) if text is None else text
    lines = lines_of(step)
    return [line.text for line in lines if line.text not in text] if lines else ["no line at all"]


@pytest.mark.parametrize("step", steps())
def test_the_lines_of_a_step_stand_in_its_chapter(step: str) -> None:
    chapter = CHAPTERS[step]
    assert chapter, f"{step} has no chapter"
    assert missing(step, chapter) == []


def test_a_line_that_has_moved_on_is_named() -> None:
    chapter = CHAPTERS["N3"]
    assert chapter
    changed = shown_in(chapter).replace("** 2", "** 3")
    assert missing("N3", chapter, changed) == ["return ((a - a_hat) ** 2).sum()  # N3"]
