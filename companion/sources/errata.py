"""The slips in print, read from errata.toml."""

from functools import cache
from typing import NamedTuple

from companion.sources import read
from companion.sources.blog import Heading, Post


class Erratum(NamedTuple):
    """A line in print that is not quite right.

    Attributes
    ----------
    source, heading : str
        "post 1", "post 2" or "README" (of the Rust program), and the heading there.
    printed, meant, seen : str
        What stands there, what is meant, and how a reader sees it; in Markdown.
    shown : str
        The page that tells a slip with nothing to compute; empty where a card shows it.
    """

    id: str
    source: str
    heading: str
    printed: str
    meant: str
    seen: str
    shown: str

    def at(self, post: Post, heading: Heading) -> bool:
        """Tell whether it stands below a heading of a post."""
        return (self.source, self.heading) == (post.key, heading.title)


@cache
def errata() -> dict[str, Erratum]:
    """Return the slips by their id, in their order."""
    rows = read("errata.toml")["erratum"]
    return {
        e["id"]: Erratum(
            e["id"], e["in"], e["at"], e["printed"], e["meant"], e["seen"], e.get("shown", "")
        )
        for e in rows
    }
