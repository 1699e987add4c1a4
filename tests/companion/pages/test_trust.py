"""The numbers of the trust page are counted from the project, and are those that are there."""

import json
import re
from pathlib import Path

import pytest

from companion.pages.coverage import read_coverage
from companion.pages.trust import numbers, rounding
from companion.proofs.mutants import MUTANTS
from companion.steps import steps

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "book" / "coverage.md").read_text("utf-8")


@pytest.fixture(scope="module")
def counted() -> dict[str, str]:
    return numbers(ROOT, read_coverage(ROOT / "notebooks"))


def test_the_page_types_no_number_and_asks_for_each_kind(counted: dict[str, str]) -> None:
    asked = set(re.findall(r"\{counted\}`([^`]+)`", PAGE))
    assert asked <= set(counted)
    kinds = {name for name in counted if name.startswith("steps")}
    assert kinds <= asked


def test_steps_and_catches_add_up(counted: dict[str, str]) -> None:
    kinds = [kind for step in steps().values() for kind in step.certainty]
    counts = [int(n) for name, n in counted.items() if name.startswith("steps ")]
    assert sum(counts) == len(kinds)
    caught = [int(n) for name, n in counted.items() if name.startswith("caught ")]
    assert len(caught) == 6
    assert max(caught) == len(MUTANTS) == 16, "the page says sixteen"


def test_each_planted_mistake_of_each_card_is_counted(counted: dict[str, str]) -> None:
    """Told otherwise: every line of every output that says what was refused, and how."""
    lines = 0
    for path in (ROOT / "notebooks").glob("*.ipynb"):
        for cell in json.loads(path.read_text("utf-8"))["cells"]:
            for output in cell.get("outputs", []):
                text = "".join(output.get("data", {}).get("text/markdown", ""))
                lines += text.count("\n- ") if 'class="check-card"' in text else 0
    assert counted["refused"] == str(lines)
    assert int(counted["refused"]) > int(counted["cards"]) > 100


def test_the_stored_errors_lie_below_the_stored_bounds() -> None:
    for by_precision in rounding().values():
        for bound, measured in by_precision.values():
            assert (measured > 0).all()
            assert (measured < bound).all()


def test_a_notebook_that_says_no_catches_is_named(tmp_path: Path) -> None:
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "notebooks" / "sixteen_mistakes.ipynb").write_text('{"cells": []}')
    with pytest.raises(ValueError, match=r"sixteen_mistakes\.ipynb: no line says"):
        numbers(tmp_path, read_coverage(ROOT / "notebooks"))
