"""The page "Draw a digit", used by mouse, by finger and by keyboard alone."""

import itertools

import numpy as np
from play_page import CORNER, TOUCH, Play, go, minus, state_of, told
from playwright.sync_api import Page

SEVEN = [(0.25, 0.2), (0.75, 0.2), (0.5, 0.85)]
"""Corners of a seven, as shares of the pad."""


def answer(page: Page) -> str:
    told(page)
    return page.inner_text(".answer-head")


def number(text: str) -> float:
    return float(minus(text).replace("+", ""))


def corners(page: Page) -> list[tuple[float, float]]:
    page.locator(".pad").scroll_into_view_if_needed()
    box = page.locator(".pad").bounding_box()
    assert box
    return [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in SEVEN]


def test_it_opens_with_a_test_image_and_reads_a_seven_by_mouse(play: Play) -> None:
    page = play("draw")
    assert "Read as a 7" in told(page)
    assert "The label says 7: right." in told(page)
    assert page.locator(".answers tbody tr").count() == 10
    start, *others = corners(page)
    page.mouse.move(*start)
    page.mouse.down()
    for corner in others:
        page.mouse.move(*corner, steps=8)
    page.mouse.up()
    assert answer(page) == "Read as a 7"
    assert "strokes=" in state_of(page)
    page.get_by_role("button", name="Clear").click()
    assert answer(page) == "Nothing is read"
    assert "The picture is blank" in told(page)
    page.get_by_role("button", name="Undo").click()
    assert answer(page) == "Read as a 7"


def test_a_seven_by_finger(play: Play) -> None:
    page = play("draw", "strokes=", **TOUCH)
    points = [{"x": x, "y": y} for x, y in corners(page)]
    client = page.context.new_cdp_session(page)
    client.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": points[:1]})
    for before, after in itertools.pairwise(points):
        for share in np.linspace(0, 1, 9)[1:]:
            at = {axis: before[axis] + share * (after[axis] - before[axis]) for axis in "xy"}
            client.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [at]})
    client.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    assert answer(page) == "Read as a 7"


def test_a_one_by_keyboard_alone(play: Play) -> None:
    page = play("draw", "strokes=")
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


def test_unprepared_a_digit_in_a_corner_is_misread(play: Play) -> None:
    page = play("draw", CORNER)
    assert answer(page) == "Read as a 3"
    assert page.locator(".stage").count() == 4
    page.get_by_role("radio", name="as it lies").check()
    assert answer(page) != "Read as a 3"
    assert page.locator(".stage").count() == 5
    assert state_of(page) == f"{CORNER}&raw=1"


def test_every_legible_misread_drawing_is_published_and_can_be_asked(play: Play) -> None:
    page = play("draw")
    wrong = page.locator(".misread").all()
    assert len(wrong) == page.evaluate("numrec.drawData.drawn.wrong.length") > 0
    read = wrong[0].inner_text().partition("read as ")[2].strip()[0]
    wrong[0].click()
    assert answer(page).endswith(f" {read}")


def test_the_lead_of_a_digit_and_a_nodes_products_are_sums_that_add_up(play: Play) -> None:
    page = play("draw", "image=0&against=2")
    told(page)
    cells = page.locator("table.why tbody tr td").all_inner_texts()
    lead = number(page.inner_text(".why-line strong"))
    assert abs(sum(map(number, cells[::2])) - lead) < 2e-3, "each is rounded to three places"
    assert number(cells[-1]) == lead
    go(page, "unit=2_5")
    told(page)
    assert "Hidden layer 2, node 5" in page.inner_text(".play")
    z = page.locator(".why-line strong").nth(1).inner_text()
    assert page.locator("table.products td").last.inner_text() == z
    page.locator("table.products .open-node").first.click()
    told(page)
    assert "Hidden layer 1, node " in page.inner_text(".play")


def test_broken_and_mended(play: Play) -> None:
    page = play("draw")
    told(page)
    whole = page.inner_text(".lesson")
    page.locator("#draw-cut").select_option("1")
    assert "The network is broken." in told(page)
    assert "every picture gets the same answer" in page.inner_text(".lesson")
    page.get_by_role("button", name="Mend it all").click()
    assert "broken" not in told(page)
    assert page.inner_text(".lesson") == whole
    assert state_of(page) == ""


def test_the_state_is_in_the_address(play: Play) -> None:
    page = play("draw", "image=8&model=plain&look=occlusion&of=5&against=6")
    told(page)
    assert page.get_by_role("radio", name="the plain recipe").is_checked()
    assert page.get_by_role("radio", name="hide a square, and see").is_checked()
    assert page.locator("#draw-of").input_value() == "5"
    assert page.locator("#draw-against").input_value() == "6"
    go(page, "image=99999&pen=huge&cut=9")
    assert "Read as a 7" in told(page), "what makes no sense is passed over"
