"""The bet: the curves are those that were measured, and the largest miss is the largest."""

import json
import re

import numpy as np
import pytest
from play_page import Play, says
from playwright.sync_api import Locator, Page

from tools import bet_data

RUN = """([curve, heights]) => {
  const { places, between, largestMiss } = numrec.bet;
  const points = places(curve.length).map((epoch, k) => [epoch, heights[k]]);
  const all = curve.map((_, k) => between(points, k + 1));
  return { points, all, miss: largestMiss(points, curve) };
}"""


def test_the_curves_are_those_in_models() -> None:
    assert bet_data.FILE.read_text("utf-8") == bet_data.bet_data(), "`make play`"
    history = json.loads((bet_data.MODELS / "784-256-10.history.json").read_text("utf-8"))
    scores = [100 * one["test_accuracy"] for one in history["passes"]]
    assert np.allclose(bet_data.published()["curve"], scores, atol=5.1e-3)
    held = np.array(bet_data.overfitting()["curve"])
    assert held.argmin() < len(held) - 10, "it turns"
    assert np.all(np.diff(bet_data.overfitting()["shown"]) <= 0), "and the other does not"


def test_the_largest_miss_is_the_largest(core: Page) -> None:
    rng = np.random.default_rng(4)
    for count in (23, 60, 8):
        curve, heights = rng.uniform(0, 100, (2, count))
        found = core.evaluate(RUN, [curve.tolist(), heights.tolist()])
        epochs = np.arange(1, count + 1)
        x, y = np.array(found["points"]).T
        assert (x[0], x[-1]) == (1, count)
        assert 6 <= len(x) <= 14
        assert np.diff(x).min() >= 1
        right = np.interp(epochs, x, y)
        assert np.allclose(found["all"], right)
        off = np.abs(right - curve)
        assert found["miss"]["epoch"] == off.argmax() + 1
        assert found["miss"]["said"] == pytest.approx(right[off.argmax()])


def heights(page: Page) -> list[float]:
    points = page.get_by_role("slider").all()
    return [float(point.get_attribute("aria-valuenow") or "nan") for point in points]


def middle(of: Locator) -> tuple[float, float]:
    box = of.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_by_keyboard_alone(alone: Play) -> None:
    page = alone("bet", "curve=published")
    show = page.get_by_role("button", name="Show what came")
    assert show.is_disabled(), "the bet comes first"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.ariaLabel") == "Your bet, epoch 1"
    page.keyboard.press("PageDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowUp")
    assert heights(page)[:3] == [39, 51, 50]
    assert page.evaluate("document.activeElement.ariaValueText") == "51 %"
    assert page.locator(".bet-chart .curve").count() == 0, "not before the bet"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    first = bet_data.published()["curve"]
    said = re.search(r"after epoch (\d+): you said (\S+) %, and it was (\S+) %", says(page))
    assert said
    assert said.groups() == ("1", "39", f"{first[0]:.1f}")
    assert f"bring it to {first[-1]:.1f} %" in says(page)
    assert page.evaluate("document.activeElement.textContent") == "Bet again"
    assert page.locator(".bet-chart .curve").count() == 1
    assert page.get_by_role("slider").count() == 0
    page.keyboard.press("Enter")
    assert set(heights(page)) == {50}
    assert page.locator(".bet-chart .curve").count() == 0


def test_by_mouse_every_point_on_the_way_is_set(alone: Play) -> None:
    page = alone("bet", "curve=overfitting")
    before = heights(page)
    points = page.get_by_role("slider")
    (x0, y0), (x1, _) = middle(points.first), middle(points.last)
    page.mouse.move(x0, y0)
    page.mouse.down()
    page.mouse.move(x1, y0 + 60, steps=3)  # so quick that points lie between two places
    page.mouse.up()
    drawn = heights(page)
    assert all(now < was for now, was in zip(drawn[1:], before[1:], strict=True))
    assert drawn == sorted(drawn, reverse=True)
    page.mouse.move(x0, y0 - 40)
    assert heights(page) == drawn, "it was let go"
    page.get_by_role("button", name="Show what came").click()
    curve = np.array(bet_data.overfitting()["curve"])
    lowest = f"It is lowest after epoch {curve.argmin() + 1}, at {curve.min():.2f}"
    assert lowest in says(page)
    assert "goes on falling" in says(page)


TOUCH = """(points) => {
  const chart = document.querySelector(".bet-chart");
  const tell = (kind, [clientX, clientY], on) => on.dispatchEvent(new PointerEvent(kind, {
    clientX, clientY, pointerId: 1, pointerType: "touch", buttons: 1, bubbles: true }));
  chart.setPointerCapture = () => {}; // there is no true finger to capture
  tell("pointerdown", points[0], document.elementFromPoint(...points[0]));
  for (const point of points.slice(1)) tell("pointermove", point, chart);
  tell("pointerup", points.at(-1), chart);
}"""


def test_a_finger_beside_the_points_scrolls_and_draws_nothing(alone: Play) -> None:
    page = alone("bet", "curve=overfitting")
    before = heights(page)
    x, y = middle(page.get_by_role("slider").nth(3))
    page.evaluate(TOUCH, [[x, y + 70], [x + 80, y + 90]])
    assert heights(page) == before
    page.evaluate(TOUCH, [[x, y], [x + 80, y + 40]])
    assert heights(page) != before
