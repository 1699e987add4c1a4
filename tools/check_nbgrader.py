"""Grade *Build it* with nbgrader, as a teacher would, but without a server: `make check-nbgrader`.

It needs the environment of its own that this command installs. nbgrader hands the teacher's version
out; what it hands out must be what readers download. Then two submissions are graded: the solution
gets all the points, and the notebook as it was handed out none.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from nbgrader.api import Gradebook
from nbgrader.nbgraderformat import read, write

ROOT = Path(__file__).parents[1]
DOWNLOADS = ROOT / "book" / "downloads"
NAME = "build_it"


def main() -> int:
    """Say what nbgrader makes of the two notebooks; return 1 where it is not as it should be."""
    os.environ["OPENBLAS_NUM_THREADS"] = "1"  # for small products threads only wait
    # nbgrader calls alembic by its bare name
    os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    teachers, readers = DOWNLOADS / f"{NAME}_teacher.ipynb", DOWNLOADS / f"{NAME}.ipynb"
    for path in (teachers, readers):
        read(str(path), as_version=4)  # refuses a cell whose metadata it cannot take
    with tempfile.TemporaryDirectory() as folder:
        course = Path(folder)
        source = course / "source" / NAME / f"{NAME}.ipynb"
        source.parent.mkdir(parents=True)
        shutil.copy(teachers, source)
        _nbgrader(course, "generate_assignment", NAME, "--create")
        released = course / "release" / NAME / f"{NAME}.ipynb"
        faults = _differences(released, readers)
        for student, path in (("solved", teachers), ("blank", released)):
            place = course / "submitted" / student / NAME / f"{NAME}.ipynb"
            place.parent.mkdir(parents=True)
            # as a student has it: with what nbgrader put into the cells when it handed them out
            write(_answered(released, path), str(place))
        _nbgrader(course, "autograde", NAME)
        with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as book:
            graded = {s: book.find_submission(NAME, s) for s in ("solved", "blank")}
            scores = {student: (found.score, found.max_score) for student, found in graded.items()}
    most = scores["solved"][1]
    print(f"solved: {scores['solved'][0]:g} of {most:g} points, blank: {scores['blank'][0]:g}")
    if most == 0 or scores != {"solved": (most, most), "blank": (0, most)}:
        faults.append(f"the scores are {scores}; expected all of the points, and none")
    print("\n".join(faults) or "nbgrader hands out, and grades, as it should")
    return bool(faults)


def _nbgrader(course: Path, *command: str) -> None:
    told = [sys.executable, "-m", "nbgrader", *command, f"--CourseDirectory.root={course}"]
    told += ["--ExecutePreprocessor.timeout=300"]
    ended = subprocess.run(told, cwd=course, capture_output=True, text=True, check=False)
    if ended.returncode:
        raise RuntimeError(f"nbgrader {' '.join(command)} failed:\n{ended.stderr[-3000:]}")


def _answered(released: Path, path: Path):  # type: ignore[no-untyped-def]
    """Return the notebook as it was handed out, with the answers of another."""
    notebook, answers = (read(str(p), as_version=4) for p in (released, path))
    for cell, answer in zip(notebook.cells, answers.cells, strict=True):
        if cell.metadata.get("nbgrader", {}).get("solution"):
            cell.source = answer.source
    return notebook


def _differences(released: Path, readers: Path) -> list[str]:
    """Say where what nbgrader hands out is not what readers download."""
    ours, theirs = (read(str(p), as_version=4).cells for p in (readers, released))
    if len(ours) != len(theirs):
        return [f"{readers.name} has {len(ours)} cells; expected {len(theirs)}, as released"]
    return [
        f"cell {mine.id}: {mine.source!r}; expected {other.source!r}, as nbgrader has it"
        for mine, other in zip(ours, theirs, strict=True)
        if mine.source != other.source
    ]


if __name__ == "__main__":
    sys.exit(main())
