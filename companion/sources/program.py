"""The Rust program as data: its version, its functions' lines, what changed, and its benchmark."""

import json
from statistics import mean
from typing import Any, NamedTuple

from companion.sources import FOLDER, address, read


class Version(NamedTuple):
    """A commit of the Rust program and its day."""

    commit: str
    date: str


class Change(NamedTuple):
    """One thing that a commit of the Rust program changed; words in Markdown."""

    commit: str
    date: str
    what: str
    before: str
    after: str


class Series(NamedTuple):
    """A published series of runs to 96 %.

    Attributes
    ----------
    name : str
        What ran.
    commit, date : str
        Where and when the times were added.
    file, command : str
        The file of the times in that commit, and the command that was timed.
    committed : dict
        What the program's source had at that commit: layers, learning rate and so on.
    may_differ : str
        What may be otherwise in what ran.
    seconds : tuple of float
        The time of each run, in the order of the runs.
    """

    name: str
    commit: str
    date: str
    file: str
    command: str
    committed: dict[str, Any]
    may_differ: str
    seconds: tuple[float, ...]

    @property
    def mean(self) -> float:
        """The mean of the runs, in seconds."""
        return mean(self.seconds)


def version(of: str = "book") -> Version:
    """Return the version that the book speaks of, or the one that the second "post" shows.

    Raises
    ------
    ValueError
        If `of` is neither.
    """
    data = read("program.toml")
    found = {"book": data, "post": data["at_the_post"]}
    if of not in found:
        raise ValueError(f"of is {of!r}; expected one of {[*found]}")
    return Version(found[of]["commit"], found[of]["date"])


def link(commit: str) -> str:
    """Return a link to a commit of the Rust program, in Markdown."""
    return f"[{commit}]({address('program')}/commit/{commit})"


def lines() -> dict[str, tuple[int, int]]:
    """Return the first and the last line of each function, by "file: name"."""
    return {name: (first, last) for name, (first, last) in read("program.toml")["lines"].items()}


def changes() -> list[Change]:
    """Return what changed from the post's version to the book's, in order."""
    return [Change(**change) for change in read("program.toml")["change"]]


def published_times() -> list[Series]:
    """Return the four published series, in the order in which they were added.

    Raises
    ------
    ValueError
        If a series has not as many times as it says.
    """
    found = []
    for entry in json.loads(FOLDER.joinpath("published_times.json").read_text("utf-8"))["series"]:
        n, seconds = entry.pop("n"), tuple(entry.pop("seconds"))
        if len(seconds) != n:
            raise ValueError(f"{entry['name']}: {len(seconds)} times; expected {n}")
        found.append(Series(may_differ=entry.pop("may differ"), seconds=seconds, **entry))
    return found
