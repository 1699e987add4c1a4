"""Which scripts a play page or a piece within a chapter needs, in their order, and its data.

Each has a folder, and takes some scripts from the one that they share. The scripts are plain
JavaScript, and each adds to one global object `numrec`. They work from a folder as from a server:
no modules, no fetch. While it is loaded, a script uses what is shared and nothing of its own
folder, whose files follow each other by name; the file of its own name comes last and uses all.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib.resources import files
from typing import Any

from companion.pages.source import lines_of
from companion.steps import steps

_FOLDER = files("companion.play")
_PAGE = ("html", "format", "frame")
_EXAMPLE = ("fraction", "example", "symbols")
_VIEWS = ("stages", "equation", "network_picture")
_PAD = ("output_bars", "pen", "pad", "preprocess", "models")
_OWN = ("zip", "own_file", "own_store")

_SHARED = {
    "calculator": (*_PAGE, *_EXAMPLE, *_VIEWS),
    "stepper": (*_PAGE, *_EXAMPLE, *_VIEWS),
    "gradient_check": (*_PAGE, *_EXAMPLE, "network", "chart"),
    "draw": (*_PAGE, "network", "pixels", *_PAD, *_OWN),
    "train": (*_PAGE, "network", "pixels", "chart", *_OWN),
    "nudge": (*_PAGE, "symbols", "network", "pixels", "chart"),
    "xor": (*_PAGE, "symbols", "network", "chart"),
    "pull": (*_PAGE, *_EXAMPLE, "chart"),
    "valley": (*_PAGE, "symbols", "network", "chart"),
    "logits": (*_PAGE, "symbols", "network"),
    "depth": (*_PAGE, "symbols", "network", "chart"),
    "bet": (*_PAGE, "chart"),
    "read": (*_PAGE, "network", "pixels", *_PAD),
}
"""What each takes from the folder that they share, in the order of what needs what."""

TITLES = {
    "calculator": "The worked example live",
    "stepper": "One pass, step by step",
    "gradient_check": "The gradient check",
    "draw": "Draw a digit",
    "train": "Train in the browser",
    "nudge": "Turn one weight",
    "xor": "Four points in two planes",
    "pull": "What pulls on a hidden node",
    "valley": "A walk in a long narrow valley",
    "logits": "From logits to probabilities",
    "depth": "Through thirty layers",
    "bet": "Bet on a learning curve",
    "read": "It reads while you draw",
}

_WITHIN = ("nudge", "xor", "pull", "valley", "logits", "depth", "bet", "read")
DATA = {"draw": "draw/data.js", "train": "train/data.js"}
"""What is large, digits and trained networks: the book loads it when the place comes near."""

_ON_ITS_OWN_PAGE = {"calculator/copy.js", "calculator/published.js"}
"""What a page has and the same page within a chapter has not."""


def _scripts(page: str, shared: Sequence[str]) -> tuple[str, ...]:
    names = [file.name for file in _FOLDER.joinpath(page).iterdir()]
    own = {name for name in names if name.endswith(".js")} - {f"{page}.js"}
    first = [f"shared/{name}.js" for name in shared]
    return (*first, *(f"{page}/{name}" for name in [*sorted(own), f"{page}.js"]))


SCRIPTS = {name: _scripts(name, shared) for name, shared in _SHARED.items()}
"""The scripts of each: what it shares, its own folder's, and last the file of its name."""

PAGES = {name: scripts for name, scripts in SCRIPTS.items() if name not in _WITHIN}
"""Those that have a page of the book to themselves."""

PIECES = {name: SCRIPTS[name] for name in _WITHIN}
"""Those that stand in chapters alone. A page may stand in one as well."""

_RECALL = _scripts("recall", ())

_BOXES = _scripts("lines", ("html", "network", "marks"))
LINES = (*_BOXES, *_scripts("answers", ()), *_RECALL)
"""The scripts of what a chapter asks, a line, an answer, a question: it gets them as one file."""

REMEMBER = ("shared/html.js", "shared/marks.js", *_RECALL[:-1], *_scripts("remember", ()))
"""The scripts of the page of all questions, which gets them as one file: no chapter's own."""

MAP = _scripts("map", ("html", "marks"))
"""The scripts of the map of the steps, which its page gets as one file."""

STYLE = "shared/play.css"
PIECES_STYLE = "shared/pieces.css"
LINES_STYLE = "lines/lines.css"
MAP_STYLE = "map/map.css"

Address = Callable[[str], str | None]


def text_of(file: str) -> str:
    """Return the text of a style, or of a script without its lines of comment: a sixth of it.

    A line that begins with three slashes stays: it is Rust's, in a text that a script holds.
    """
    text = _FOLDER.joinpath(file).read_text("utf-8")
    return re.sub(r"(?m)^ *//(?: .*)?\n", "", text) if file.endswith(".js") else text


def joined(names: Iterable[str], *, own_page: bool = False) -> str:
    """Return the scripts of what stands on one page of the book, each once, as one text.

    Those of `DATA` are files of their own.

    Parameters
    ----------
    names : iterable of str
        The play pages and pieces that stand on it.
    own_page : bool
        Whether a play page has it to itself.
    """
    scripts = dict.fromkeys(script for name in names for script in SCRIPTS[name])
    left_out = {*DATA.values(), *(() if own_page else _ON_ITS_OWN_PAGE)}
    return "\n".join(text_of(script) for script in scripts if script not in left_out)


def shows_steps(name: str) -> bool:
    """Whether a page or a piece shows steps with their proofs and lines."""
    return "equation" in _SHARED[name]


def data(
    names: Iterable[str],
    proof_of: Address = lambda step: None,
    code_at: Callable[[str, int], str | None] = lambda file, line: None,
    pages: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """Return what is told to some pages or pieces, as far as they ask for it.

    That is the worked example, and the steps with their lines of numrec.

    Parameters
    ----------
    names : iterable of str
        The pages or pieces that are told.
    proof_of : callable
        A step's id to the address of its equation, or None where there is no book.
    code_at : callable
        A file and a line's number to the line's address, or None.
    pages : mapping of str to str, optional
        The address of each play page by its name, where there are any.
    """
    named = list(names)
    told: dict[str, Any] = {"pages": dict(pages or {})}
    if any("example" in _SHARED[name] for name in named):
        file = files("companion.worked_example").joinpath("worked_example.json")
        told["example"] = json.loads(file.read_text("utf-8"))
    if any(map(shows_steps, named)):
        told["steps"] = {
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
        }
    return told


def data_script(told: Any, name: str = "data") -> str:
    """Write the data as a script, so that it may stand within an HTML page."""
    # "</" would end the script element early
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":")).replace("</", "<\\/")
    return f"(globalThis.numrec ??= {{}}).{name} = {text};"


def known(name: str) -> str:
    """Return the name of a page or a piece, or refuse it.

    Raises
    ------
    ValueError
        If there is none of that name.
    """
    if name not in SCRIPTS:
        raise ValueError(f"play page {name!r} is not known; expected one of {', '.join(SCRIPTS)}")
    return name
