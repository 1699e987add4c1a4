"""All pages of the built book on paper, in the order of the contents."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote

import yaml
from bs4 import BeautifulSoup, Tag

from tools.paper.ends import Ends, unfold
from tools.paper.plain import Leads, plain
from tools.paper.screen import on_paper

ROOT = Path(__file__).parents[2]

EDITION = "edition"
"""The page that says what is different here."""

IN_THE_BOOK = "They are in the built book: <code>make book</code> in the project’s folder."
LIVE = 'They are in the book on the screen: <a href="{live}">{live}</a>.'

ARTICLE = re.compile(r"<article.*?</article>", re.DOTALL)
CANONICAL = re.compile(r'<link rel="canonical" href="([^"]+)"')


class Page(NamedTuple):
    """A page of this edition.

    Attributes
    ----------
    name : str
        Such as "notebooks/loss".
    title : str
        Its heading.
    part : str
        The part of the book, "" for the first page.
    body : Tag
        Its outermost section; its pictures' addresses are files of this machine.
    """

    name: str
    title: str
    part: str
    body: Tag

    @property
    def sections(self) -> list[tuple[str, str]]:
        """The id and the heading of each section of the page."""
        found = self.body.find_all("section", recursive=False)
        return [(str(one["id"]), one.h2.get_text()) for one in found if one.h2 and one.get("id")]


def configured() -> dict[str, Any]:
    """Return what is set for the book: its title and who wrote it among it."""
    config: dict[str, Any] = yaml.safe_load((ROOT / "_config.yml").read_text("utf-8"))
    return config


def contents() -> Iterator[tuple[str, str]]:
    """Yield each page of the table of contents with its part."""
    toc = yaml.safe_load((ROOT / "_toc.yml").read_text("utf-8"))
    yield toc["root"], ""
    for part in toc["parts"]:
        for chapter in part["chapters"]:
            yield chapter["file"], part["caption"]


def paper_book(site: Path, leads: Leads) -> list[Page]:
    """Return the book on paper.

    Parameters
    ----------
    site : Path
        The folder of the built book.
    leads : function of (str, str)
        Gives the address, in this edition, of a page and an id within it.

    Raises
    ------
    FileNotFoundError
        If a page has not been built.
    ValueError
        If a page is none of the theme's.
    """
    site = site.resolve()
    pages, live = [], ""
    for name, part in contents():
        file = site / f"{name}.html"
        if not file.exists():
            raise FileNotFoundError(f"{file} is missing; expected the built book: say make book")
        text = file.read_text("utf-8")
        if found := CANONICAL.search(text):
            live = found[1].removesuffix(f"{name}.html")
        pages.append(_page(text, file, name, part, live))
    words = LIVE.format(live=live) if live else IN_THE_BOOK
    text = Path(__file__).with_name("edition.html").read_text("utf-8").replace("LIVE", words)
    pages.insert(1, _page(f"<article>{text}</article>", site, EDITION, "", live))
    anchors = {page.name: _ids(page.body) for page in pages}
    for page in pages:
        plain(page.body, page.name, anchors, leads, live)
    return pages


def _page(text: str, file: Path, name: str, part: str, live: str) -> Page:
    article = ARTICLE.search(text)
    if article is None:
        raise ValueError(f"{file} has no article; expected a page as the theme writes it")
    soup = BeautifulSoup(article[0], "html.parser")
    body, ends = soup.section, Ends(soup)
    assert body is not None, name
    assert body.h1 is not None, name
    for picture in soup.find_all("img"):
        picture["src"] = (file.parent / unquote(str(picture["src"]))).resolve().as_uri()
    on_paper(soup, name, ends, f"{live}{name}.html" if live else "")
    unfold(soup, ends)
    ends.append_to(body)
    return Page(name, body.h1.get_text().strip(), part, body)


def _ids(body: Tag) -> set[str]:
    return {str(tag["id"]) for tag in [body, *body.find_all(id=True)]}
