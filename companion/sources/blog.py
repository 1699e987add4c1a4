"""The posts, heading by heading, read from blog.toml."""

import re
from collections import Counter
from functools import cache
from typing import Any, NamedTuple

from companion.sources import address, read


class Item(NamedTuple):
    """A displayed equation or a figure of a post.

    Attributes
    ----------
    equation, figure : str
        LaTeX in the book's signs, or what the figure shows; one of the two is empty.
    says : str
        A word on it, in Markdown.
    at : tuple of str
        Where the book works it out: ids of steps, names of notebooks, "NOTEBOOK#SECTION" or
        "book/PAGE".
    """

    equation: str
    figure: str
    says: str
    at: tuple[str, ...]


class Heading(NamedTuple):
    """A heading of a post; `anchor` is its id on the blog's page, `level` its depth, from 2."""

    title: str
    level: int
    anchor: str
    says: str
    at: tuple[str, ...]
    items: tuple[Item, ...]


class Post(NamedTuple):
    """A post; `key` is "post 1" or "post 2"."""

    key: str
    title: str
    date: str
    address: str
    headings: tuple[Heading, ...]

    def place(self, heading: Heading) -> str:
        """Return the id of the heading's row on the book's page."""
        return f"{self.key.replace(' ', '-')}-{heading.anchor}"


class Promise(NamedTuple):
    """What a post says is to come, the anchor where it says so, and where the book tells it."""

    post: str
    anchor: str
    says: str
    at: tuple[str, ...]


@cache
def posts() -> dict[str, Post]:
    """Return the posts by their key, in their order."""
    found = {}
    for post in read("blog.toml")["post"]:
        where = address("blog") + post["path"]
        headings = _headings(post["heading"])
        found[post["key"]] = Post(post["key"], post["title"], post["date"], where, headings)
    return found


@cache
def promises() -> tuple[Promise, ...]:
    """Return what the posts promise, in their order."""
    rows = read("blog.toml")["promise"]
    return tuple(Promise(p["from"], p["anchor"], p["says"], tuple(p["at"])) for p in rows)


def heading_of(words: str) -> tuple[Post, Heading]:
    """Return the post and the heading that "post 1: Delta" names.

    Raises
    ------
    ValueError
        If there is no such post or heading, or more than one; names the words.
    """
    key, _, title = words.partition(": ")
    found = [h for h in posts()[key].headings if h.title == title] if key in posts() else []
    if len(found) != 1:
        raise ValueError(
            f"{words!r} names {len(found)} headings of companion/sources/blog.toml; expected one"
        )
    return posts()[key], found[0]


def slug(title: str) -> str:
    """Return the anchor of a heading, as Hugo, MyST and GitHub make it."""
    return re.sub(r"[^\w\s-]", "", title.lower()).replace(" ", "-")


def _headings(rows: list[dict[str, Any]]) -> tuple[Heading, ...]:
    seen: Counter[str] = Counter()
    found = []
    for row in rows:
        name = slug(row["title"])
        anchor = f"{name}-{seen[name]}" if seen[name] else name  # as Hugo counts a title's returns
        seen[name] += 1
        items = tuple(
            Item(i.get("equation", ""), i.get("figure", ""), i.get("says", ""), tuple(i["at"]))
            for i in row.get("item", [])
        )
        at = tuple(row.get("at", []))
        found.append(Heading(row["title"], row["level"], anchor, row.get("says", ""), at, items))
    return tuple(found)
