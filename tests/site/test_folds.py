"""What is folded under an equation: by keyboard, without a script, from a link, and on paper."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from site_checks import soup

PAGE = "notebooks/hidden_layers.html"
LINE = "#equation-h1 + details.step-line"
INSIDE = f"{LINE} .check-card"


@pytest.fixture(params=[True, False], ids=["with scripts", "without"])
def chapter(browser: Browser, site: Path, request: pytest.FixtureRequest) -> Iterator[Page]:
    page = browser.new_context(java_script_enabled=request.param).new_page()
    page.goto((site / PAGE).as_uri())
    yield page
    page.context.close()


def test_a_line_is_closed_opens_by_keyboard_and_closes_again(chapter: Page) -> None:
    inside = chapter.locator(INSIDE).first
    assert not inside.is_visible()
    chapter.locator(f"{LINE} > summary").focus()
    chapter.keyboard.press("Enter")
    assert inside.is_visible()
    chapter.keyboard.press("Space")
    assert not inside.is_visible()


def test_on_paper_nothing_is_folded(chapter: Page) -> None:
    chapter.emulate_media(media="print")
    box = chapter.locator(INSIDE).first.bounding_box()
    assert box is not None
    assert box["height"] > 50
    chapter.emulate_media(media="screen")
    assert not chapter.locator(INSIDE).first.is_visible()


WIDE_CODE = """[...document.querySelectorAll("article pre")]
  .filter((code) => code.scrollWidth > code.clientWidth + 1).length"""


def test_on_paper_is_no_field_to_fill_no_code_that_draws_and_no_line_cut_off(
    page: Page, site: Path
) -> None:
    page.set_viewport_size({"width": 640, "height": 900})
    page.goto((site / "notebooks" / "output_layer.html").as_uri())
    assert page.evaluate(WIDE_CODE) > 0
    assert page.locator("details.hide:visible").count() > 0
    page.emulate_media(media="print")
    assert page.evaluate(WIDE_CODE) == 0
    for gone in ("details.hide", ".write-line form", ".exercise-answer input"):
        assert page.locator(gone).count() > 0, gone
        assert page.locator(f"{gone}:visible").count() == 0, gone


def test_a_link_into_a_fold_opens_it(page: Page, site: Path) -> None:
    page.goto(f"{(site / PAGE).as_uri()}#check-H2-proved")
    page.locator("#check-H2-proved").wait_for(state="visible")
    assert page.locator("details.step-line[open]").count() == 1
    page.evaluate("location.hash = 'check-H3-proved'")
    page.locator("#check-H3-proved").wait_for(state="visible")


def test_every_cell_of_evidence_is_folded(site: Path) -> None:
    cells, folded = (
        len(soup(site / PAGE).select(f"{where} .tag_evidence")) for where in ("", "details.fold")
    )
    assert cells == folded > 10
