"""The course of eight lessons, and what each exercise trains, read from course.toml.

The exercises themselves stand in the chapters; `labels_of` finds them there.
"""

import json
import re
import tomllib
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple

from companion.exercises.data import exercises
from companion.exercises.lines import lines
from companion.exercises.workshop.blank import functions_of, titles
from companion.exercises.workshop.mistakes import mistakes_in

SOURCE = files("companion.exercises").joinpath("course.toml")

SKILLS = {
    "compute": "Compute by hand",
    "derive": "Derive or prove",
    "code": "Write code",
    "predict": "Predict, then look",
    "break": "Find what breaks",
    "experiment": "Experiment",
}
"""What an exercise trains, and how the pages call it."""

KINDS = ("Open", "Show", "Hands", "Close")
"""The parts of a lesson; what is done in class stands in "Hands"."""


class Task(NamedTuple):
    """What is known of an exercise.

    Attributes
    ----------
    skill : str
        One of SKILLS.
    minutes : int
        How long it may take: an estimate.
    in_class, at_home : int or None
        The lesson in which, or after which, the plan has it.
    """

    skill: str
    minutes: int
    in_class: int | None
    at_home: int | None


class Part(NamedTuple):
    """A part of a lesson: its minutes, one of KINDS, and what happens, in Markdown."""

    minutes: int
    kind: str
    says: str


class Watch(NamedTuple):
    """A mistake to watch for: where the book knows it, what it says of it, and what to ask."""

    where: str
    says: str
    ask: str


class Lesson(NamedTuple):
    """A lesson; `chapters` are pages of the book, all words Markdown as in a page of book/."""

    number: int
    title: str
    goal: str
    chapters: tuple[str, ...]
    before: str
    plan: tuple[Part, ...]
    can: tuple[str, ...]
    watch: tuple[Watch, ...]

    @property
    def minutes(self) -> int:
        """How long it takes."""
        return sum(part.minutes for part in self.plan)


@cache
def tasks() -> dict[str, Task]:
    """Return what is known of each exercise, by its label, in the order of the chapters.

    Raises
    ------
    ValueError
        If a skill is not known, or one exercise is for class and for home.
    """
    found = {}
    for label, row in _data()["exercises"].items():
        task = Task(row["skill"], row["minutes"], row.get("class"), row.get("home"))
        if task.skill not in SKILLS:
            raise ValueError(f"{label}: skill {task.skill!r}; expected one of {', '.join(SKILLS)}")
        if task.in_class and task.at_home:
            raise ValueError(f"{label} is for class and for home; expected one of them, or neither")
        found[label] = task
    return found


@cache
def lessons() -> tuple[Lesson, ...]:
    """Return the lessons in order.

    Raises
    ------
    ValueError
        If a part's kind is not known, or a mistake to watch for is none that the book knows.
    """
    return tuple(_lesson(number, row) for number, row in enumerate(_data()["lesson"], start=1))


def labels_of(notebook: Path) -> list[str]:
    """Return the labels of a chapter's exercises, in order."""
    return re.findall(r"\{exercise-start\}\s+:label: (\S+)", words_of(notebook))


def words_of(notebook: Path) -> str:
    """Return the Markdown of a notebook, its cells put together."""
    cells = json.loads(notebook.read_text("utf-8"))["cells"]
    return "\n\n".join("".join(c["source"]) for c in cells if c["cell_type"] == "markdown")


def known_mistakes(where: str) -> dict[str, str]:
    """Return what the book says of the mistakes in a line, an exercise or a workshop's function.

    Parameters
    ----------
    where : str
        A line's id, an exercise's label, or the name of a function of the workshop.

    Raises
    ------
    ValueError
        If it is none of these.
    """
    if where in lines():
        return {mistake.name: mistake.says for mistake in lines()[where].mistakes}
    if where in exercises():
        return {text: says for text, says in exercises()[where].written_mistakes}
    if where in {name for stage in titles() for name in functions_of(stage)}:
        return {mistake.name: f"{mistake.says}." for mistake in mistakes_in(where)}
    raise ValueError(f"{where!r} is no line, no exercise with an answer, no function to write")


def _lesson(number: int, row: dict[str, Any]) -> Lesson:
    plan = tuple(Part(*part) for part in row["plan"])
    if unknown := {part.kind for part in plan} - {*KINDS}:
        raise ValueError(f"lesson {number} has parts of the kinds {unknown}; expected {KINDS}")
    watch = []
    for where, name, ask in row["watch"]:
        known = known_mistakes(where)
        if name not in known:
            raise ValueError(f"lesson {number}: {where} has no mistake {name!r}; has {[*known]}")
        watch.append(Watch(where, known[name], ask))
    return Lesson(
        number,
        row["title"],
        row["goal"],
        tuple(row["chapters"]),
        row["before"],
        plan,
        tuple(row["can"]),
        tuple(watch),
    )


def _data() -> dict[str, Any]:
    return tomllib.loads(SOURCE.read_text("utf-8"))
