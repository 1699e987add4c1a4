"""The chapter *Build it* and its downloads are what the solution and the chapter's words make."""

import json
from pathlib import Path
from typing import Any

import pytest

from companion.exercises.workshop.blank import functions_of, solution_text, titles
from companion.exercises.workshop.notebook import check_stage
from tools import build_it
from tools.notebook_rules import complaints

ALL = [name for stage in titles() for name in functions_of(stage)]


@pytest.mark.parametrize(
    "path", build_it.made(), ids=lambda path: f"{path.parent.name}/{path.name}"
)
def test_what_is_made_is_up_to_date(path: Path) -> None:
    assert path.read_text("utf-8") == build_it.made()[path], "say python -m tools.build_it"


def test_a_changed_solution_is_seen_and_takes_the_outputs_with_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = json.loads(build_it.CHAPTER.read_text("utf-8"))
    assert any(cell.get("outputs") for cell in before["cells"])
    changed = solution_text().replace("2 * (a[-1] - a_hat)", "(a[-1] - a_hat)")
    whole = build_it.blank.function_text
    part = lambda name: whole(name).replace("2 * (a[-1] - a_hat)", "(a[-1] - a_hat)")
    assert changed != solution_text()
    monkeypatch.setattr(build_it.blank, "function_text", part)
    for path, text in build_it.made().items():
        assert path.read_text("utf-8") != text or path == build_it.READERS
    now = build_it.with_outputs(build_it.chapter(), before)
    assert not any(cell.get("outputs") for cell in now["cells"])
    assert complaints(now) != []


def code_of(notebook: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    return [("".join(cell["source"]), cell["metadata"].get("nbgrader", {})) for cell in cells]


def test_the_readers_notebook_holds_nothing_of_the_solution_and_the_teachers_all_of_it() -> None:
    bodies = {name: build_it.blank.body_of(name).rstrip() for name in ALL}
    teachers = "\n".join(text for text, _ in code_of(build_it.download(teachers=True)))
    readers = "\n".join(text for text, _ in code_of(build_it.download(teachers=False)))
    for body in bodies.values():
        assert f"### BEGIN SOLUTION\n{body}\n    ### END SOLUTION" in teachers
        assert body not in readers
    assert readers.count("raise NotImplementedError()") == len(ALL)
    words = [c for c in build_it.download(teachers=False)["cells"] if c["cell_type"] == "markdown"]
    assert not any(
        mark in "".join(c["source"]) for c in words for mark in ("{eq}", ".ipynb", ".md)")
    )


def test_in_the_downloads_each_stage_is_checked_behind_what_it_asks_for() -> None:
    for teachers in (True, False):
        written, checked, points = set[str](), [], 0.0
        for text, about in code_of(build_it.download(teachers=teachers)):
            if about.get("solution"):
                written |= {name for name in ALL if f"def {name}(" in text}
            if about.get("grade"):
                stage = len(checked) + 1
                assert text == f"check_stage({stage}, globals())"
                assert set(functions_of(stage)) <= written
                checked.append(stage)
                points += about["points"]
        assert checked == list(titles())
        assert points == len(ALL)


def test_the_teachers_notebook_passes_its_checks_and_the_readers_does_not(
    capsys: pytest.CaptureFixture[str],
) -> None:
    graded = [(text, a) for text, a in code_of(build_it.download(teachers=True)) if a]
    namespace: dict[str, Any] = {"check_stage": check_stage}
    exec("import numpy as np\n" + "\n".join(text for text, _ in graded), namespace)
    assert capsys.readouterr().out.count(" holds: ") == len(titles())
    blank = [text for text, a in code_of(build_it.download(teachers=False)) if a.get("solution")]
    exec("\n".join(blank), namespace)
    for stage in titles():
        with pytest.raises(AssertionError, match=f"{functions_of(stage)[0]}: is still blank"):
            check_stage(stage, namespace)


def test_a_mistake_in_a_notebook_is_told_with_its_name() -> None:
    namespace: dict[str, Any] = {}
    exec("def loss(a_L, a_hat):\n    return ((a_L - a_hat) ** 2).mean()", namespace)
    with pytest.raises(AssertionError, match="the mean of all entries is taken"):
        check_stage(3, namespace)
    assert set(namespace) >= {"loss"}
    assert "sigmoid" not in namespace, "nothing of the solution is left behind"
