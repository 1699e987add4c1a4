"""It reads while you draw: the book's first page, its network and its pad."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from play_page import Play, settled
from playwright.sync_api import Page
from site_checks import Watch, run_axe

from numrec.data.mnist import load_mnist
from numrec.files.model_file import load_model
from numrec.network import forward
from tools.drawings import saved
from tools.play_data import MODELS, SMALL, SMALL_FILE, prepared, read_data, with_8_bits

DRAWN = [drawing for drawing in saved() if drawing.pen == 24][:20]


@pytest.fixture
def page(alone: Play) -> Page:
    """The piece alone on a page."""
    return alone("read")


def test_its_network_is_the_model_that_ships() -> None:
    assert read_data(load_mnist()) == SMALL_FILE.read_text("utf-8"), "say make play"


def test_it_gives_the_outputs_that_numrec_gives(core: Page) -> None:
    net = with_8_bits(load_model(MODELS / f"{SMALL}.npz"))
    strokes = [[[list(point) for point in stroke] for stroke in d.strokes] for d in DRAWN]
    found = core.evaluate("(all) => all.map((one) => [...numrec.readOutputs(one)])", strokes)
    expected = [forward(net, prepared(drawing)).a[net.L][:, 0] for drawing in DRAWN]
    assert len(DRAWN) == 20
    np.testing.assert_allclose(found, expected, rtol=0, atol=1e-6)


def test_what_is_no_digit_yet_is_not_read(core: Page) -> None:
    for strokes in ([], [[[140, 140]]], [[[140, 140], [144, 140]]]):
        assert core.evaluate("(strokes) => numrec.readOutputs(strokes)", strokes) is None


def status(page: Page) -> str:
    settled(page)
    return page.inner_text(".play [role=status]")


def test_it_reads_a_line_drawn_with_the_mouse_and_one_drawn_with_the_keys(page: Page) -> None:
    assert status(page) == "Nothing to read yet."
    box = page.locator(".pad").bounding_box()
    assert box is not None
    middle, top = box["x"] + box["width"] / 2, box["y"]
    page.mouse.move(middle, top + 0.2 * box["height"])
    page.mouse.down()
    page.mouse.move(middle, top + 0.8 * box["height"], steps=8)
    settled(page)
    assert "Read as 1" in status(page), "while it is drawn"
    page.mouse.up()
    assert page.inner_text("tr.best th") == "1"
    page.get_by_role("button", name="Wipe it").click()
    assert status(page) == "Nothing to read yet."
    assert page.locator("tr.best").count() == 0
    page.locator(".pad").focus()
    page.keyboard.press("Space")
    for _ in range(16):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    assert "Read as 1" in status(page)
    page.keyboard.press("Delete")
    assert status(page) == "Nothing to read yet."


@pytest.mark.parametrize(("width", "height", "scheme"), [(1280, 800, "light"), (360, 740, "dark")])
def test_the_first_page_has_what_it_is_the_pad_and_three_ways_in_on_one_screen(
    bare: Watch, site: Path, width: int, height: int, scheme: Any
) -> None:
    page = bare.page
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(color_scheme=scheme)
    assert bare.open((site / "book" / "index.html").as_uri()) == []
    page.wait_for_selector("[data-play=read][data-ready]")
    ends = [page.locator(".pad"), page.locator("[data-play=read] table")]
    ends += page.locator(".ways-in .sd-card-title").all()
    assert len(ends) == 5
    for part in ends:
        box = part.bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= height, part
    assert run_axe(page, "", {"include": [".piece"]}) == []
