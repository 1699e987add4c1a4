"""Each chapter draws the gradient check's line where checking_gradients.ipynb says why."""

import json
import re
from pathlib import Path

import pytest

from companion.proofs.detection import TOLERANCE

NOTEBOOKS = sorted((Path(__file__).parents[2] / "notebooks").glob("*.ipynb"))
HONEST = {"1e-4", "TOLERANCE", "1e-10"}
"""By central differences, and for the complex step."""


def other_lines(code: str) -> set[str]:
    """Return what a relative error is compared with, where it is neither of the two."""
    return set(re.findall(r"relative_error\s*[<>]=?\s*([\w.-]+)", code)) - HONEST


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_chapter_draws_no_line_of_its_own(path: Path) -> None:
    cells = json.loads(path.read_text("utf-8"))["cells"]
    assert not other_lines("\n".join("".join(cell["source"]) for cell in cells))


def test_the_line_has_one_value_in_chapters_and_in_the_table_of_checks() -> None:
    assert float("1e-4") == TOLERANCE


def test_another_line_is_found() -> None:
    assert other_lines("x = report.relative_error < 1e-6 or report.relative_error<=0.01") == {
        "1e-6",
        "0.01",
    }
