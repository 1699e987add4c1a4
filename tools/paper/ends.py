"""What a screen folds: hints, answers and evidence go to the chapter's end, all else stands open.

In its place a hint leaves one line that leads to it, and there a link leads back.
"""

import copy
import re
from collections.abc import Iterable

from bs4 import BeautifulSoup, Tag
from bs4.element import PageElement

TITLES = {"hints": "Hints", "answers": "Answers", "evidence": "The evidence"}
"""What a page can have at its end, in this order."""

FOLDS = "details, div.solution"
HEADINGS = re.compile("^h[1-6]$")


def make(soup: BeautifulSoup, name: str, *inside: PageElement | str, **attributes: str) -> Tag:
    """Return a new element; `class_` and its like are written with the underline."""
    made = soup.new_tag(name, attrs={key.rstrip("_"): text for key, text in attributes.items()})
    made.extend(inside)
    return made


class Ends:
    """What one page has at its end.

    Parameters
    ----------
    soup : BeautifulSoup
        The page.
    """

    def __init__(self, soup: BeautifulSoup) -> None:
        self._soup = soup
        self._entries: dict[str, list[Tag]] = {kind: [] for kind in TITLES}

    def move(
        self, kind: str, line: list[PageElement], title: list[PageElement], inside: list[Tag]
    ) -> Tag:
        """Put something at the end and return the line that leads to it.

        Parameters
        ----------
        kind : str
            One of `TITLES`.
        line : list of PageElement
            The words in its place; the last of them becomes the link.
        title : list of PageElement
            The words over it at the end.
        inside : list of Tag
            What is moved.
        """
        number = len(self._entries[kind]) + 1
        there, here = f"{kind}-{number}", f"to-{kind}-{number}"
        link = make(self._soup, "a", line[-1], href=f"#{there}")
        back = make(self._soup, "a", "back", href=f"#{here}", role="doc-backlink")
        # a list of all links, as a screen reader makes it, would else say "evidence" forty times
        link["aria-label"] = _words([*line[:-1], link])
        back["aria-label"] = f"back to {_words(title)}"
        heading = make(self._soup, "h3", *title, " ", back)
        self._entries[kind].append(
            make(self._soup, "section", heading, *inside, id=there, class_="end")
        )
        return make(self._soup, "p", *line[:-1], link, id=here, class_=f"to-end to-{kind}")

    def append_to(self, page: Tag) -> None:
        """Write the sections to the end of a page."""
        places = [str(line["id"]) for line in page.select(".to-end")]
        order = {f"#{place}": number for number, place in enumerate(places)}
        for kind, found in self._entries.items():
            entries = sorted(found, key=lambda end: order.get(_leads_back(end), len(order)))
            if entries:
                heading = make(self._soup, "h2", TITLES[kind])
                section = make(
                    self._soup, "section", heading, *entries, id=f"end-{kind}", class_="ends"
                )
                page.append(section)


def unfold(soup: BeautifulSoup, ends: Ends) -> None:
    """Take all folds of a page apart: to its end, or open where they stand."""
    for node in soup.select(FOLDS):
        line: list[PageElement]
        title, inside = _parts(node)
        words = _words(title)
        classes = set(node.get_attribute_list("class"))
        if "fold" in classes:
            line = [*title, _text(soup, " · "), make(soup, "span", "evidence")]
            node.replace_with(ends.move("evidence", line, _copied(title), inside))
        elif "solution" in classes:
            said = f"Solution to {words.removeprefix('Solution to').strip()}"
            line = [_text(soup, said)]
            node.replace_with(ends.move("answers", line, [_text(soup, said)], inside))
        elif re.match(r"(Hint|Answer)\b", words) or _first_of_guesses(node):
            kind = "hints" if words.startswith("Hint") else "answers"
            of = f"{words}, {where(node)}"
            node.replace_with(ends.move(kind, [_text(soup, words)], [_text(soup, of)], inside))
        else:
            heading = make(soup, "p", *title, class_="box-title")
            opened = make(soup, "div", heading, *inside, class_="box")
            if node.get("id"):
                opened["id"] = str(node["id"])
            node.replace_with(opened)


def where(node: Tag) -> str:
    """Say what a hint belongs to: the exercise or the box around or before it, or the section."""
    heading = node.find_previous(HEADINGS)
    before = node.find_previous(class_="exercise")
    if before is not None and before.find_previous(HEADINGS) is not heading:
        before = None  # an exercise of another section
    box = node.find_parent(class_=["exercise", "box"]) or before
    title = box.find(class_=["admonition-title", "box-title"]) if box is not None else None
    if title is not None:
        return title.get_text().strip()
    return f"“{heading.get_text().strip()}”" if heading else ""


def _first_of_guesses(node: Tag) -> bool:
    """Whether a fold holds rows of a guessing game, with what is to be guessed."""
    return node.find_parent(class_="guesses") is not None and node.find_parent("details") is None


def _parts(node: Tag) -> tuple[list[PageElement], list[Tag]]:
    """Return what of a fold is always seen, and what it hides."""
    head = node.find(["summary", "p"], recursive=False)
    assert head is not None, node
    words = head.select_one(".sd-summary-text") or head
    inside = [child for child in node.children if isinstance(child, Tag) and child is not head]
    return [part for part in words.children], inside


def _leads_back(end: Tag) -> str:
    return str(end.select_one("[role=doc-backlink]")["href"])  # type: ignore[index]


def _words(parts: Iterable[PageElement]) -> str:
    return " ".join("".join(part.get_text() for part in parts).split())


def _copied(parts: Iterable[PageElement]) -> list[PageElement]:
    return [copy.copy(part) for part in parts]


def _text(soup: BeautifulSoup, words: str) -> PageElement:
    return soup.new_string(words)
