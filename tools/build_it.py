"""Make the chapter *Build it*, and its blank downloads, from the solution and the chapter's words.

The words stand in companion/exercises/workshop/chapter.md, the code in solution.py beside it, and
nowhere else. `make notebooks` writes the chapter from them and then runs it.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from companion.exercises.workshop import blank
from tools.assignments import (
    code,
    filled_in,
    markdown,
    notebook,
    to_check,
    to_write,
    write_changed,
    written,
)
from tools.notebook_rules import FOLDED

ROOT = Path(__file__).parents[1]
WORDS = ROOT / "companion" / "exercises" / "workshop" / "chapter.md"
CHAPTER = ROOT / "notebooks" / "build_it.ipynb"
TEACHERS = ROOT / "book" / "downloads" / "build_it_teacher.ipynb"
READERS = ROOT / "book" / "downloads" / "build_it.ipynb"

_ONLY = re.compile(r"<!-- (book|download) -->\n(.*?)<!-- end -->\n", re.S)
_FENCE = re.compile(r"^```(python|solution) ?(.*?)\n(.*?)^```$", re.S | re.M)


class Part(NamedTuple):
    """A piece of the chapter: words, code, or a place for a part of the solution.

    Attributes
    ----------
    kind : str
        "words", "python" or "solution".
    told : str
        What stands behind the kind: the stage, or how a cell is shown.
    text : str
        The words or the code.
    """

    kind: str
    told: str
    text: str


def parts(audience: str) -> Iterator[Part]:
    """Take the chapter's words apart, as the "book" or the "download" has them."""
    text = _ONLY.sub(lambda m: m[2] if m[1] == audience else "", WORDS.read_text("utf-8"))
    words, *rest = _FENCE.split(text)
    yield Part("words", "", words.strip())
    for kind, told, inside, words in zip(*(rest[k::4] for k in range(4)), strict=True):
        yield Part(kind, told, inside.strip("\n"))
        if words.strip():
            yield Part("words", "", words.strip())


def asked(told: str) -> tuple[str, ...]:
    """Return the functions that a place for the solution names: a stage's, or one."""
    return blank.functions_of(int(told)) if told.isdigit() else (told,)


def chapter() -> dict[str, Any]:
    """Return the chapter, solved and not yet run; the solutions are folded."""
    cells = []
    for part in parts("book"):
        if part.kind == "words":
            cells.append(markdown(part.text))
        elif part.kind == "solution":
            functions = [blank.function_text(name).rstrip() for name in asked(part.told)]
            cells.append(code("\n\n\n".join(functions), _folded("one way to write it")))
        elif part.told == "imports":
            cells.append(code(part.text, FOLDED))
        elif part.told:
            told = re.fullmatch(r'(alt|show)="(.+)"', part.told)
            assert told is not None, f"chapter.md: {part.told!r} stands behind python"
            cells.append(code(part.text, _shown(**{told[1]: told[2]})))
        else:
            cells.append(code(part.text, {}))
    return notebook(cells, "build")


def download(*, teachers: bool) -> dict[str, Any]:
    """Return the notebook to write in, for nbgrader: with its solutions, or as it is handed out."""
    cells, left = [], {stage: set(blank.functions_of(stage)) for stage in blank.titles()}
    for part in parts("download"):
        if part.kind == "words":
            # away from the book an equation is its name, and a link to a page its words
            text = re.sub(r"\{eq\}`(\w+)`", r"(\1)", part.text)
            cells.append(markdown(re.sub(r"\[([^]]+)\]\((?!http)[^)]+\)", r"\1", text)))
        elif part.kind == "python":
            source = part.text
            if part.told == "imports":
                source += "\nfrom companion.exercises.workshop.notebook import check_stage"
            cells.append(code(source, {}))
        else:
            names = asked(part.told)
            stage = blank.stage_of(names[0])
            source = "\n\n\n".join(_to_fill_in(name, teachers) for name in names)
            cells.append(to_write(f"write_{names[0]}", source))
            left[stage] -= set(names)
            if not left[stage]:
                points = float(len(blank.functions_of(stage)))
                source = f"check_stage({stage}, globals())"
                cells.append(to_check(f"stage_{stage}", source, points))
    return notebook(cells, "build")


def _to_fill_in(name: str, teachers: bool) -> str:
    """Return a function with its body between nbgrader's marks, or nbgrader's stub."""
    body = blank.body_of(name).rstrip()
    head = blank.function_text(name).rstrip().removesuffix(body)
    return filled_in(head, body, teachers=teachers)


def _shown(alt: str = "", show: str = "how it is drawn") -> dict[str, Any]:
    """Return how a cell is folded of which the output alone is seen."""
    prompts = {"code_prompt_hide": f"Hide {show}", "code_prompt_show": f"Show {show}"}
    image = {"image": {"alt": alt}} if alt else {}
    return {"mystnb": prompts | image, "tags": ["hide-input"]}


def _folded(what: str) -> dict[str, Any]:
    prompts = {"code_prompt_hide": f"Hide {what}", "code_prompt_show": f"Show {what}"}
    return {"jupyter": {"source_hidden": True}, "mystnb": prompts, "tags": ["hide-input"]}


def with_outputs(notebook: dict[str, Any], before: dict[str, Any]) -> dict[str, Any]:
    """Take over the outputs of a notebook whose code was the same, cell by cell."""
    new, old = (
        [cell for cell in whole["cells"] if cell["cell_type"] == "code"]
        for whole in (notebook, before)
    )
    if [cell["source"] for cell in new] == [cell["source"] for cell in old]:
        for cell, ran in zip(new, old, strict=True):
            cell |= {key: ran[key] for key in ("outputs", "execution_count")}
    return notebook


def made() -> dict[Path, str]:
    """Return each file that is made here, as it should be; the chapter with what it has printed."""
    solved = chapter()
    if CHAPTER.exists():
        solved = with_outputs(solved, json.loads(CHAPTER.read_text("utf-8")))
    downloads = {TEACHERS: download(teachers=True), READERS: download(teachers=False)}
    return {CHAPTER: written(solved)} | {path: written(n) for path, n in downloads.items()}


if __name__ == "__main__":
    write_changed(made())
