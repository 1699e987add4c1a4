"""Every exercise has its row, lessons and marks add up, and the sample answers are judged."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from companion.exercises import course
from companion.exercises.assignment import check_hidden_mistake, check_line
from companion.exercises.course import SKILLS, labels_of, lessons, tasks, words_of
from companion.exercises.lines import line_of, lines

ROOT = Path(__file__).parents[3]
SAMPLES = ROOT / "companion" / "exercises" / "samples"
CONTENTS = yaml.safe_load((ROOT / "_toc.yml").read_text("utf-8"))
CHAPTERS = [
    chapter["file"]
    for part in CONTENTS["parts"]
    for chapter in part["chapters"]
    if chapter["file"].startswith("notebooks/")
]

FITS = {
    "By hand": {"compute"},
    "A puzzle": {"compute"},
    "A proof": {"derive"},
    "A proof, on new ground": {"derive"},
    "In code": {"code", "experiment", "predict"},
    "Break it": {"break", "experiment", "predict"},
    "Choose": {"predict"},
    "Put in order": {"predict"},
    "A first guess": {"predict"},
}
"""How an exercise opens, and what it can train; a project's parts may train anything."""


def notebook(chapter: str) -> Path:
    return ROOT / f"{chapter}.ipynb"


def test_every_exercise_of_the_book_has_a_row_and_no_row_is_stale() -> None:
    labels = [label for chapter in CHAPTERS for label in labels_of(notebook(chapter))]
    assert len(labels) > 100
    assert sorted(tasks()) == sorted(labels)


def test_what_an_exercise_trains_fits_how_it_opens() -> None:
    assert {task.skill for task in tasks().values()} == {*SKILLS}
    for chapter in CHAPTERS:
        words = words_of(notebook(chapter))
        for label in labels_of(notebook(chapter)):
            opening = re.search(rf":label: {label}\n```\n\*\*([^*.:]+)", words)
            assert opening, label
            if "project" not in opening[1]:
                assert tasks()[label].skill in FITS[opening[1]], (label, opening[1])


def test_eight_lessons_of_ninety_minutes_have_room_for_what_is_done_in_them() -> None:
    assert [lesson.minutes for lesson in lessons()] == [90] * 8
    for lesson in lessons():
        hands = sum(part.minutes for part in lesson.plan if part.kind == "Hands")
        in_class = [task for task in tasks().values() if task.in_class == lesson.number]
        assert in_class
        assert sum(task.minutes for task in in_class) <= hands, lesson.title
        assert lesson.plan[-1].kind == "Close"
        assert min(len(lesson.can), len(lesson.watch)) > 1


def test_a_lesson_takes_the_exercises_of_its_own_chapters() -> None:
    for lesson in lessons():
        own = {label for chapter in lesson.chapters for label in labels_of(notebook(chapter))}
        for label, task in tasks().items():
            if lesson.number in {task.in_class, task.at_home}:
                assert label in own, (lesson.title, label)


def test_a_lesson_shows_no_step_before_a_chapter_has_it() -> None:
    """A chapter has a step that it derives or names."""
    had = ""
    for lesson in lessons():
        had += "".join(words_of(notebook(chapter)) for chapter in lesson.chapters)
        shown = " ".join(part.says for part in lesson.plan)
        steps = re.findall(r"\{eq\}`(\w+)`", shown) + [
            one.where for one in lesson.watch if one.where in lines()
        ]
        missing = [s for s in steps if f"$$ ({s})" not in had and f"{{eq}}`{s}`" not in had]
        assert not missing, (lesson.title, missing)


@pytest.mark.parametrize(
    ("planted", "says"),
    [
        ({"watch": [["F1", "omega upside down", "?"]]}, "F1 has no mistake 'omega upside down'"),
        ({"watch": [["F0", "bias forgotten", "?"]]}, "'F0' is no line, no exercise"),
        ({"plan": [[90, "Sleep", "..."]]}, "parts of the kinds {'Sleep'}"),
    ],
)
def test_a_lesson_that_names_what_there_is_not_is_refused(
    planted: dict[str, Any], says: str
) -> None:
    with pytest.raises(ValueError, match=re.escape(says)):
        course._lesson(1, course._data()["lesson"][0] | planted)


