"""What holds on every play page alike, in each of its states."""

from urllib.parse import quote

import pytest
from play_page import CHANGED, CORNER, Play, axe_faults, state_of, told
from playwright.sync_api import Page
from site_checks import SEEN

from companion.play.pages import PAGES

STATES = [
    ("calculator", ""),
    ("calculator", CHANGED),
    ("stepper", ""),
    ("stepper", "open=back_1"),
    ("stepper", "open=delta2_1&ask=1"),
    ("stepper", "step=update"),
    ("stepper", "step=after&loss=cross_entropy"),
    ("gradient_check", ""),
    ("gradient_check", "of=b1_0&h=-0.25"),
    ("gradient_check", "of=omega1_0_2&h=-5&mistake=" + quote("factor 2 missing")),
    ("gradient_check", "of=omega2_1_1&h=-15"),
    ("draw", ""),
    ("draw", CORNER),
    ("draw", f"{CORNER}&raw=1"),
    ("draw", "strokes="),
    ("draw", "image=8&biases=0&noise=60&look=occlusion"),
    ("train", ""),
]

MOVING = """document.querySelector(".play").getAnimations({ subtree: true })
  .filter((one) => one.effect.getComputedTiming().duration > 1).length"""
"""How much moves for longer than a millisecond."""


def use(page: Page, name: str) -> None:
    """Change something that a reader sees change."""
    if name == "calculator":
        page.locator("input[value=cross_entropy]").check()
    elif name == "gradient_check":
        page.get_by_role("slider").press("ArrowLeft")
    else:
        button = {"stepper": "On one step", "draw": "The next test image", "train": "One batch"}
        page.get_by_role("button", name=button[name]).click()
        if name == "train":
            page.wait_for_selector("[data-play=train][data-done='1']")


def shown_whole(page: Page, name: str) -> None:
    """Have on the page all that can be there."""
    if name == "train":
        use(page, name)
        page.get_by_role("button", name="Walk both").click()
        page.wait_for_selector(".slice .chart")
    elif name == "calculator":
        page.locator(".term").first.focus()
    page.evaluate("document.querySelectorAll('.play details').forEach((one) => (one.open = true))")
    told(page)


@pytest.mark.parametrize(("name", "state"), STATES)
def test_axe_finds_nothing_wide_and_light_or_narrow_and_dark(
    play: Play, name: str, state: str
) -> None:
    page = play(name, state, reduced_motion="reduce")
    try:
        shown_whole(page, name)
        assert axe_faults(page) == []
        page.set_viewport_size({"width": 360, "height": 900})
        page.emulate_media(color_scheme="dark")
        told(page)
        assert page.evaluate("document.documentElement.dataset.theme") == "dark"
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert axe_faults(page, SEEN) == []
    finally:
        page.set_viewport_size({"width": 1280, "height": 900})
        page.emulate_media(color_scheme="light")


def test_axe_would_find_it(play: Play) -> None:
    page = play("stepper", reduced_motion="reduce")
    adds = "(html) => document.querySelector('.play').insertAdjacentHTML('beforeend', html)"
    page.evaluate(adds, "<p style='color: #bbb; background: #ccc'>pale</p><input type='text'>")
    assert sorted(fault.split(":")[0] for fault in axe_faults(page)) == [
        "axe color-contrast",
        "axe label",
    ]


@pytest.mark.parametrize("name", PAGES)
def test_nothing_moves_for_a_reader_who_asks_for_stillness(play: Play, name: str) -> None:
    page = play(name, reduced_motion="reduce")
    before = told(page)
    use(page, name)
    assert page.evaluate(MOVING) == 0
    assert told(page) != before, "the change is told"
    page.evaluate("document.querySelector('.play').animate({ opacity: [0, 1] }, 9000)")
    assert page.evaluate(MOVING) == 1, "a motion would be seen"


def test_the_address_and_the_voice_follow_by_themselves(play: Play) -> None:
    page = play("calculator")
    page.locator("input[value=cross_entropy]").check()
    page.wait_for_function("location.hash === '#loss=cross_entropy'")
    page.wait_for_function("document.querySelector('.says').textContent.includes('your network')")
    assert state_of(page) == "loss=cross_entropy"
