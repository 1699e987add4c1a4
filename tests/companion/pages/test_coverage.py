"""The coverage is read from the notebooks, and a step that owes a check is named."""

from pathlib import Path
from typing import Any

import nbformat
import pytest

from companion.pages.coverage import main, read_coverage, read_errata
from companion.proofs.card import CARD_TYPE
from companion.sources.errata import errata
from companion.steps import CERTAINTY, CHECKS, PROOFS, steps

NOTEBOOKS = Path(__file__).parents[3] / "notebooks"
IDENTITY = ["any width", "agrees", "measured", "planted"]


def write_chapter(
    folder: Path, label: str, checks: list[str], step: str = "", name: str = "chapter"
) -> None:
    """Write a chapter that claims `label` and holds one card, of that step or another."""
    card = {"step": step or label, "checks": checks, "anchor": f"check-{step or label}"}
    cell = nbformat.v4.new_code_cell("prove()", execution_count=1)
    if checks:
        cell.outputs = [nbformat.v4.new_output("display_data", {CARD_TYPE: card})]
    cells = [nbformat.v4.new_markdown_cell(f"$$\nx = y\n$$ ({label})"), cell]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), folder / f"{name}.ipynb")


def test_the_list_has_the_steps_of_the_derivation() -> None:
    letters = {"N": 3, "F": 3, "B": 11, "H": 9, "I": 3, "A": 2, "S": 5, "O": 2, "V": 1, "T": 1}
    letters["G"] = 2
    assert list(steps()) == [f"{a}{n}" for a, last in letters.items() for n in range(1, last + 1)]
    assert all(step.needs and set(step.needs) <= set(CHECKS) for step in steps().values())


def test_the_book_derives_every_step_with_every_check_and_shows_every_slip() -> None:
    covered = read_coverage(NOTEBOOKS)
    assert [step for step, row in covered.items() if row.claimed_in is None] == []
    assert {step: row.missing for step, row in covered.items() if row.missing} == {}
    assert {step: row.unclaimed for step, row in covered.items() if row.unclaimed} == {}
    to_compute = [erratum.id for erratum in errata().values() if not erratum.shown]
    assert to_compute == sorted(read_errata(NOTEBOOKS), key=lambda slip: int(slip[1:]))


def test_how_certain_a_step_is_fits_its_kind() -> None:
    for step in steps().values():
        assert step.certainty, step.id
        assert {*step.certainty} <= {*CERTAINTY}, step.id
        is_proved = bool({*PROOFS} & {*step.certainty})
        assert is_proved or step.kind != "identity", step.id
        assert is_proved or "definition" in step.certainty, step.id


@pytest.mark.parametrize(
    ("step", "checks", "owed"),
    [
        ("B8", IDENTITY, []),
        ("B8", [], IDENTITY),
        *(("B8", [c for c in IDENTITY if c != absent], [absent]) for absent in IDENTITY),
        ("H2", IDENTITY, []),
        ("B6", IDENTITY, ["symbols"]),
        ("F3", IDENTITY, ["by hand"]),
    ],
)
def test_a_claimed_step_that_owes_a_check_fails_by_name(
    tmp_path: Path,
    step: str,
    checks: list[str],
    owed: list[str],
    capsys: pytest.CaptureFixture[str],
) -> None:
    write_chapter(tmp_path, step, checks)
    row, chapter = read_coverage(tmp_path)[step], f"{tmp_path.name}/chapter.ipynb"
    assert (row.claimed_in, row.missing) == (chapter, owed)
    assert row.checks == dict.fromkeys(checks, (chapter, f"check-{step}"))
    assert main(tmp_path) == bool(owed)
    says = f"step {step} owes: {', '.join(CHECKS[check] for check in owed)}"
    assert (says in capsys.readouterr().err) == bool(owed)


def test_a_kind_of_certainty_that_a_step_does_not_claim_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_chapter(tmp_path, "B4", [*IDENTITY, "given H1"])
    assert main(tmp_path) == 1
    assert f"B4 shows and does not claim: {CHECKS['given H1']}" in capsys.readouterr().err


def test_a_proof_by_hand_is_found_by_its_fence(tmp_path: Path) -> None:
    words = ":::{proof} H4 H5\nBecause.\n:::\n\nA word of `:::{proof} H6` proves nothing."
    cells = [nbformat.v4.new_markdown_cell(words)]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), tmp_path / "one.ipynb")
    covered = read_coverage(tmp_path)
    place = f"{tmp_path.name}/one.ipynb"
    proved = {step: row.checks["by hand"] for step, row in covered.items() if row.checks}
    assert proved == {"H4": (place, "proof-H4"), "H5": (place, "proof-H5")}


def test_a_step_that_nobody_claims_is_to_come_and_owes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_chapter(tmp_path, "eq-of-its-own", ["published"], step="H6")
    assert main(tmp_path) == 0
    assert "to come" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("second", "message"),
    [
        (("B5", ["measured"], "Z9"), "two.ipynb: a card names the step 'Z9'"),
        (("B5", ["believed"]), "two.ipynb: a card names the check 'believed'"),
        (("B5", ["measured"], "B4"), "two.ipynb: two cards have the anchor 'check-B4'"),
        (("B4", IDENTITY), r"two\.ipynb: step B4 is derived in .*one\.ipynb"),
    ],
)
def test_an_unknown_step_or_check_and_a_second_card_or_claim_are_refused(
    tmp_path: Path, second: tuple[Any, ...], message: str
) -> None:
    write_chapter(tmp_path, "B4", IDENTITY, name="one")
    write_chapter(tmp_path, *second, name="two")
    with pytest.raises(ValueError, match=message):
        read_coverage(tmp_path)
