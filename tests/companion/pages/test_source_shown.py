"""Page and code are held together: each step's lines of numrec stand in the step's chapter."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from companion.pages.coverage import read_coverage
from companion.pages.source import code_of, lines_of
from companion.steps import steps

NOTEBOOKS = Path(__file__).parents[3] / "notebooks"
CHAPTERS = {name: found.claimed_in for name, found in read_coverage(NOTEBOOKS).items()}


def shown_in(chapter: str) -> str:
    """Give all text that the chapter's code cells have put out."""
    cells = json.loads((NOTEBOOKS.parent / chapter).read_text("utf-8"))["cells"]
    outputs = [output for cell in cells for output in cell.get("outputs", ())]
    return "".join("".join(output.get("text", ())) for output in outputs)


@pytest.mark.parametrize("step", steps())
def test_the_lines_of_a_step_stand_in_its_chapter(step: str) -> None:
    chapter = CHAPTERS[step]
    assert chapter
    assert lines_of(step), "no line of numrec carries the step"
    text = shown_in(chapter)
    assert [line.text for line in lines_of(step) if line.text not in text] == []


def test_the_lines_of_a_step_come_from_the_source() -> None:
    assert "z[l] = np.matmul(net.omega[l], a[l - 1]" in code_of("F1")
    with pytest.raises(KeyError, match="'# F9'"):
        code_of("F9")
