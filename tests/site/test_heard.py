"""A screen reader's way through one chapter and one play page, and what it is told on the way.

What should be heard stands in `heard/`, a file a page, and is to be read as one listens. Where a
page was changed on purpose, the test says where the new file lies.
"""

from collections import Counter
from pathlib import Path

import pytest
from heard import heard
from playwright.sync_api import Page
from site_checks import READY

HEARD = Path(__file__).with_name("heard")
CHAPTER, PLAY = "notebooks/hidden_layers", "book/play/gradient_check"


def opened(page: Page, site: Path, name: str) -> Page:
    """Open a page and wait until its pieces are there."""
    page.goto((site / f"{name}.html").as_uri())
    page.wait_for_function(READY)
    page.evaluate("new Promise(requestAnimationFrame)")
    return page


def changed(before: list[str], after: list[str]) -> list[str]:
    """Return the lines that were not there before, or not so often."""
    return [line.strip() for line in (Counter(after) - Counter(before)).elements()]


@pytest.mark.parametrize("name", [CHAPTER, PLAY])
def test_a_page_is_heard_as_it_was_written_down(
    page: Page, site: Path, tmp_path: Path, name: str
) -> None:
    lines = heard(opened(page, site, name))
    stored, fresh = HEARD / f"{Path(name).name}.txt", tmp_path / "heard.txt"
    fresh.write_text("\n".join(lines) + "\n", "utf-8")
    assert lines == stored.read_text("utf-8").splitlines(), f"if it is right, copy {fresh}"


def test_a_fold_says_that_it_is_open_and_what_is_in_it(page: Page, site: Path) -> None:
    before = heard(opened(page, site, CHAPTER), "main")
    page.locator("#equation-h2 + details > summary").focus()
    page.keyboard.press("Enter")
    (now_open,) = [line for line in changed(before, heard(page, "main")) if "expanded True" in line]
    assert now_open.startswith("fold: H# proved by sympy")
    page.keyboard.press("Space")
    assert heard(page, "main") == before


def test_a_slider_s_new_value_is_said_and_what_it_changes(page: Page, site: Path) -> None:
    opened(page, site, PLAY)
    slider, status = page.get_by_role("slider"), page.locator(".play [role=status]").last
    before, told = slider.get_attribute("aria-valuetext"), status.inner_text()
    assert before
    slider.press("ArrowLeft")
    page.evaluate("numrec.settle()")
    assert slider.get_attribute("aria-valuetext") != before
    assert status.inner_text() != told


def test_what_is_not_heard_is_missed(page: Page, site: Path) -> None:
    """A level, a landmark's, a picture's or a slider's name, a fold: each fault is another line."""
    before = heard(opened(page, site, CHAPTER))
    page.evaluate("""() => {
      const one = (selector) => document.querySelector(selector);
      one("article h2").outerHTML = "<h4>Nudge it and see</h4>";
      one(".piece").setAttribute("aria-label", "A piece");
      one("article img").alt = "";
      one("#equation-h2 + details > summary").outerHTML = "<p>H2</p>";
      one("input[type=range]").setAttribute("aria-label", "slider");
      one("math[display=block]").setAttribute("aria-hidden", "true");
    }""")
    after = heard(page)
    lost = changed(after, before)
    assert [line.partition(":")[0] for line in lost] == [
        "picture",
        "heading 2",
        "region",
        "slider",
        "equation",
        "fold",
    ]
