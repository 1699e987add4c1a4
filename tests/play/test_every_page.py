"""What holds on every play page alike."""

from __future__ import annotations

from pathlib import Path

import pytest
from play_page import opened, told
from playwright.sync_api import Browser, Page

from companion.play.pages import PAGES

MOVING = """document.querySelector(".play").getAnimations({ subtree: true })
  .filter((one) => one.effect.getComputedTiming().duration > 1).length"""
"""How much moves for longer than a millisecond."""


def use(page: Page, name: str) -> None:
    """Change something that a reader sees change."""
    if name == "calculator":
        page.locator("input[value=cross_entropy]").check()
    elif name == "stepper":
        page.get_by_role("button", name="On one step").click()
    elif name == "gradient_check":
        page.get_by_role("slider").press("ArrowLeft")
    elif name == "draw":
        page.get_by_role("button", name="The next test image").click()
    else:
        page.get_by_role("button", name="One batch").click()
        page.wait_for_selector("[data-play=train][data-done='1']")


@pytest.mark.parametrize("name", PAGES)
def test_nothing_moves_for_a_reader_who_asks_for_stillness(
    browser: Browser, site: Path, name: str
) -> None:
    still = {"reduced_motion": "reduce"}
    with opened(browser, site.as_uri(), name, options=still) as page:
        before = told(page)
        use(page, name)
        assert page.evaluate(MOVING) == 0
        assert told(page) != before, "the change is told"


def test_a_motion_would_be_seen(browser: Browser, site: Path) -> None:
    with opened(browser, site.as_uri(), "calculator") as page:
        page.evaluate("document.querySelector('.play').animate({ opacity: [0, 1] }, 9000)")
        assert page.evaluate(MOVING) == 1
