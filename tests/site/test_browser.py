"""Every page in a real browser: from a folder and a server, wide and narrow, light and dark."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from site_checks import Watch
from site_pages import SCREENS, SHOWN, Screen

CHAPTER = "notebooks/output_layer.html"

Serve = Callable[[Path], str]


@pytest.fixture(
    scope="module", params=SCREENS, ids=lambda screen: f"{screen.width}-{screen.scheme}"
)
def watch(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Watch]:
    """Give one page of the browser a screen, shared by all tests on that screen."""
    screen: Screen = request.param
    context = browser.new_context(
        viewport={"width": screen.width, "height": 800},
        color_scheme="dark" if screen.scheme == "dark" else "light",
    )
    yield Watch(context.new_page())
    context.close()


@pytest.fixture(scope="module")
def narrow(browser: Browser) -> Iterator[Watch]:
    """Give one page of the browser for the planted faults; they hang on no screen."""
    context = browser.new_context(viewport={"width": 360, "height": 800})
    yield Watch(context.new_page())
    context.close()


@pytest.mark.parametrize("page", SHOWN)
def test_a_page_is_whole(watch: Watch, site: Path, serve: Serve, page: str) -> None:
    """No request elsewhere, no error, no failed asset, nothing wider than the screen."""
    for root in (site.as_uri(), serve(site)):
        assert watch.open(f"{root}/{page}.html") == []


PLANTED = {
    "script": ('<script src="http://127.0.0.2:9/x.js"></script>', "request to another host"),
    "asset": ('<img src="gone.png" alt="">', "failed asset"),
    "console": ("<script>console.error('oh')</script>", "console error: oh"),
    "error": ("<script>throw new Error('oh')</script>", "page error"),
    "wide": ('<div style="width: 3000px">wide</div>', "wider than the screen"),
}


@pytest.mark.parametrize("name", PLANTED)
@pytest.mark.parametrize("scheme", ["file", "http"])
def test_a_planted_fault_is_refused(
    narrow: Watch, faulty_site: Path, serve: Serve, name: str, scheme: str
) -> None:
    markup, fault = PLANTED[name]
    source = faulty_site / CHAPTER
    page = source.with_name(f"fault_{name}.html")
    page.write_text(source.read_text("utf-8").replace("</article>", markup + "</article>", 1))
    root = serve(faulty_site) if scheme == "http" else faulty_site.as_uri()
    faults = narrow.open(f"{root}/notebooks/{page.name}")
    assert [found for found in faults if found.startswith(fault)]


def test_what_leaving_a_page_cuts_off_is_no_fault_of_the_next(
    browser: Browser, site: Path, serve: Serve
) -> None:
    context = browser.new_context()
    watch = Watch(context.new_page())
    watch.page.route("**/slow.png", lambda route: None)  # never answered
    for _ in range(3):
        assert watch.open(f"{serve(site)}/{CHAPTER}") == []
        watch.page.evaluate("void (new Image().src = '/slow.png')")
    context.close()
