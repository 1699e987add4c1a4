"""Which scripts a play page needs, in their order, and the data that it is given.

The scripts are plain JavaScript, each a file of this folder that adds to one global object
`numrec`. They work from a folder as from a server: no modules, no fetch.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from importlib.resources import files
from typing import Any

from companion.pages.source import lines_of
from companion.steps import steps

_EXAMPLE = (
    "fraction",
    "quantities",
    "evaluate",
    "symbols",
    "format",
    "stages",
    "terms",
    "html",
    "frame",
    "example_state",
    "network_picture",
    "matrix_line",
    "equation_view",
    "opened_panel",
)

PAGES: dict[str, tuple[str, ...]] = {
    "calculator": (
        *_EXAMPLE,
        "example_fields",
        "published_table",
        "copy_code",
        "copy_wolfram",
        "copy_box",
        "calculator",
    ),
    "stepper": (
        *_EXAMPLE,
        "walk",
        "mistake_kinds",
        "mistakes",
        "diagnosis",
        "answer_box",
        "downhill",
        "stepper",
    ),
    "gradient_check": (
        "fraction",
        "quantities",
        "evaluate",
        "symbols",
        "format",
        "stages",
        "html",
        "frame",
        "example_state",
        "measure",
        "chart",
        "gradient_charts",
        "gradient_check",
    ),
    "draw": (
        "format",
        "html",
        "frame",
        "pen",
        "to_mnist",
        "draw_data",
        "digit_models",
        "reasons",
        "digit_pictures",
        "draw_state",
        "drawing_pad",
        "answer_view",
        "stages_view",
        "reasons_view",
        "unit_view",
        "break_view",
        "report_view",
        "draw",
    ),
    "train": (
        "format",
        "html",
        "frame",
        "chart",
        "to_mnist",
        "digit_pictures",
        "network",
        "train_data",
        "train_worker",
        "train_charts",
        "train",
    ),
}
"""The scripts of each page by the page's name, without their ending."""

STYLE = "play.css"

Address = Callable[[str], str | None]


def text_of(file: str) -> str:
    """Give the text of a script or of the style."""
    return files("companion.play").joinpath(file).read_text("utf-8")


def data(
    proof_of: Address = lambda step: None,
    code_at: Callable[[str, int], str | None] = lambda file, line: None,
    pages: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """Give what the pages are told: the worked example, the steps, and their lines of numrec.

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


def data_script(told: dict[str, Any]) -> str:
    """Write the data as a script, so that it may stand within an HTML page."""
    # "</" would end the script element early
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":")).replace("</", "<\\/")
    return f"(globalThis.numrec ??= {{}}).data = {text};"


def known(name: str, pages: Sequence[str] = tuple(PAGES)) -> str:
    """Give the name of a page back, or refuse it.

    Raises
    ------
    ValueError
        If there is no such page.
    """
    if name not in pages:
        raise ValueError(f"play page {name!r} is not known; expected one of {', '.join(pages)}")
    return name
