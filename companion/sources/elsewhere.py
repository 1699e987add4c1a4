"""Slips in print by others, read from elsewhere.toml."""

from functools import cache
from typing import NamedTuple

from companion.sources import read


class Slip(NamedTuple):
    """A slip that its author or a reader made public, at `told`.

    `who` and `what` say where it stood; `printed`, `meant` and `lesson` are Markdown.
    """

    id: str
    who: str
    what: str
    told: str
    printed: str
    meant: str
    lesson: str


@cache
def slips() -> dict[str, Slip]:
    """Return the slips by their id, in their order."""
    return {row["id"]: Slip(**row) for row in read("elsewhere.toml")["slip"]}