def in_halves(marks: str) -> int:
    """Read marks such as 1½, in halves of a mark."""
    return 2 * int(marks.rstrip("½") or 0) + marks.endswith("½")


def test_the_marks_of_the_samples_add_up() -> None:
    """Each table of marks, down its columns, is what its last row says."""
    page = (ROOT / "book" / "marking.md").read_text("utf-8")
    most = {"derivation": 6, "line": 3}
    for kind, upto in most.items():
        totals = []
        for grade in ("full", "middling", "weak"):
            _, _, behind = page.partition(f"{kind}_{grade}.")
            rows = re.findall(r"^\| ([^|]+) \| ([\d½]+) of (\d) \|", behind, re.M)
            last = next(k for k, row in enumerate(rows) if row[0] == "Together")
            given = [(in_halves(row[1]), 2 * int(row[2])) for row in rows[: last + 1]]
            assert all(got <= out_of for got, out_of in given)
            assert tuple(map(sum, zip(*given[:-1], strict=True))) == given[-1], (kind, grade)
            assert given[-1][1] == 2 * upto
            totals.append(given[-1][0])
        assert totals == sorted(totals, reverse=True)
        assert totals[0] == 2 * upto
    rubric = re.findall(r"^\| [^|]+ \| (\d) \| (\d) \|", page, re.M)
    assert sum(int(h7) for _, h7 in rubric) == most["derivation"]


@pytest.mark.parametrize("grade", ["full", "middling", "weak"])
def test_the_check_says_of_each_sample_line_what_the_page_says_that_it_says(
    grade: str, capsys: pytest.CaptureFixture[str]
) -> None:
    page = (ROOT / "book" / "marking.md").read_text("utf-8")
    _, _, behind = page.partition(f"line_{grade}.txt")
    told = re.search(r"The check says: “([^”]+)”", behind)
    namespace: dict[str, Any] = {}
    exec((SAMPLES / f"line_{grade}.txt").read_text("utf-8"), namespace)
    try:
        check_line("H7", namespace["delta_below"])
        says = capsys.readouterr().out.strip()
    except AssertionError as error:
        says = str(error)
    assert told
    assert told[1] == says


def function(step: str, text: str) -> Any:
    names = ", ".join(name.name for name in line_of(step).names)
    return eval(f"lambda {names}: {text}", {"np": __import__("numpy")})


@pytest.mark.parametrize("step", ["F1", "N3", "B9", "B11", "H7", "O1"])
def test_a_function_is_judged_as_the_line_on_the_page_is(step: str) -> None:
    for text in line_of(step).answers:
        check_line(step, function(step, text))
    for mistake in line_of(step).mistakes:
        with pytest.raises(AssertionError) as told:
            check_line(step, function(step, mistake.typed[-1]))
        assert mistake.says in str(told.value) or "Python refuses it" in str(told.value)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("(omega[l + 1].T @ delta[l + 1]) * f_prime(z[l])", "where is the mistake"),
        ("omega[l + 1].T @ delta[l + 1]", "there it is not hidden"),
        ("(omega[l + 1] @ delta[l + 1]) * f_prime(z[l])", "has to run on every network"),
        ("(omega[l + 1].T @ delta[l + 1]) * f_prime(a[l])", None),
        ("(omega[l + 1].T @ delta[l + 1]) * f_prime(f(z[l]))", None),
    ],
)
def test_a_hidden_mistake_has_to_be_one_and_hidden(text: str, says: str | None) -> None:
    if says is None:
        check_hidden_mistake(function("H7", text))
    else:
        with pytest.raises(AssertionError, match=says):
            check_hidden_mistake(function("H7", text))
