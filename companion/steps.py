"""The list of steps, read from steps.toml."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import NamedTuple

CERTAINTY = {
    "definition": "a definition",
    "by hand": "proved by hand",
    "any width": "proved by sympy, any width",
    "quadratic loss": "proved by sympy, any width, top layer, quadratic loss",
    "given H1": "proved by sympy, given H1",
    "by sympy": "proved by sympy",
    "agrees": "the same as numrec, to 10⁻¹²",
    "measured": "measured",
    "published": "published digits",
}
"""Each kind of certainty, in the words that a reader sees; a definition needs no proof."""

CHECKS = {
    **{kind: words for kind, words in CERTAINTY.items() if kind != "definition"},
    "symbols": "numrec's code run on symbols",
    "property": "property tested",
    "planted": "planted mistake refused",
    "shown": "slip shown",
}
"""What a cell or a page can show: each kind of certainty, and what stands beside it."""

PROOFS = ("by hand", "any width", "quadratic loss", "given H1", "by sympy")
"""The kinds of certainty that are proofs."""

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
    as "post 1: Notation", or says "code" or "ours". `certainty` lists how sure the step is, and
    `needs` the checks that it owes for that and by its kind. `letters` says, in Markdown, what
    letters mean that belong to its equation alone.
    """

    id: str
    title: str
    kind: str
    certainty: tuple[str, ...]
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
        lists = {name: tuple(step[name]) for name in ("certainty", "rests_on", "blog")}
        shown = (kind for kind in lists["certainty"] if kind != "definition")
        needs = (*shown, *data["needs"][step["kind"]], *step.pop("also", []))
        found[step["id"]] = Step(**{**step, **lists}, needs=needs)
    return found


def _data() -> dict:  # type: ignore[type-arg]
    return tomllib.loads(files("companion").joinpath("steps.toml").read_text("utf-8"))
