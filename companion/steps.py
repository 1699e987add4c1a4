"""The list of steps and errata, read from steps.toml."""

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


class Step(NamedTuple):
    """One step of the derivation; `needs` are the checks that it owes, its kind's first.

    `letters` says, in Markdown, what letters mean that belong to its equation alone.
    """

    id: str
    title: str
    kind: str
    blog: str
    numrec: str
    rust: str
    needs: tuple[str, ...]
    letters: str = ""


class Erratum(NamedTuple):
    """One slip in the published text, which the book notes kindly."""

    id: str
    where: str
    what: str


@cache
def steps() -> dict[str, Step]:
    """Return the steps by their id, in the order of the derivation."""
    data = _data()
    found = {}
    for step in data["step"]:
        also = step.pop("also", [])
        found[step["id"]] = Step(**step, needs=(*data["needs"][step["kind"]], *also))
    return found


@cache
def errata() -> dict[str, Erratum]:
    """Return the slips of the published text by their id."""
    return {e["id"]: Erratum(**e) for e in _data()["erratum"]}


def _data() -> dict:  # type: ignore[type-arg]
    return tomllib.loads(files("companion").joinpath("steps.toml").read_text("utf-8"))
