"""A reader's answer is told right, or wrong with the mistake that gives it."""

import json
import re
from fractions import Fraction
from html import escape
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import sympy as sp

from companion.exercises import data
from companion.exercises.answers import UNANSWERED, check
from companion.exercises.data import KINDS, Exercise, exercises
from companion.steps import steps

ITSELF: list[Any] = [1]
ITSELF.append(ITSELF)
POSITIVE = 2 * sp.Symbol("s", positive=True) ** 2 * (1 - sp.Symbol("s", positive=True))
ROOT = Path(__file__).parents[3]
EACH = pytest.mark.parametrize("exercise", exercises().values(), ids=lambda e: e.id)


def forms(exercise: Exercise, value: Any) -> list[Any]:
    """Write a value as readers do: a number, a string, a list, an array."""
    if exercise.kind == "choice":
        return [value]
    if exercise.kind == "expression":
        return []
    if value.ndim == 0:
        return [float(value), str(float(value)), Fraction(float(value)), np.float32(value)]
    return [value, value.tolist(), [str(x) for x in value.tolist()] if value.ndim == 1 else value]


@EACH
def test_the_right_answer_is_right_and_each_mistake_is_told_by_its_name(exercise: Exercise) -> None:
    for given in forms(exercise, exercise.right):
        assert str(check(exercise.id, given)) == "Right."
    for wrong, says in exercise.mistakes:
        for given in forms(exercise, wrong):
            assert str(check(exercise.id, given)) == f"Not yet. {says}", given
    assert exercise.mistakes
    assert set(exercise.steps) <= set(steps())
    assert exercise.hint.endswith((".", "?"))
    assert str(check(exercise.id)) == UNANSWERED
    shown = check(exercise.id)._repr_mimebundle_()["text/html"]
    assert f"<summary>Hint</summary><p>{escape(exercise.hint, quote=False)}</p>" in shown


def test_every_kind_is_at_work() -> None:
    assert {e.kind for e in exercises().values()} == {*KINDS}


@pytest.mark.parametrize(
    ("exercise", "says", "answers"),
    [
        ("softmax-hand", "Right.", [["3/4", "-3/4"], "{3/4, -3/4}", [0.75, -0.7501]]),
        ("softmax-hand", "Right.", [np.array(["3/4", "-3/4"]), sp.Matrix([0.75, -0.75])]),
        ("softmax-hand", "Not yet. A hint", [[0.7, -0.7], [float("nan"), float("inf")]]),
        ("softmax-hand", "the shape (3,); expected the shape (2,)", [[1, 2, 3]]),
        ("loss-hand", "is not understood: expected a fraction", ["1/", "one half", object(), {}]),
        ("loss-hand", "is not understood", [True, 1j, np.complex128(1), 10**400, b"1", "0 or so"]),
        (
            "loss-hand",
            "is not understood",
            [print, {1, 2}, "9^9^9^9", "9" * 301, "[" * 299, ITSELF],
        ),
        ("loss-hand", "shape (20, 20); expected a single number", [np.zeros((20, 20))]),
        ("output-by-hand", "is not understood", [[1], sp.Eq(sp.Symbol("s"), 1), sp.Symbol("t")]),
        ("output-by-hand", "Right.", ["2 s^2 (1 - s)", "2*s*(s - s*s)", POSITIVE]),
        ("output-by-hand", "the slope f' is missing", ["2 s", 2 * sp.Symbol("s")]),
        ("output-by-hand", "is not understood: expected a formula", ["2 t", "2 s ("]),
        ("matrix-product", "Right.", ["c", " C "]),
        ("matrix-product", "expected one of the letters a, b, c, d, e", ["f", 3, ["c"]]),
        ("depth-order", "is no order: expected a list", [[1, 1, 2, 3, 4], [1, 2, 3, 4, 6]]),
        ("depth-order", "Not yet. A hint", [[1, 2, 3, 4, 5]]),
        ("start-hand", "Right.", [0.2, 0.2004, Fraction(1, 5)]),
        ("start-hand", "Not yet.", [0.21, 0.2006]),
    ],
)
def test_each_answer_is_told_what_it_is(exercise: str, says: str, answers: list[Any]) -> None:
    for given in answers:
        told = str(check(exercise, given))
        assert says.lower() in told.lower(), given
        assert "\n" not in told
        assert len(told) < 200


def test_a_label_that_is_not_there_is_refused() -> None:
    with pytest.raises(KeyError, match="no exercise 'nosuch'"):
        check("nosuch", 1)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"answer": "1", "hint": "?", "mistakes": [["2", "?"]]}, "one: has no kind"),
        (
            {"kind": "riddle", "answer": "1", "hint": "?", "mistakes": [["2", "?"]]},
            "kind 'riddle'; expected one of number",
        ),
        ({"kind": "number", "answer": "1", "mistakes": [["2", "?"]]}, "one: has no hint"),
        ({"kind": "number", "answer": "1", "hint": "?", "mistakes": []}, "one: has no mistakes"),
        (
            {"kind": "number", "answer": "1", "hint": "?", "mistakes": [["2/2", "?"]]},
            "value of the answer",
        ),
    ],
)
def test_data_that_cannot_be_meant_is_refused(row: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        data._exercise("one", row)


def gives_away(label: str, comment: str) -> bool:
    """Tell whether a comment beside a question has the answer, or an entry of it."""
    known = exercises()[label]
    quoted = re.findall(r'"([^"]*)"', comment)
    numbers = [] if known.kind == "order" else re.findall(r"-?[\d.]*\d(?:/\d+)?", comment)
    whole = [*quoted, comment.removeprefix("for example ")]
    if "Right." in [str(check(label, one)) for one in whole]:
        return True
    if known.kind in {"choice", "expression"}:
        return False
    entries = np.ravel(known.right)
    return any(abs(float(Fraction(one)) - entries).min() <= known.tolerance for one in numbers)


def test_each_answer_belongs_to_an_exercise_that_asks_for_it_and_gives_nothing_away() -> None:
    asked = {}
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        cells = json.loads(path.read_text("utf-8"))["cells"]
        for before, cell in pairwise(cells):
            source = "".join(cell["source"])
            found = re.search(r'None(?:  # (.*))?\ncheck\("([\w-]+)", my_answer\)$', source)
            if found and cell["cell_type"] == "code":
                asked[found[2]] = path.stem
                assert f":label: {found[2]}\n" in "".join(before["source"])
                assert "".join(cell["outputs"][0]["data"]["text/plain"]) == UNANSWERED
                assert not gives_away(found[2], found[1] or ""), found[2]
    assert {*asked} == {*exercises()}


def test_a_comment_that_has_a_part_of_the_answer_gives_it_away() -> None:
    assert gives_away("loss-hand", "7/8")
    assert gives_away("mistakes-by-hand", 'for example ["1/2", 1, 1, 1]')
    assert gives_away("output-by-hand", 'a formula in s: "2 s^2 (1 - s)"')
    assert gives_away("matrix-product", 'for example "c"')
    assert not gives_away("mistakes-by-hand", 'for example ["1/4", 1, 3, 1]')
