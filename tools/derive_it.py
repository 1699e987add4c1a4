"""Make the assignment *Derive it, then write it*: as it is handed out, and with its solutions.

Its words and lines stand in companion/exercises/derive_it.md. The exercises are those of the
chapters, with their answers from exercises.toml; the lines are judged as on the book's pages, by
lines.toml. `make notebooks` writes both notebooks.
"""

import re
from collections.abc import Iterator, Set
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from companion.exercises.answers import HOW
from companion.exercises.course import labels_of, words_of
from companion.exercises.data import exercises
from companion.exercises.lines import Line, line_of
from tools.assignments import (
    STUB,
    STUB_IN_WORDS,
    code,
    filled_in,
    markdown,
    notebook,
    to_check,
    to_read,
    to_write,
    write_changed,
    written,
)

ROOT = Path(__file__).parents[1]
WORDS = ROOT / "companion" / "exercises" / "derive_it.md"
TEACHERS = ROOT / "book" / "downloads" / "derive_it_teacher.ipynb"
STUDENTS = ROOT / "book" / "downloads" / "derive_it.ipynb"

_FENCE = re.compile(r"^```(python|answer|line|hide|words) ?(.*?)\n(.*?)^```$", re.S | re.M)


class Task(NamedTuple):
    """A piece of the assignment.

    Attributes
    ----------
    kind : str
        "text" or "python", which ask for nothing; "answer", "line", "hide" or "words".
    of : str
        The exercise's label, the line's step, or the name of what is written in words.
    points : float
        What it is worth.
    text : str
        Its words, its code, or its solution; of what is written in words, the sample answer's file.
    """

    kind: str
    of: str
    points: float
    text: str

    @property
    def name(self) -> str:
        """What its cells are called for nbgrader, with a word in front."""
        return f"{self.kind}_{re.sub(r'[^A-Za-z0-9]', '_', self.of)}"


def tasks() -> Iterator[Task]:
    """Take the assignment's words apart."""
    words, *rest = _FENCE.split(WORDS.read_text("utf-8"))
    yield Task("text", "", 0.0, words.strip())
    for kind, told, text, words in zip(*(rest[k::4] for k in range(4)), strict=True):
        of, _, points = told.partition(" ")
        yield Task(kind, of, float(points or 0), text.strip("\n"))
        if words.strip():
            yield Task("text", "", 0.0, words.strip())


def download(*, teachers: bool, wrong: Set[str] = frozenset()) -> dict[str, Any]:
    """Return the notebook: with its solutions, or as it is handed out.

    Parameters
    ----------
    teachers : bool
        With the solutions, between nbgrader's marks.
    wrong : set of str
        The names of tasks that get a mistake that people make in place of the solution.
    """
    cells = []
    for task in tasks():
        if task.kind == "text":
            cells.append(markdown(task.text))
        elif task.kind == "python":
            cells.append(code(task.text, {}))
        elif task.kind == "words":
            # the whole cell is what nbgrader takes out
            text = (WORDS.parent / task.text).read_text("utf-8") if teachers else STUB_IN_WORDS
            cells.append(to_read(task.name, text, task.points))
        else:
            cells += _checked(task, task.name in wrong, teachers)
    return notebook(cells, "derive")


def _checked(task: Task, is_wrong: bool, teachers: bool) -> list[dict[str, Any]]:
    """Return the cells of a task: what is asked, where it is written, what looks at it."""
    place = f"my_{task.name}"
    if task.kind == "answer":
        known = exercises()[task.of]
        answer = known.written_mistakes[0][0] if is_wrong else known.written
        head = f"# {place} = ...  ({HOW[known.kind]})"
        source = f"{head}\n### BEGIN SOLUTION\n{place} = {answer!r}\n### END SOLUTION"
        asked = [markdown(question(task.of))]
        check = f'check_answer("{task.of}", {place})'
    else:
        line = line_of(task.of)
        hidden = task.kind == "hide"
        mistake = line.answers[0] if hidden else line.mistakes[0].typed[0]
        body = f"    return {mistake if is_wrong else task.text}"
        source = filled_in(_head(place, line), body, teachers=True)
        asked = []
        check = f"check_hidden_mistake({place})" if hidden else f'check_line("{task.of}", {place})'
    if not teachers:
        source = f"{head}\n{STUB}" if asked else filled_in(_head(place, line), "", teachers=False)
    return [
        *asked,
        to_write(f"write_{task.name}", source),
        to_check(f"check_{task.name}", check, task.points),
    ]


def _head(place: str, line: Line) -> str:
    """Return how the function to write begins: what it gives, and what it may use."""
    names = ", ".join(name.name for name in line.names)
    told = [
        f"    {name.write}: {name.says}{f', shape {name.shape}' if name.shape else ''}"
        for name in line.names
    ]
    return "\n".join(
        [f"def {place}({names}):", f'    """Return {line.asks}.', "", *told, '    """', ""]
    )


@cache
def question(label: str) -> str:
    """Return an exercise's words as its chapter has them, for a notebook away from the book.

    Raises
    ------
    ValueError
        If no chapter has the exercise.
    """
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        if label in labels_of(path):
            _, _, behind = words_of(path).partition(f":label: {label}\n```\n")
            words = behind.partition("```{exercise-end}")[0]
            words = re.sub(r":::\{dropdown\}.*?^:::$", "", words, flags=re.S | re.M)
            return re.sub(r"\{eq\}`([\w-]+)`", r"(\1)", words).strip()
    raise ValueError(f"no chapter has the exercise {label!r}; expected a label of one")


def made() -> dict[Path, str]:
    """Return both notebooks, as they should be."""
    return {
        TEACHERS: written(download(teachers=True)),
        STUDENTS: written(download(teachers=False)),
    }


if __name__ == "__main__":
    write_changed(made())
