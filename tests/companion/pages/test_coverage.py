"""The coverage is read from the notebooks, and a step that owes a check is named."""

import inspect
from importlib import import_module
from pathlib import Path

import nbformat
import pytest

from companion.pages.coverage import main, read_coverage, read_errata
from companion.pages.source import lines_of
from companion.proofs.card import CARD_TYPE
from companion.steps import CHECKS, errata, steps

IDENTITY = ["proved", "agrees", "measured", "planted"]


def write_notebook(folder: Path, name: str, label: str, checks: list[str], step: str = "") -> None:
    """Write a chapter that claims `label` and holds one card."""
    step = step or label
    card = {"step": step, "checks": checks, "anchor": f"check-{step}-{name}"}
    cell = nbformat.v4.new_code_cell("prove()", execution_count=1)
    if checks:
        cell.outputs = [nbformat.v4.new_output("display_data", {CARD_TYPE: card})]
    cells = [nbformat.v4.new_markdown_cell(f"$$\nx = y\n$$ ({label})"), cell]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), folder / f"{name}.ipynb")


def test_the_list_has_the_steps_and_slips_of_the_derivation() -> None:
    expected = [
        *(f"N{n}" for n in range(1, 4)),
        *(f"F{n}" for n in range(1, 4)),
        *(f"B{n}" for n in range(1, 12)),
        *(f"H{n}" for n in range(1, 10)),
        *("I1", "I2", "I3", "A1", "A2"),
        *(f"S{n}" for n in range(1, 6)),
        *("O1", "O2", "V1", "T1"),
    ]
    assert list(steps()) == expected
    assert len(expected) == 40
    assert list(errata()) == [f"E{n}" for n in range(1, 11)]
    assert all(step.needs and set(step.needs) <= set(CHECKS) for step in steps().values())


def test_the_book_derives_every_step_with_every_check_and_shows_every_slip() -> None:
    notebooks = Path(__file__).parents[3] / "notebooks"
    covered = read_coverage(notebooks)
    assert [step for step, row in covered.items() if row.claimed_in is None] == []
    assert {step: row.missing for step, row in covered.items() if row.missing} == {}
    assert list(errata()) == sorted(read_errata(notebooks), key=lambda slip: int(slip[1:]))


@pytest.mark.parametrize("step", steps())
def test_the_function_that_a_step_names_has_a_line_of_it(step: str) -> None:
    module, _, names = steps()[step].numrec.partition(".")
    function = import_module(f"numrec.{module}")
    for name in names.split("."):
        function = getattr(function, name)
    lines, start = inspect.getsourcelines(function)
    places = [line.number for line in lines_of(step) if line.file == f"{module}.py"]
    assert any(start <= place < start + len(lines) for place in places)


def test_a_step_owes_what_it_names_beyond_its_kind(tmp_path: Path) -> None:
    write_notebook(tmp_path, "chapter", "B11", IDENTITY)
    assert read_coverage(tmp_path)["B11"].missing == ["symbols", "published"]


def test_a_claimed_step_with_all_its_checks_passes(tmp_path: Path) -> None:
    write_notebook(tmp_path, "chapter", "B4", IDENTITY)
    row = read_coverage(tmp_path)["B4"]
    assert row.claimed_in == f"{tmp_path.name}/chapter.ipynb"
    assert row.checks["proved"] == (row.claimed_in, "check-B4-chapter")
    assert row.missing == []
    assert main(tmp_path) == 0


@pytest.mark.parametrize("absent", IDENTITY)
def test_a_claimed_step_that_owes_a_check_fails_by_name(
    tmp_path: Path, absent: str, capsys: pytest.CaptureFixture[str]
) -> None:
    write_notebook(tmp_path, "chapter", "B4", [check for check in IDENTITY if check != absent])
    assert main(tmp_path) == 1
    assert f"step B4 owes: {CHECKS[absent]}" in capsys.readouterr().err


def test_a_proof_of_a_definition_owes_its_planted_mistake(tmp_path: Path) -> None:
    write_notebook(tmp_path, "chapter", "F1", ["proved", "agrees"])
    assert read_coverage(tmp_path)["F1"].missing == ["planted"]


def test_a_claim_without_any_check_fails(tmp_path: Path) -> None:
    write_notebook(tmp_path, "chapter", "B4", [])
    assert main(tmp_path) == 1


def test_a_step_that_nobody_claims_is_to_come_and_owes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_notebook(tmp_path, "chapter", "eq-of-its-own", ["published"], step="H6")
    assert main(tmp_path) == 0
    assert "to come" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("step", "checks", "message"),
    [("Z9", ["proved"], "names the step 'Z9'"), ("B4", ["believed"], "the check 'believed'")],
)
def test_a_card_of_an_unknown_step_or_check_is_refused(
    tmp_path: Path, step: str, checks: list[str], message: str
) -> None:
    write_notebook(tmp_path, "chapter", "B4", checks, step=step)
    with pytest.raises(ValueError, match=message):
        read_coverage(tmp_path)


def test_two_chapters_cannot_claim_one_step(tmp_path: Path) -> None:
    write_notebook(tmp_path, "one", "B4", IDENTITY)
    write_notebook(tmp_path, "two", "B4", IDENTITY)
    with pytest.raises(ValueError, match=r"two\.ipynb: step B4 is derived in .*one\.ipynb"):
        read_coverage(tmp_path)


def test_a_slip_is_found_by_its_card(tmp_path: Path) -> None:
    write_notebook(tmp_path, "chapter", "eq-of-its-own", ["shown"], step="E1")
    assert read_errata(tmp_path) == {"E1": (f"{tmp_path.name}/chapter.ipynb", "check-E1-chapter")}
