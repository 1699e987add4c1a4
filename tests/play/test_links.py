"""A chapter's link to a play page leads to the state that the chapter speaks of."""

from __future__ import annotations

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
    "train": ["eta", "mu", "batch", "seed"],
}
"""The words of a state; those of the worked example's pages are its numbers too."""


LINK = re.compile(r'<a [^>]*href="[^"]*book/play/(\w+)\.html#([^"]+)"')

CHAPTERS = sorted(path.stem for path in (ROOT / "notebooks").glob("*.ipynb"))


@pytest.fixture(scope="module")
def links(site: Path) -> dict[str, list[tuple[str, str]]]:
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


def test_most_chapters_lead_to_a_state_of_a_play_page(
    links: dict[str, list[tuple[str, str]]],
) -> None:
    assert len([chapter for chapter in CHAPTERS if links[chapter]]) > len(CHAPTERS) / 2


@pytest.mark.parametrize("name", PAGES)
def test_every_linked_state_opens(
    play: Play, links: dict[str, list[tuple[str, str]]], name: str
) -> None:
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


def test_a_word_that_means_nothing_is_named(play: Play) -> None:
    page = play("calculator", "opne=z1_0")
    assert lost(page, "calculator", "opne=z1_0&a0_0=1") == ["opne"]
