"""Which scripts a play page needs, in their order, and the data that it is given.

Each page has a folder, and takes some scripts from the one that they share. The scripts are plain
JavaScript, and each adds to one global object `numrec`. They work from a folder as from a server:
no modules, no fetch. While it is loaded, a script uses what is shared and nothing of its own
folder, whose files follow each other by name; the page's own file comes last and uses all.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from importlib.resources import files
from typing import Any

from companion.pages.source import lines_of
from companion.steps import steps

_FOLDER = files("companion.play")
_PAGE = ("html", "format", "frame")
_EXAMPLE = ("fraction", "example", "symbols")
_VIEWS = ("stages", "equation", "network_picture")
_OWN = ("zip", "own_file", "own_store")

_SHARED = {
    "calculator": (*_PAGE, *_EXAMPLE, *_VIEWS),
    "stepper": (*_PAGE, *_EXAMPLE, *_VIEWS),
    "gradient_check": (*_PAGE, *_EXAMPLE, "network", "chart"),
    "draw": (*_PAGE, "network", "pixels", *_OWN),
    "train": (*_PAGE, "network", "pixels", "chart", *_OWN),
}
"""What each page takes from the folder that they share, in the order of what needs what."""


def _scripts(page: str, shared: Sequence[str]) -> tuple[str, ...]:
    names = [file.name for file in _FOLDER.joinpath(page).iterdir()]
    own = {name for name in names if name.endswith(".js")} - {f"{page}.js"}
    first = [f"shared/{name}.js" for name in shared]
    return (*first, *(f"{page}/{name}" for name in [*sorted(own), f"{page}.js"]))


PAGES = {page: _scripts(page, shared) for page, shared in _SHARED.items()}
"""The scripts of each page: what it shares, its own folder's, and last the page's own file."""

_RECALL = _scripts("recall", ())

_BOXES = _scripts("lines", ("html", "network", "marks"))
LINES = (*_BOXES, *_scripts("answers", ()), *_RECALL)
"""The scripts of what a chapter asks, a line, an answer, a question: it gets them as one file."""

REMEMBER = ("shared/html.js", "shared/marks.js", *_RECALL[:-1], *_scripts("remember", ()))
"""The scripts of the page of all questions, which gets them as one file: no chapter's own."""

MAP = _scripts("map", ("html", "marks"))
"""The scripts of the map of the steps, which its page gets as one file."""

STYLE = "shared/play.css"
LINES_STYLE = "lines/lines.css"
MAP_STYLE = "map/map.css"

Address = Callable[[str], str | None]


def text_of(file: str) -> str:
    """Return the text of a script or of the style."""
    return _FOLDER.joinpath(file).read_text("utf-8")


def data(
    proof_of: Address = lambda step: None,
    code_at: Callable[[str, int], str | None] = lambda file, line: None,
    pages: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """Return what the pages are told: the worked example, the steps, and their lines of numrec.

    Parameters
    ----------
    proof_of : callable
        A step's id to the address of its equation, or None where there is no book.
    code_at : callable
        A file and a line's number to the line's address, or None.
    pages : mapping of str to str, optional
        The address of each play page by its name, where there are any.
    """
    example = json.loads(
        files("companion.worked_example").joinpath("worked_example.json").read_text("utf-8")
    )
    return {
        "example": example,
        "pages": dict(pages or {}),
        "steps": {
            name: {
                "title": step.title,
                "address": proof_of(name),
                "lines": [
                    {
                        "file": line.file,
                        "line": line.number,
                        "text": line.text.split("  # ")[0],
                        "address": code_at(line.file, line.number),
                    }
                    for line in lines_of(name)
                ],
            }
            for name, step in steps().items()
        },
    }


def data_script(told: Any, name: str = "data") -> str:
    """Write the data as a script, so that it may stand within an HTML page."""
    # "</" would end the script element early
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":")).replace("</", "<\\/")
    return f"(globalThis.numrec ??= {{}}).{name} = {text};"


def known(name: str, pages: Sequence[str] = tuple(PAGES)) -> str:
    """Return the name of a page, or refuse it.

    Raises
    ------
    ValueError
        If there is no such page.
    """
    if name not in pages:
        raise ValueError(f"play page {name!r} is not known; expected one of {', '.join(pages)}")
    return name
