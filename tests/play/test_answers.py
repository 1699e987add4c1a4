"""Answers on the page: judged as in a notebook, by keyboard, with nothing to read beside them."""

import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page
from site_checks import WORDS_FOR_FORMULAS, Watch, run_axe

from companion.exercises.answers import check
from companion.exercises.data import Exercise, exercises, packed

JUDGE = """([data, tries, hints]) => {
  const known = JSON.parse(atob(data));
  return tries.map(([id, text]) => numrec.answers.judge({ ...known[id], hint: hints[id] }, text));
}"""
HINTS = {exercise.id: exercise.hint for exercise in exercises().values()}


def typed(exercise: Exercise, value: Any) -> list[str]:
    """Write a value as a reader types it, in several ways."""
    if exercise.kind == "choice":
        return [value]
    plain = json.dumps(np.asarray(value).tolist())
    bare = plain.strip("[]")
    if exercise.kind in {"vector", "order"}:
        spaced = bare.replace(",", " ")
        return [plain, bare, f"{{{bare}}}", f"({bare})", spaced, f"[ {spaced} ]"]
    if exercise.kind == "matrix":
        return [plain, bare.replace("], [", "; "), plain.replace(", ", " ")]
    scaled = float(value) * 10
    short = plain.replace("0.", ".") if plain.startswith(("0.", "-0.")) else f"+{plain}"
    asked = [plain, plain.replace("-", "\N{MINUS SIGN}"), f"({plain}) * 2 / 2", f"2 ({plain})/2"]
    return [*asked, short, f"{scaled!r}e-1", f"{scaled!r} 10^{{-1}}", f"{scaled!r}*10**-1"]


FORMULAS = (
    "2 s s (1-s)|2s^2(1-s)|2*s**2 - 2 s^3|s(1-s)2s|2\u00b7s\u00d7s(1 \u2212 s)|s s (1-s)|2 s|s.T"
    "|np.exp(s)|e^{s}|exp(s)|pi s|2ss|2 S S (1-S)|[2 s s (1-s)]|s/0|2*s*1-s|1.5.2 s|s = 2|0 t"
    "|lambda s: s|sqrt(s)"
).split("|")
JUNK = (
    "0,5|50 %|1/2/|1 2|(1, 2|[1, [2]]|1,,2|\\frac{1}{2}|\u00bd|nan|True|1 < 2|007|x10|2 or so"
    "|[[1], [2, 3]]|1 -10; # mine|3/4 \u22123/4|\u20133/2|7.5e-1 -7.5e-1|7/8 + 0 e5|1e400"
).split("|")


def kind_of(said: str) -> str:
    """Return what was said; how each says that it cannot read is its own."""
    return re.sub(r".*is not understood.*|Your rows .*", "unread", said)


def test_the_page_judges_as_the_notebook_does(core: Page) -> None:
    tries: list[tuple[str, str]] = []
    for exercise in exercises().values():
        if exercise.kind == "expression":
            continue
        near = [] if exercise.kind in {"choice", "order"} else [(exercise.right + 0.1, None)]
        for value, _ in [(exercise.right, None), *exercise.mistakes, *near]:
            for text in typed(exercise, value):
                tries.append((exercise.id, text))
                assert str(check(exercise.id, text)) == str(check(exercise.id, value)), text
    tries += [("output-by-hand", text) for text in FORMULAS]
    asked = ("loss-hand", "softmax-hand", "batches-hand", "depth-order", "own-often")
    tries += [(name, text) for name in asked for text in JUNK]
    said = core.evaluate(JUDGE, [packed([*exercises()]), tries, HINTS])
    assert [*map(kind_of, said)] == [kind_of(str(check(*one))) for one in tries]
    assert said.count("Right.") > len(exercises())


@pytest.mark.parametrize(
    ("exercise", "text", "says"),
    [
        ("output-by-hand", "2*s*s*(1-s)", "Right."),
        ("output-by-hand", "2 * s^2 - 2 * s**3", "Right."),
        ("output-by-hand", "s*s*(1-s)", "Not yet. The factor 2 of the square is missing."),
        ("output-by-hand", "2*t", "That is not understood (t is not known here; names here: s"),
        ("loss-hand", "7/8", "Right."),
        ("loss-hand", "7/", "That is not understood"),
        ("loss-hand", "1, 2", "That is not understood"),
        ("loss-hand", "[1, 2]", "Your answer has the shape (2,); expected a single number."),
        ("softmax-hand", "3/4", "Your answer has the shape (1,); expected the shape (2,)."),
        ("batches-hand", "[[1], [2, 3]]", "Your rows are of different lengths."),
        ("depth-order", "1, 1, 2, 3, 4", "That is no order"),
        ("loss-hand", "fetch('x')", "That is not understood"),
        ("loss-hand", "numrec.answerData", "That is not understood"),
        ("loss-hand", "[" * 299 + "]", "That is not understood"),
        ("loss-hand", "1" * 400, "That is not understood (more than 300 signs)"),
        ("loss-hand", "9**9**9**9", "That is not understood"),
    ],
)
def test_each_typed_answer_is_told_what_it_is(
    core: Page, exercise: str, text: str, says: str
) -> None:
    (said,) = core.evaluate(JUDGE, [packed([exercise]), [[exercise, text]], HINTS])
    assert said.startswith(says)


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (360, "dark")])
def test_a_reader_answers_by_keyboard_and_is_told(
    bare: Watch, site: Path, width: int, scheme: Any
) -> None:
    page = bare.page
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    assert bare.open(f"{site.as_uri()}/notebooks/output_layer.html") == []
    field = page.locator("[data-exercise=matrix-shapes][data-ready]")
    status = field.locator("[role=status]")
    field.get_by_label("Your answer, a number").focus()
    for text, says in (("266", "Each of the one meets"), ("10*256", "Right."), ("", "No answer")):
        page.keyboard.press("ControlOrMeta+A")
        page.keyboard.type(text or " ")
        page.keyboard.press("Enter")
        assert says in status.inner_text()
    assert page.evaluate("numrec.marks.has('B11', 'answered')")
    choice = page.locator("[data-exercise=matrix-product][data-ready]")
    choice.get_by_label("b: only the second").check()
    choice.get_by_role("button", name="Check").press("Enter")
    assert "A row of 10 meets" in choice.locator("[role=status]").inner_text()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert choice.get_by_text("as many columns on the left").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.evaluate(WORDS_FOR_FORMULAS)
    assert run_axe(page, "", ".exercise-answer") == []


def test_no_page_shows_an_answer_in_its_source(site: Path) -> None:
    for page in (site / "notebooks").glob("*.html"):
        source = page.read_text("utf-8")
        for exercise in exercises().values():
            for _, sentence in exercise.mistakes:
                assert sentence not in source, (page.name, exercise.id)
