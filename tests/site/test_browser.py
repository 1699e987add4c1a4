"""Every page in a real browser: wide and light from a folder, narrow and dark from a server."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from site_checks import Watch, axe_faults, unreachable_faults
from site_pages import AXE_SCREENS, SHOWN, Screen

Serve = Callable[[Path], str]


NARROW, WIDE = SCREENS = AXE_SCREENS
# axe-core's rules of what hangs on the width of the screen or on its colours; the others hang on
# neither, so once is enough for them.
RULES = {WIDE: "", NARROW: "color-contrast target-size scrollable-region-focusable"}


@pytest.fixture(scope="module")
def watches(browser: Browser) -> Iterator[dict[Screen, Watch]]:
    """Keep one page of the browser for each screen; motion is off, so that colours are final."""
    contexts = {
        screen: browser.new_context(
            viewport={"width": screen.width, "height": 800},
            color_scheme="dark" if screen.scheme == "dark" else "light",
            reduced_motion="reduce",
        )
        for screen in SCREENS
    }
    yield {screen: Watch(context.new_page()) for screen, context in contexts.items()}
    for context in contexts.values():
        context.close()


def visit(watches: dict[Screen, Watch], screen: Screen, address: str) -> list[str]:
    """Open a page and name all that is wrong with it on a screen."""
    watch = watches[screen]
    faults = watch.open(address)
    faults += unreachable_faults(watch.page)
    return faults + axe_faults(watch.page, RULES[screen])


@pytest.mark.parametrize("page", SHOWN)
def test_a_page_is_whole(watches: dict[Screen, Watch], site: Path, serve: Serve, page: str) -> None:
    """No request elsewhere, no error, nothing missing, too wide, out of reach or hard to read."""
    assert visit(watches, WIDE, f"{site.as_uri()}/{page}.html") == []
    assert visit(watches, NARROW, f"{serve(site)}/{page}.html") == []


# Markup with one fault each, what is said of it, and the screens that show it.
PLANTED: dict[str, tuple[str, str, list[Screen]]] = {
    "a script": (
        '<script src="http://127.0.0.2:9/x.js"></script>',
        "request to another host: http://127.0.0.2:9/x.js",
        SCREENS,
    ),
    "a picture's file": ('<img src="gone.png" alt="">', "failed asset: .*gone.png", SCREENS),
    "the console": ("<script>console.error('oh')</script>", "console error: oh", SCREENS),
    "an error": ("<script>throw new Error('ah')</script>", "page error: ah", SCREENS),
    "too wide": (
        '<div class="x-wide" style="width: 3000px">wide</div>',
        "wider than the screen: .*x-wide",
        SCREENS,
    ),
    "out of reach": (
        '<div class="x-far" style="overflow: auto"><p style="width: 3000px">wide</p></div>',
        "unreachable by keyboard: .*x-far",
        SCREENS,
    ),
    "no words": ('<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">', "image-alt", [WIDE]),
    "no name": ("<button></button>", "button-name", [WIDE]),
    "pale words": (
        '<p class="x-words" style="color: #999; background: #888">pale</p>',
        "color-contrast: .*x-words",
        SCREENS,
    ),
}
# A sign of code that looks like none before it: pale by itself, far out on its line, by its kind
# in one colour scheme, by its own ground, and with all of its block by a ground and by a veil.
CODE = '<div class="highlight"><pre style="{}">{}<span class="nn x-{}"{}>word</span></pre></div>'
SIGN = '<span class="nn">word</span> '
DARK = "<style>html[data-theme=dark] .x-dark { color: #555 !important }</style>"
LIGHT = "<style>html[data-theme=light] .x-light { color: #aaa !important }</style>"
for name, markup, screens in [
    ("itself", CODE.format("", SIGN, "itself", ' style="color: #777"'), SCREENS),
    ("far", CODE.format("", SIGN * 30, "far", ' style="color: #787878"'), SCREENS),
    ("dark", DARK + CODE.format("", SIGN, "dark", ""), [NARROW]),
    ("light", LIGHT + CODE.format("", SIGN, "light", ""), [WIDE]),
    ("ground", CODE.format("", SIGN, "ground", ' style="background: #777"'), SCREENS),
    ("block", CODE.format("background: #767676 !important", "", "block", ""), SCREENS),
    ("veil", CODE.format("opacity: 0.3", "", "veil", ""), SCREENS),
]:
    PLANTED[f"code, {name}"] = (markup, f"color-contrast: .*x-{name}", screens)


@pytest.fixture(scope="module", params=SCREENS, ids=["narrow", "wide"])
def planted(
    request: pytest.FixtureRequest, watches: dict[Screen, Watch], faulty_site: Path, serve: Serve
) -> tuple[Screen, list[str]]:
    """Return a screen, and all that is said there of a chapter that holds every planted fault."""
    chapter = faulty_site / "notebooks" / "output_layer.html"
    page = chapter.with_name("planted_for_the_browser.html")
    markup = "".join(markup for markup, *_ in PLANTED.values())
    page.write_text(chapter.read_text("utf-8").replace("</article>", markup + "</article>", 1))
    screen = request.param
    root = faulty_site.as_uri() if screen is WIDE else serve(faulty_site)
    return screen, visit(watches, screen, f"{root}/notebooks/{page.name}")


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_fault_is_refused(planted: tuple[Screen, list[str]], name: str) -> None:
    screen, faults = planted
    _, fault, screens = PLANTED[name]
    assert any(re.search(fault, found) for found in faults) == (screen in screens), faults


def test_search_works_from_a_folder(watches: dict[Screen, Watch], site: Path) -> None:
    watch = watches[WIDE]
    assert watch.open(f"{(site / 'search.html').as_uri()}?q=transpose") == []
    watch.page.wait_for_selector("#search-results li a[href*='book/notation.html']")
    assert watch.faults == []


def test_formulas_are_drawn_with_the_books_font(watches: dict[Screen, Watch], site: Path) -> None:
    watches[WIDE].open((site / "book" / "notation.html").as_uri())
    loaded = watches[WIDE].page.evaluate(
        """document.fonts.ready.then(() => [...document.fonts]
          .filter((face) => face.status === "loaded").map((face) => face.family))"""
    )
    assert [family for family in loaded if "STIX Two Math" in family]


@pytest.mark.parametrize("screen", SCREENS, ids=["narrow", "wide"])
def test_dark_is_dark(watches: dict[Screen, Watch], site: Path, screen: Screen) -> None:
    watches[screen].open((site / "book" / "index.html").as_uri())
    theme = watches[screen].page.evaluate("document.documentElement.dataset.theme")
    assert theme == screen.scheme
