"""The axes of the live charts: ticks stand at round numbers, and say which."""

from decimal import Decimal

import numpy as np
from play_page import Play, minus, told
from playwright.sync_api import Page


def fault(low: float, high: float, ticks: list[list[object]]) -> str:
    """Say what is wrong with the ticks of an axis from low to high."""
    at = np.array([tick[0] for tick in ticks], float)
    if not 2 <= len(at) <= 8:
        return f"{len(at)} ticks"
    if at.min() < low - 1e-9 * (high - low) or at.max() > high + 1e-9 * (high - low):
        return "beyond the axis"
    step = Decimal(repr(round(float(at[1] - at[0]), 12)))
    if step.normalize().as_tuple().digits not in {(1,), (2,), (5,)}:
        return f"a step of {step}"
    words = [float(minus(str(tick[1]))) for tick in ticks]
    return "" if np.allclose(words, at, rtol=1e-12, atol=1e-9 * (high - low)) else "other words"


def test_ticks_stand_at_round_numbers_and_say_them(core: Page) -> None:
    rng = np.random.default_rng(7)
    ends = np.sort(rng.normal(size=(500, 2)) * 10 ** rng.uniform(-3, 4, size=(500, 1)), axis=1)
    ends = np.vstack([ends, [[0, 407], [0, 100], [0, 2.5], [-1.75, 1.75], [-2, 2]]])
    found = core.evaluate("(ends) => ends.map(([a, b]) => numrec.ticks(a, b))", ends.tolist())
    for (low, high), ticks in zip(ends, found, strict=True):
        assert fault(low, high, ticks) == "", (low, high, ticks)


def test_a_chart_as_it_was_is_refused() -> None:
    even = [[407 * k / 5, str(round(407 * k / 5))] for k in range(6)]
    assert fault(0, 407, even) == "a step of 81.4"
    assert fault(0, 4, [[0, "0"], [2, "2"], [4, "5"]]) == "other words"
    assert fault(0, 3, [[0, "0"], [2, "2"], [4, "4"]]) == "beyond the axis"


def test_the_training_page_counts_in_round_numbers(play: Play) -> None:
    page = play("train", reduced_motion="reduce")
    for _ in range(3):
        page.get_by_role("button", name="One batch").click()
    page.wait_for_selector("[data-play=train][data-done='3']")
    told(page)
    shown = page.locator(".train-charts .chart >> nth=1").locator("g text").all_text_contents()
    assert shown == ["0", "10", "20", "30", "40", "50", "0", "20", "40", "60", "80", "100"]
