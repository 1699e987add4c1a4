"""The list of steps, read from steps.toml."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import NamedTuple

CHECKS = {
    "proved": "proved for any width",
    "agrees": "agrees with numrec",
    "measured": "finite differences",
    "symbols": "numrec's code run on symbols",
    "property": "property tested",
    "published": "published digits",
    "planted": "planted mistake refused",
    "shown": "slip shown",
}
"""Each kind of check, in the words that a reader sees."""

KINDS = {
    "definition": "a definition: a choice, which the code must follow",
    "identity": "an identity: a theorem",
    "algorithm": "an algorithm: an order of doing things, which has a property",
}
"""Each kind of step, in the words that a reader sees."""

NO_POST = {"code": "The Rust program", "ours": "This book"}
"""Where a step comes from that no post has."""


class Step(NamedTuple):
    """One step of the derivation.

    `rests_on` are the ids of the steps that it is made from. `blog` names headings of the posts
    as "post 1: Notation", or says "code" or "ours"; `needs` are the checks that the step owes,
    most by its kind. `letters` says, in Markdown, what letters
    mean that belong to its equation alone.
    """

    id: str
    title: str
    kind: str
    rests_on: tuple[str, ...]
    blog: tuple[str, ...]
    numrec: str
    rust: str
    needs: tuple[str, ...]
    letters: str = ""


@cache
def steps() -> dict[str, Step]:
    """Return the steps by their id, in the order of the derivation."""
    data = _data()
    found = {}
    for step in data["step"]:
        needs = (*data["needs"][step["kind"]], *step.pop("also", []))
        lists = {name: tuple(step[name]) for name in ("rests_on", "blog")}
        found[step["id"]] = Step(**{**step, **lists}, needs=needs)
    return found


def _data() -> dict:  # type: ignore[type-arg]
    return tomllib.loads(files("companion").joinpath("steps.toml").read_text("utf-8"))
