"""A chapter's link to a play page leads to the state that the chapter speaks of."""

import html
import re
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
from play_page import Play, go, told
from playwright.sync_api import Page

from companion.play.pages import PAGES

ROOT = Path(__file__).parents[2]

EXAMPLE = ["open", "loss", "fractions", "step", "ask", "eta", "of", "h", "mistake"]
KNOWN = {
    "draw": "image strokes pen model raw biases noise seed cut look of against unit".split(),
    "train": ["eta", "mu", "batch", "seed", "own", "times"],
}
"""The words of a state; those of the worked example's pages are its numbers too."""


LINK = re.compile(r'<a [^>]*href="[^"]*book/play/(\w+)\.html#([^"]+)"')

Links = dict[str, list[tuple[str, str]]]

CHAPTERS = sorted(path.stem for path in (ROOT / "notebooks").glob("*.ipynb"))


@pytest.fixture(scope="module")
def links(site: Path) -> Links:
    """The play pages that each chapter leads to: their names and states."""
    pages = {name: (site / "notebooks" / f"{name}.html").read_text("utf-8") for name in CHAPTERS}
    return {
        chapter: [(name, html.unescape(state)) for name, state in LINK.findall(page)]
        for chapter, page in pages.items()
    }


def lost(page: Page, name: str, state: str) -> list[str]:
    """Name the words of a state that the page does not know."""
    known = KNOWN.get(name) or [*EXAMPLE, *page.evaluate("numrec.INPUTS")]
    return [word for word, _ in parse_qsl(state) if word not in known]


def test_most_chapters_lead_to_a_state_of_a_play_page(links: Links) -> None:
    assert sum(map(bool, links.values())) > len(CHAPTERS) / 2


@pytest.mark.parametrize("name", PAGES)
def test_every_linked_state_opens(play: Play, links: Links, name: str) -> None:
    page = play(name)
    states = {state: chapter for chapter in CHAPTERS for to, state in links[chapter] if to == name}
    for state, chapter in states.items():
        go(page, state)
        told(page)
        assert lost(page, name, state) == [], chapter
        for word, value in parse_qsl(state):
            if word in {"open", "of"} and name not in KNOWN:
                words = page.evaluate("(id) => numrec.words(id)", value)
                assert words.lower() in page.inner_text(".play").lower(), (chapter, state)
