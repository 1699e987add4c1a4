"""The page "Draw a digit", used by mouse, by finger and by keyboard alone."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from play_page import opened, told
from playwright.sync_api import Browser, Page
from site_checks import axe_faults
from site_pages import AXE_SCREENS

from companion.play.pen import encode
from tools.drawings import Drawing, saved

Serve = Callable[[Path], str]

SEVEN = [(0.25, 0.2), (0.75, 0.2), (0.5, 0.85)]
"""Corners of a seven, as shares of the pad."""


def recorded(kind: str, digit: int) -> Drawing:
    return next(d for d in saved() if d.kind == kind and d.digit == digit)


def state_of(drawing: Drawing, more: str = "") -> str:
    names = {12: "thin", 16: "thin", 24: "medium", 36: "thick"}
    pen = f"&pen={names[drawing.pen]}" if names.get(drawing.pen, "medium") != "medium" else ""
    return f"strokes={encode(drawing.strokes)}{pen}{more}"


CORNER = state_of(recorded("in a corner", 3))
STATES = ["", CORNER, f"{CORNER}&raw=1", "strokes=", "image=8&biases=0&noise=60&look=occlusion"]


@pytest.fixture(scope="module")
def root(site: Path) -> str:
    """Give the address of the site in its folder."""
    return site.as_uri()


def answer(page: Page) -> str:
    told(page)
    return page.inner_text(".answer-head")


def number(text: str) -> float:
    return float(text.replace("\N{MINUS SIGN}", "-").replace("+", ""))


def corners(page: Page) -> list[tuple[float, float]]:
    page.locator(".pad").scroll_into_view_if_needed()
    box = page.locator(".pad").bounding_box()
    assert box
    return [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in SEVEN]


@pytest.mark.parametrize(("width", "scheme"), AXE_SCREENS)
@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing(
    browser: Browser, site: Path, serve: Serve, width: int, scheme: str, state: str
) -> None:
    still = {"reduced_motion": "reduce"}
    with opened(browser, serve(site), "draw", state, width, scheme, still) as page:
        for summary in page.locator("summary").all():
            if summary.is_visible():
                summary.click()
        assert axe_faults(page) == []


def test_it_opens_with_a_test_image_that_is_read(browser: Browser, root: str) -> None:
    with opened(browser, root, "draw") as page:
        assert "Read as a 7" in told(page)
        assert "The label says 7: right." in told(page)
        shares = page.locator(".answers tbody tr").all_inner_texts()
        assert len(shares) == 10


def test_a_seven_by_mouse(browser: Browser, root: str) -> None:
    with opened(browser, root, "draw") as page:
        start, *others = corners(page)
        page.mouse.move(*start)
        page.mouse.down()
        for corner in others:
            page.mouse.move(*corner, steps=8)
        page.mouse.up()
        assert answer(page) == "Read as a 7"
        assert "strokes=" in page.url
        page.get_by_role("button", name="Clear").click()
        assert answer(page) == "Nothing is read"
        assert "The picture is blank" in told(page)
        page.get_by_role("button", name="Undo").click()
        assert answer(page) == "Read as a 7"


def test_a_seven_by_finger(browser: Browser, site: Path, serve: Serve) -> None:
    touch = {"has_touch": True, "is_mobile": True}
    with opened(browser, serve(site), "draw", "strokes=", 360, options=touch) as page:
        points = [{"x": x, "y": y} for x, y in corners(page)]
        client = page.context.new_cdp_session(page)
        client.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": points[:1]})
        for before, after in itertools.pairwise(points):
            for share in np.linspace(0, 1, 9)[1:]:
                at = {axis: before[axis] + share * (after[axis] - before[axis]) for axis in "xy"}
                client.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [at]})
        client.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        assert answer(page) == "Read as a 7"


def test_a_one_by_keyboard_alone(browser: Browser, root: str) -> None:
    with opened(browser, root, "draw", "strokes=") as page:
        page.locator(".pad").focus()
        page.keyboard.press("Space")
        assert "Pen down" in page.inner_text(".pad-says")
        for _ in range(16):
            page.keyboard.press("ArrowDown")
        page.keyboard.press("Space")
        assert "Pen up" in page.inner_text(".pad-says")
        assert answer(page) == "Read as a 1"
        page.keyboard.press("Backspace")
        assert answer(page) == "Nothing is read"


def test_unprepared_a_digit_in_a_corner_is_misread(browser: Browser, root: str) -> None:
    with opened(browser, root, "draw", CORNER) as page:
        assert answer(page) == "Read as a 3"
        assert page.locator(".stage").count() == 4
        page.get_by_role("radio", name="as it lies").check()
        assert answer(page) != "Read as a 3"
        assert page.locator(".stage").count() == 5
        assert page.url.endswith("&raw=1")


def test_every_legible_misread_drawing_is_published_and_can_be_asked(
    browser: Browser, root: str
) -> None:
    with opened(browser, root, "draw") as page:
        wrong = page.locator(".misread").all()
        assert len(wrong) == page.evaluate("numrec.drawData.drawn.wrong.length") > 0
        read = wrong[0].inner_text().partition("read as ")[2].strip()[0]
        wrong[0].click()
        assert answer(page).endswith(f" {read}")


def test_the_lead_of_one_digit_is_a_sum_that_adds_up(browser: Browser, root: str) -> None:
    with opened(browser, root, "draw", "image=0&against=2") as page:
        told(page)
        cells = page.locator("table.why tbody tr td").all_inner_texts()
        adds = [number(text) for text in cells[::2]]
        lead = number(page.inner_text(".why-line strong"))
        assert abs(sum(adds) - lead) < 2e-3, "each is rounded to three places"
        assert number(cells[-1]) == lead


def test_broken_and_mended(browser: Browser, root: str) -> None:
    with opened(browser, root, "draw") as page:
        whole = page.inner_text(".lesson")
        page.locator("#cut").select_option("1")
        assert "The network is broken." in told(page)
        assert "every picture gets the same answer" in page.inner_text(".lesson")
        page.get_by_role("button", name="Mend it all").click()
        assert "broken" not in told(page)
        assert page.inner_text(".lesson") == whole
        assert not page.url.endswith("cut=1")


def test_a_node_is_opened_to_products_that_add_up(browser: Browser, root: str) -> None:
    with opened(browser, root, "draw", "unit=2_5") as page:
        told(page)
        assert "Hidden layer 2, node 5" in page.inner_text(".play")


def test_the_state_is_in_the_address(browser: Browser, root: str) -> None:
    state = "image=8&model=plain&look=occlusion&of=5&against=6"
    with opened(browser, root, "draw", state) as page:
        told(page)
        assert page.get_by_role("radio", name="the plain recipe").is_checked()
        assert page.get_by_role("radio", name="hide a square, and see").is_checked()
        assert page.locator("#of").input_value() == "5"
        assert page.locator("#against").input_value() == "6"
        page.evaluate("location.hash = 'image=99999&pen=huge&cut=9'")
        assert "Read as a 7" in told(page), "what makes no sense is passed over"
