"""What readers need: axe-core's rules, the keyboard, search, the colours they chose."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from site_checks import Watch, axe_faults
from site_pages import AXE_SCREENS, SHOWN, Screen, book_pages


@pytest.fixture(
    scope="module", params=AXE_SCREENS, ids=lambda screen: f"{screen.width}-{screen.scheme}"
)
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """Give one page of the browser a screen; motion is off, so that colours are final."""
    screen: Screen = request.param
    context = browser.new_context(
        viewport={"width": screen.width, "height": 800},
        color_scheme="dark" if screen.scheme == "dark" else "light",
        reduced_motion="reduce",
    )
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def narrow(browser: Browser) -> Iterator[Page]:
    """Give a page on a narrow screen, for what does not hang on the screen."""
    context = browser.new_context(viewport={"width": 360, "height": 800})
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("name", SHOWN)
def test_axe_finds_nothing(page: Page, site: Path, name: str) -> None:
    page.goto((site / f"{name}.html").as_uri())
    page.evaluate("document.fonts.ready")
    assert axe_faults(page) == []


@pytest.mark.parametrize(
    ("markup", "rule"),
    [
        ('<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">', "image-alt"),
        ('<p style="color: #999; background: #888">pale</p>', "color-contrast"),
        ("<button></button>", "button-name"),
    ],
)
def test_axe_refuses_a_planted_fault(
    narrow: Page, faulty_site: Path, markup: str, rule: str
) -> None:
    source = faulty_site / "book" / "about.html"
    planted = source.with_name(f"axe_{rule}.html")
    planted.write_text(source.read_text("utf-8").replace("</article>", markup + "</article>", 1))
    narrow.goto(planted.as_uri())
    assert [fault for fault in axe_faults(narrow) if fault.startswith(f"axe {rule}")]


def found(page: Page, site: Path, words: str) -> list[str]:
    """Search the site from a folder and give the addresses that it finds."""
    page.goto(f"{(site / 'search.html').as_uri()}?q={words}")
    # the list is filled at once or, when the index is missing, never
    page.wait_for_timeout(500)
    addresses: list[str] = page.evaluate(
        "[...document.querySelectorAll('#search-results li a')].map((link) => link.href)"
    )
    return addresses


def test_search_works_from_a_folder(narrow: Page, site: Path) -> None:
    watch = Watch(narrow)
    addresses = found(narrow, site, "transpose")
    assert [address for address in addresses if "/book/notation.html" in address]
    assert watch.faults == []


def test_a_search_without_its_index_is_refused(narrow: Page, faulty_site: Path) -> None:
    (faulty_site / "searchindex.js").write_text("")
    assert found(narrow, faulty_site, "transpose") == []


@pytest.mark.parametrize("name", book_pages())
def test_what_scrolls_can_be_reached_by_keyboard(narrow: Page, site: Path, name: str) -> None:
    narrow.goto((site / f"{name}.html").as_uri())
    narrow.evaluate("document.fonts.ready.then(() => new Promise(requestAnimationFrame))")
    unreachable = narrow.evaluate(
        """() => [...document.querySelectorAll("article *")].filter((box) =>
          ["auto", "scroll"].includes(getComputedStyle(box).overflowX)
          && box.scrollWidth > box.clientWidth + 1 && box.tabIndex < 0
        ).map((box) => box.outerHTML.slice(0, 120))"""
    )
    assert unreachable == []


def test_formulas_are_drawn_with_the_books_font(narrow: Page, site: Path) -> None:
    narrow.goto((site / "book" / "notation.html").as_uri())
    loaded = narrow.evaluate(
        """document.fonts.ready.then(() => [...document.fonts]
          .filter((face) => face.status === "loaded").map((face) => face.family))"""
    )
    assert [family for family in loaded if "STIX Two Math" in family]


def test_dark_is_dark(page: Page, site: Path, request: pytest.FixtureRequest) -> None:
    page.goto((site / "book" / "index.html").as_uri())
    dark = page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
    theme = page.evaluate("document.documentElement.dataset.theme")
    assert theme == ("dark" if dark else "light")
