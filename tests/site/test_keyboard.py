"""The book by keyboard alone: what is reached, in which order, seen where, and left again."""

import itertools
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, ViewportSize
from site_checks import run_axe

PAGES = ["notebooks/cannot_read", "book/index", "book/map", "book/play/calculator", "search"]
PHONE: ViewportSize = {"width": 360, "height": 740}
SIDEBARS = {
    "button.primary-toggle": "pst-primary-sidebar-modal",
    "button.secondary-toggle": "pst-secondary-sidebar-modal",
    "button.search-button": "pst-search-dialog",
}

# What the keyboard reaches of what is shown, and what of it has no ring, or one that is too pale.
RINGLESS = """() => {
  document.querySelectorAll("details").forEach((fold) => { fold.open = true; });
  document.head.insertAdjacentHTML("beforeend", "<style>* { transition: none !important }</style>");
  const numbers = (text) => text.match(/[\\d.]+/g).map(Number);
  const light = (text) => numbers(text).slice(0, 3).map((value) => value / 255)
    .map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
    .reduce((sum, v, k) => sum + v * [0.2126, 0.7152, 0.0722][k], 0.05);
  const stops = "a[href], button, input, select, textarea, summary, [tabindex='0']";
  return [...document.querySelectorAll(stops)].filter((one) => {
    one.focus({ preventScroll: true });
    if (document.activeElement !== one || one.closest("svg")) return false;
    let ground = one.parentElement;
    while (getComputedStyle(ground).backgroundColor === "rgba(0, 0, 0, 0)")
      ground = ground.parentElement ?? document.body;
    const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(one);
    const two = [light(outlineColor), light(getComputedStyle(ground).backgroundColor)];
    const ratio = Math.max(...two) / Math.min(...two);
    return outlineStyle === "none" || parseFloat(outlineWidth) < 2 || ratio < 3;
  }).map((one) => one.outerHTML.slice(0, 100));
}"""

# Where the keyboard is: its place among all elements, and its height on the page.
PLACE = """() => {
  const one = document.activeElement;
  if (one === document.body) return null;
  const { top } = one.getBoundingClientRect();
  const inside = one.closest("article") !== null;
  return { at: [...document.querySelectorAll("*")].indexOf(one), top: top + scrollY, inside };
}"""


IN_BOTH = pytest.mark.usefixtures("scheme")


@pytest.fixture(params=["light", "dark"])
def scheme(page: Page, request: pytest.FixtureRequest) -> None:
    page.emulate_media(color_scheme=request.param)


@IN_BOTH
@pytest.mark.parametrize("name", PAGES)
def test_what_has_the_focus_shows_it(page: Page, site: Path, name: str) -> None:
    page.goto((site / f"{name}.html").as_uri())
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 900})
        page.keyboard.press("Tab")  # rings are for those who use the keyboard
        assert page.evaluate(RINGLESS) == []


@IN_BOTH
def test_a_missing_ring_would_be_named(page: Page, site: Path) -> None:
    page.goto((site / "search.html").as_uri())
    page.keyboard.press("Tab")
    page.add_style_tag(content="#main-content a { outline: 0 !important }")
    page.evaluate("document.querySelector('#main-content').innerHTML += '<a href=\"#\">x</a>'")
    assert page.evaluate(RINGLESS) == ['<a href="#">x</a>']


def walk(page: Page, most: int = 400) -> list[dict[str, Any]]:
    """Press Tab until the keyboard has left the page, and return where it went."""
    places: list[dict[str, Any]] = []
    for _ in range(most):
        page.keyboard.press("Tab")
        place = page.evaluate(PLACE)
        if place is None:
            return places
        places.append(place)
    raise AssertionError(f"after {most} stops the keyboard is still at {places[-3:]}")


@pytest.mark.parametrize("name", ["notebooks/loss", "book/play/gradient_check"])
def test_tab_goes_through_a_page_from_top_to_bottom_and_leaves_it(
    page: Page, site: Path, name: str
) -> None:
    page.set_viewport_size(PHONE)
    page.goto((site / f"{name}.html").as_uri())
    page.wait_for_load_state("load")
    places = walk(page)
    assert len(places) > 10
    order = [place["at"] for place in places]
    assert order == sorted(order), "it follows the order of what is read"
    tops = [place["top"] for place in places if place["inside"]]
    back = [(one, two) for one, two in itertools.pairwise(tops) if two < one - 60]
    assert back == [], "nor does it go up again on the screen"


@IN_BOTH
def test_the_first_stop_leads_past_the_sidebar(page: Page, site: Path) -> None:
    page.goto((site / "notebooks" / "loss.html").as_uri())
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to main content"
    page.wait_for_function("() => document.activeElement.getBoundingClientRect().top >= 0")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main, #main-content') !== null")


@IN_BOTH
def test_a_sidebar_opens_has_no_fault_closes_and_gives_the_keyboard_back(
    page: Page, site: Path
) -> None:
    page.set_viewport_size(PHONE)
    page.goto((site / "book" / "about.html").as_uri())
    for button, dialog in SIDEBARS.items():
        page.locator(f"{button}:visible").focus()
        page.keyboard.press("Enter")
        page.wait_for_selector(f"#{dialog}[open]")
        assert page.evaluate(f"document.activeElement.closest('dialog')?.id === '{dialog}'")
        assert run_axe(page, "", f"#{dialog}") == []
        page.keyboard.press("Escape")
        page.wait_for_selector(f"#{dialog}:not([open])", state="attached")
        page.wait_for_function(f"() => document.activeElement.matches('{button}')")
