"""A chapter's link to a play page leads to the state that the chapter speaks of."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from play_page import opened, told
from playwright.sync_api import Browser, Page
from site_checks import soup

ROOT = Path(__file__).parents[2]

EXAMPLE = ["open", "loss", "fractions", "step", "ask", "eta", "of", "h", "mistake"]
KNOWN = {
    "draw": "image strokes pen model raw biases noise seed cut look of against unit".split(),
    "train": ["eta", "mu", "batch", "seed"],
}
"""The words of a state; those of the worked example's pages are its numbers too."""


def links(page: Path) -> list[tuple[str, str]]:
    """Give the name and the state of each play page that a page of the site links to."""
    found = []
    for link in soup(page).select("article a[href*='book/play/']"):
        parts = urlsplit(str(link["href"]))
        if parts.fragment:
            found.append((Path(parts.path).stem, parts.fragment))
    return found


def lost(page: Page, name: str, state: str) -> list[str]:
    """Name the words of a state that the page does not know."""
    known = KNOWN.get(name) or [*EXAMPLE, *page.evaluate("numrec.INPUTS")]
    return [word for word, _ in parse_qsl(state) if word not in known]


CHAPTERS = sorted(path.stem for path in (ROOT / "notebooks").glob("*.ipynb"))


def test_most_chapters_lead_to_a_state_of_a_play_page(site: Path) -> None:
    leading = [name for name in CHAPTERS if links(site / "notebooks" / f"{name}.html")]
    assert len(leading) > len(CHAPTERS) / 2


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_every_linked_state_opens(browser: Browser, site: Path, chapter: str) -> None:
    for name, state in links(site / "notebooks" / f"{chapter}.html"):
        with opened(browser, site.as_uri(), name, state) as page:
            told(page)
            assert lost(page, name, state) == []
            for word, value in parse_qsl(state):
                if word in {"open", "of"} and name not in KNOWN:
                    words = page.evaluate("(id) => numrec.words(id)", value)
                    assert words.lower() in page.inner_text(".play").lower(), state


def test_a_word_that_means_nothing_is_named(browser: Browser, site: Path) -> None:
    with opened(browser, site.as_uri(), "calculator", "opne=z1_0") as page:
        assert lost(page, "calculator", "opne=z1_0&a0_0=1") == ["opne"]
