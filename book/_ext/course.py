"""The course for teachers: what someone can do afterwards, the lessons, the exercises by skill.

Everything stands in companion/exercises/course.toml. Markdown is put together and parsed, so it may
hold links, formulas and {eq}; the numbers of the exercises are Sphinx's.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.util.docutils import SphinxDirective

from companion.exercises.course import (
    SKILLS,
    SOURCE,
    Lesson,
    Task,
    Watch,
    labels_of,
    lessons,
    tasks,
)
from companion.exercises.data import exercises
from companion.exercises.lines import lines

if TYPE_CHECKING:
    from collections.abc import Callable

    from sphinx.application import Sphinx

LENGTHS = {5: "5 minutes", 10: "10", 20: "15 or 20", 10**9: "longer"}
"""The columns of the table: up to how many minutes, and how the column is called."""


class CourseDirective(SphinxDirective):
    """What the directives below share."""

    def parsed(self, markdown: list[str]) -> list[nodes.Node]:
        """Return Markdown as nodes; the page is read again when the course changes."""
        self.env.note_dependency(str(SOURCE))
        box = nodes.container()
        self.state.nested_parse(StringList(markdown, "course.toml"), 0, box)
        return list(box.children)

    def tasks(self) -> dict[str, Task]:
        """Return the exercises of the chapters that this book has: a course may leave some out."""
        pages = [page for page in self.env.app.config.external_site_map if "notebooks/" in page]
        here = [f"{self.env.srcdir}/{page}.ipynb" for page in pages]
        labels = {label for path in here for label in labels_of(Path(path))}
        return {label: task for label, task in tasks().items() if label in labels}


class LessonsDirective(CourseDirective):
    """The directive `{lessons}`: a section a lesson."""

    def run(self) -> list[nodes.Node]:
        """Make the sections."""
        return [self._section(lesson) for lesson in lessons()]

    def _section(self, lesson: Lesson) -> nodes.section:
        title = f"Lesson {lesson.number}: {lesson.title}"
        section = nodes.section(names=[f"lesson-{lesson.number}"])
        self.state.document.note_explicit_target(section, section)
        section += nodes.title("", title)
        section += self.parsed(lesson_lines(lesson, self.tasks()))
        return section


class GoalsDirective(CourseDirective):
    """The directive `{goals}`: what someone can do afterwards, a row a lesson, with its link."""

    def run(self) -> list[nodes.Node]:
        """Make the table."""
        rows = [
            f"| {one.number}. [{one.title}](#lesson-{one.number}) | {'; '.join(one.can)} |"
            for one in lessons()
        ]
        return self.parsed(["| Lesson | Afterwards they can |", "|---|---|", *rows])


class TasksDirective(CourseDirective):
    """The directive `{tasks}`: every exercise, a row a skill, a column a length."""

    def run(self) -> list[nodes.Node]:
        """Make the table, and the sentence that counts."""
        here = self.tasks()
        hours = round(sum(task.minutes for task in here.values()) / 60)
        head = ["What it trains", *LENGTHS.values()]
        rows = [head, ["---"] * len(head), *(row_of(skill, here) for skill in SKILLS)]
        table = ["| " + " | ".join(row) + " |" for row in rows]
        counted = f"{len(here)} exercises, together some {hours} hours by our estimate."
        return self.parsed([counted, "", *table])


def lesson_lines(lesson: Lesson, here: dict[str, Task]) -> list[str]:
    """Return a lesson in Markdown, without its heading."""
    chapters = ", ".join(f"[](../{chapter}.ipynb)" for chapter in lesson.chapters)
    plan = [f"| {part.kind}, {part.minutes} min | {part.says} |" for part in lesson.plan]
    return [
        f"*{lesson.minutes} minutes.* {lesson.goal}",
        "",
        f"**To read before:** {lesson.before}. **From:** {chapters}.",
        "",
        "| What | How |",
        "|---|---|",
        *plan,
        "",
        f"**Exercises in class:** {chosen(here, lambda task: task.in_class == lesson.number)}",
        "",
        f"**At home:** {chosen(here, lambda task: task.at_home == lesson.number)}",
        "",
        "**Watch for:**",
        "",
        *map(watch_line, lesson.watch),
    ]


def chosen(here: dict[str, Task], wanted: Callable[[Task], bool]) -> str:
    """Name the exercises that are wanted, and how long they take together."""
    found = {label: task for label, task in here.items() if wanted(task)}
    minutes = sum(task.minutes for task in found.values())
    return f"{', '.join(f'{{ref}}`{label}`' for label in found)}; some {minutes} minutes."


def watch_line(watch: Watch) -> str:
    """Return a mistake as an item: where it is made, what the book says of it, what to ask."""
    place = f"`{watch.where}`"
    if watch.where in lines():
        place = f"{{eq}}`{watch.where}`"
    elif watch.where in exercises():
        place = f"{{ref}}`{watch.where}`"
    return f"- {place}: “{watch.says}” Ask: {watch.ask}"


def row_of(skill: str, here: dict[str, Task]) -> list[str]:
    """Return a row of the table: a skill, and its exercises by their numbers, as links."""
    cells, least = [f"**{SKILLS[skill]}**"], 0
    for most in LENGTHS:
        found = [
            f"{{numref}}`%s <{label}>`"
            for label, task in here.items()
            if task.skill == skill and least < task.minutes <= most
        ]
        cells.append(", ".join(found) or "–")
        least = most
    return cells


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the directives."""
    app.add_directive("lessons", LessonsDirective)
    app.add_directive("goals", GoalsDirective)
    app.add_directive("tasks", TasksDirective)
    return {"version": "1", "parallel_read_safe": True}
