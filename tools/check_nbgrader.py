"""Grade both assignments with nbgrader, as a teacher would, but without a server.

`make check-nbgrader` installs the environment that it needs. nbgrader hands the teacher's version
out; what it hands out must be what students download. Then submissions are graded: the solution
gets all points but those that a person gives, the notebook as it was handed out none, and one with
mistakes in it, which people make, loses the points of the tasks that have them, and no others.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook
from nbgrader.nbgraderformat import read, reads, write

from companion.exercises.workshop.blank import body_of, stage_of
from companion.exercises.workshop.mistakes import mistakes_in
from tools import build_it, derive_it
from tools.assignments import written

SLIPS = ("leaky_relu_prime", "hidden_deltas", "sgd_step")
"""Functions of *Build it* of which one submission has the first mistake that the workshop knows."""


def main() -> int:
    """Say what nbgrader makes of the notebooks; return 1 where it is not as it should be."""
    os.environ["OPENBLAS_NUM_THREADS"] = "1"  # for small products threads only wait
    # nbgrader calls alembic by its bare name
    os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    asked = [task for task in derive_it.tasks() if task.points and task.kind != "words"]
    first, second = ({task.name for task in asked[k::2]} for k in (0, 1))
    slips = {
        "first mistaken": (_derived(first), {f"check_{name}" for name in first}),
        "others mistaken": (_derived(second), {f"check_{name}" for name in second}),
    }
    faults = _graded("derive_it", derive_it.TEACHERS, derive_it.STUDENTS, slips)
    slips = {"mistaken": (_built(), {f"stage_{stage_of(name)}" for name in SLIPS})}
    faults += _graded("build_it", build_it.TEACHERS, build_it.READERS, slips)
    print("\n".join(faults) or "nbgrader hands out, and grades, as it should")
    return bool(faults)


def _derived(wrong: set[str]) -> Any:
    return reads(written(derive_it.download(teachers=True, wrong=wrong)), as_version=4)


def _built() -> Any:
    """Return *Build it*, solved, with its slips."""
    notebook = read(str(build_it.TEACHERS), as_version=4)
    for name in SLIPS:
        right = wrong = body_of(name).rstrip()
        for piece, instead in mistakes_in(name)[0].pieces.items():
            wrong = wrong.replace(piece, instead)
        (cell,) = (cell for cell in notebook.cells if f"def {name}(" in cell.source)
        cell.source = cell.source.replace(right, wrong)
    return notebook


def _graded(
    name: str, teachers: Path, students: Path, slips: Mapping[str, tuple[Any, set[str]]]
) -> list[str]:
    """Grade an assignment's submissions, and say what is not as it should be.

    Parameters
    ----------
    name : str
        The assignment's.
    teachers, students : path
        Its notebook with the solutions, and what students download.
    slips : mapping of str to (notebook, set of str)
        Submissions with mistakes by the student's name, and the cells that must lose their points.
    """
    with tempfile.TemporaryDirectory() as folder:
        course = Path(folder)
        source = course / "source" / name / f"{name}.ipynb"
        source.parent.mkdir(parents=True)
        shutil.copy(teachers, source)
        _nbgrader(course, "generate_assignment", name, "--create")
        released = course / "release" / name / f"{name}.ipynb"
        faults = _differences(released, students)
        graded = [
            about
            for cell in read(str(teachers), as_version=4).cells
            if (about := cell.metadata.get("nbgrader", {})).get("grade")
        ]
        # what is written in words waits for a person
        points = {one["grade_id"]: 0.0 if one["solution"] else one["points"] for one in graded}
        submitted = {
            "solved": (read(str(teachers), as_version=4), set[str]()),
            "blank": (read(str(released), as_version=4), {*points}),
            **slips,
        }
        for student, (answers, _) in submitted.items():
            place = course / "submitted" / student / name / f"{name}.ipynb"
            place.parent.mkdir(parents=True)
            # as a student has it: with what nbgrader put into the cells when it handed them out
            write(_answered(released, answers), str(place))
        _nbgrader(course, "autograde", name)
        with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as book:
            for student, (_, lost) in submitted.items():
                grades = book.find_submission(name, student).notebooks[0].grades
                found = {grade.name: grade.score for grade in grades}
                wanted = {cell: 0.0 if cell in lost else most for cell, most in points.items()}
                most, whole = sum(points.values()), sum(one["points"] for one in graded)
                print(f"{name}, {student}: {sum(found.values()):g} of {most:g} points", end="; ")
                print(f"{whole - most:g} more are a person's to give")
                faults += [
                    f"{name}, {student}: {cell} gets {found.get(cell)}; expected {wanted[cell]}"
                    for cell in wanted
                    if found.get(cell) != wanted[cell]
                ]
    return faults


def _nbgrader(course: Path, *command: str) -> None:
    told = [sys.executable, "-m", "nbgrader", *command, f"--CourseDirectory.root={course}"]
    told += ["--ExecutePreprocessor.timeout=300"]
    ended = subprocess.run(told, cwd=course, capture_output=True, text=True, check=False)
    if ended.returncode:
        raise RuntimeError(f"nbgrader {' '.join(command)} failed:\n{ended.stderr[-3000:]}")


def _answered(released: Path, answers: Any) -> Any:
    """Return the notebook as it was handed out, with the answers of another."""
    notebook = read(str(released), as_version=4)
    for cell, answer in zip(notebook.cells, answers.cells, strict=True):
        if cell.metadata.get("nbgrader", {}).get("solution"):
            cell.source = answer.source
    return notebook


def _differences(released: Path, students: Path) -> list[str]:
    """Say where what nbgrader hands out is not what students download."""
    ours, theirs = (read(str(p), as_version=4).cells for p in (students, released))
    if len(ours) != len(theirs):
        return [f"{students.name} has {len(ours)} cells; expected {len(theirs)}, as released"]
    return [
        f"cell {mine.id}: {mine.source!r}; expected {other.source!r}, as nbgrader has it"
        for mine, other in zip(ours, theirs, strict=True)
        if mine.source != other.source
    ]


if __name__ == "__main__":
    sys.exit(main())
