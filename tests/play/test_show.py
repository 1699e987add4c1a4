"""companion.show: a play page in a notebook's frame: no kernel, no file beside it, no request."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from play_page import axe_faults, settled, told
from playwright.sync_api import Frame, Page
from site_checks import SEEN, Watch

import companion
from companion.play.pages import SCRIPTS


@contextmanager
def framed(watch: Watch, shown: object, folder: Path) -> Iterator[tuple[Page, Frame]]:
    """Put what a notebook shows into a page, as a notebook does, and use it from a folder."""
    html = shown._repr_html_()  # type: ignore[attr-defined]
    page = "<!doctype html><html lang='en'><head><meta charset='utf-8'><title>A notebook</title>"
    file = folder / "notebook.html"
    file.write_text(f"{page}</head><body><main><h1>Output</h1>{html}</main></body></html>", "utf-8")
    assert watch.open(file.as_uri()) == []
    frame = watch.page.frames[1]
    frame.wait_for_selector("[data-ready]")
    yield watch.page, frame
    assert watch.faults == [], watch.faults


@pytest.mark.parametrize("name", SCRIPTS)
def test_every_page_is_whole_in_a_frame(bare: Watch, tmp_path: Path, name: str) -> None:
    with framed(bare, companion.show(name), tmp_path) as (page, frame):
        for width, scheme, rules in ((900, "light", ""), (360, "dark", SEEN)):
            page.set_viewport_size({"width": width, "height": 800})
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            frame.wait_for_selector(f"html[data-theme={scheme}]")
            settled(frame)
            assert frame.evaluate("document.documentElement.scrollWidth <= innerWidth")
            # the frame follows the page's height when the browser has measured it
            frame.wait_for_function("document.documentElement.scrollHeight <= innerHeight + 1")
            assert axe_faults(frame, rules) == []


def test_it_is_live_and_starts_in_its_state(bare: Watch, tmp_path: Path) -> None:
    shown = companion.show("calculator", open="z1_1", a0_0="1/3", fractions=1)
    with framed(bare, shown, tmp_path) as (_, frame):
        assert frame.locator(".equation .result strong").inner_text() == "67/48"
        frame.get_by_role("textbox", name="a, layer 0, node 0").fill("0")
        assert frame.locator(".equation .result strong").inner_text() == "21/16"
        assert "your network" in told(frame)
    address = "#open=delta2_0&ask=1"  # as the book's address has it
    with framed(bare, companion.show("stepper", address), tmp_path) as (_, frame):
        frame.get_by_role("textbox").fill("0.1045")
        frame.get_by_role("button", name="Check").click()
        assert "factor 2" in frame.inner_text(".verdict")


def test_what_cannot_be_shown_is_refused_and_a_terminal_is_told() -> None:
    with pytest.raises(ValueError, match="'nosuch' is not known; expected one of calculator"):
        companion.show("nosuch")
    with pytest.raises(ValueError, match="height is 3; expected at least 100"):
        companion.show("calculator", height=3)
    assert repr(companion.show("stepper", open="z1_0")) == (
        "The play page 'stepper' at #open=z1_0: shown where HTML can be shown."
    )
