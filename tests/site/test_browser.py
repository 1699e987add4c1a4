"""Every page in a real browser: wide and light from a folder, narrow and dark from a server.

Its folds are closed at first and then all open, so what they hold is looked at too.
"""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal, NamedTuple

import pytest
from playwright.sync_api import Browser
from site_checks import (
    DRAWN,
    SEEN,
    Watch,
    axe_faults,
    open_faults,
    pale_faults,
    unreachable_faults,
)
from site_pages import SHOWN

Serve = Callable[[Path], str]


class Screen(NamedTuple):
    """A width in pixels and a colour scheme."""

    width: int
    scheme: Literal["dark", "light"]


# Each width and each scheme once: what is looked at hangs on one or the other, not on both. WCAG
# asks for 320 pixels, which a screen of 1280 has at 400 %.
NARROW, WIDE = SCREENS = [Screen(320, "dark"), Screen(1280, "light")]
# With all folds open: as wide as that, and letters of so much of their size. 640 is 1280 at 200 %.
FOLDS_OPEN = {NARROW: {320: "100%"}, WIDE: {1280: "100%", 640: "100%", 1281: "200%"}}
HEIGHT = 3000  # the sidebars are seen whole, which axe-core needs for their contrast


@pytest.fixture(scope="module")
def watches(browser: Browser) -> Iterator[dict[Screen, Watch]]:
    """Keep one page of the browser for each screen; motion is off, so that colours are final."""
    contexts = {
        screen: browser.new_context(
            viewport={"width": screen.width, "height": HEIGHT},
            color_scheme=screen.scheme,
            reduced_motion="reduce",
        )
        for screen in SCREENS
    }
    yield {screen: Watch(context.new_page()) for screen, context in contexts.items()}
    for context in contexts.values():
        context.close()


def visit(watches: dict[Screen, Watch], screen: Screen, address: str, rules: str = "") -> list[str]:
    """Open a page and name all that is wrong with it on a screen, by axe-core's rules or some."""
    watch = watches[screen]
    faults = watch.open(address) + pale_faults(watch.page, DRAWN)
    faults += unreachable_faults(watch.page) + open_faults(watch.page, FOLDS_OPEN[screen])
    return faults + axe_faults(watch.page, rules)


@pytest.mark.parametrize("page", SHOWN)
def test_a_page_is_whole(watches: dict[Screen, Watch], site: Path, serve: Serve, page: str) -> None:
    """No request elsewhere, no error, nothing missing, too wide, out of reach or hard to read."""
    assert visit(watches, WIDE, f"{site.as_uri()}/{page}.html") == []
    # the theme's own parts are others on a narrow screen, and the same on all pages
    rules = "" if page == SHOWN[0] else SEEN
    assert visit(watches, NARROW, f"{serve(site)}/{page}.html", rules) == []


# Markup with one fault each, and what is said of it.
PALE = "color: #999 !important; background: #888 !important"
CODE = '<div class="highlight"><pre style="{}">{}<span class="nn x-{}">word</span></pre></div>'
SIGN = '<span class="nn">word</span> '  # axe-core is shown each look of it once
PLANTED = {
    '<script src="http://127.0.0.2:9/x.js"></script>': "request to another host: http://127.0.0.2",
    '<img src="gone.png" alt="">': "failed asset: .*gone.png",
    "<script>console.error('oh')</script>": "console error: oh",
    "<script>throw new Error('ah')</script>": "page error: ah",
    '<p class="x-wide" style="width: 3000px">wide</p>': "wider than the screen: .*x-wide",
    '<div class="x-far" style="overflow: auto"><p style="width: 3000px">far</p></div>': (
        "unreachable by keyboard: .*x-far"
    ),
    f'<p hidden style="{PALE}">pale</p><p class="x-words" style="{PALE}">pale <i>words</i></p>': (
        "color-contrast: .*x-words"  # a look is looked at where it is shown
    ),
    f"<style>.x-sign {{ {PALE} }}</style>" + CODE.format("", SIGN * 30, "sign"): (
        "color-contrast: .*x-sign"
    ),
    CODE.format("background: #767676 !important", "", "block"): "color-contrast: .*x-block",
    CODE.format("opacity: 0.3", "", "veil"): "color-contrast: .*x-veil",
    f'<details>fold<b class="x-fold" style="{PALE}">pale</b></details>': "color-contrast: .*x-fold",
    '<svg width="90" height="90"><text y="40" style="fill: #888; opacity: 0.6">lost</text></svg>': (
        "words lost: "
    ),
    '<label><input type="radio" name="x"><math><mi>N</mi></math></label>': "axe label: ",
    '<a href="#x" style="font-size: 4px">a</a><a href="#x" style="font-size: 4px">b</a>': (
        "axe target-size: "
    ),
}


@pytest.mark.parametrize("screen", SCREENS, ids=["narrow", "wide"])
def test_each_planted_fault_is_refused(
    watches: dict[Screen, Watch], faulty_site: Path, serve: Serve, screen: Screen
) -> None:
    chapter = faulty_site / "notebooks" / "output_layer.html"
    page = chapter.with_name("planted_for_the_browser.html")
    page.write_text(
        chapter.read_text("utf-8").replace("</article>", f"{''.join(PLANTED)}</article>", 1)
    )
    root = faulty_site.as_uri() if screen is WIDE else serve(faulty_site)
    faults = visit(watches, screen, f"{root}/notebooks/{page.name}")
    for fault in PLANTED.values():
        assert any(re.search(fault, found) for found in faults), (fault, faults)


def test_search_fonts_and_dark_work_from_a_folder(watches: dict[Screen, Watch], site: Path) -> None:
    watch = watches[WIDE]
    assert watch.open(f"{(site / 'search.html').as_uri()}?q=transpose") == []
    watch.page.wait_for_selector("#search-results li a[href*='book/notation.html']")
    assert watch.faults == []
    for screen in SCREENS:
        page = watches[screen].page
        watches[screen].open((site / "book" / "notation.html").as_uri())
        assert page.evaluate("document.documentElement.dataset.theme") == screen.scheme
        loaded = page.evaluate("""document.fonts.ready.then(() => [...document.fonts]
          .filter((face) => face.status === "loaded").map((face) => face.family))""")
        assert any("STIX Two Math" in family for family in loaded)
