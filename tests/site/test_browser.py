"""Every page in a real browser, from a server: narrow and dark, then wide and light.

Its folds are closed at first and then all open, so what they hold is looked at too. From a folder
the pages that have scripts of their own are opened by the tests of these.
"""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page
from site_checks import (
    DRAWN,
    OPEN_FOLDS,
    SEEN,
    Watch,
    pale_faults,
    resize,
    run_axe,
    thin,
    wide_faults,
)
from site_pages import SHOWN

Serve = Callable[[Path], str]

# WCAG asks for 320 pixels, which a screen of 1280 has at 400 %. Each width and each scheme is seen
# once: what is looked at hangs on one or the other, not on both.
NARROW, WIDE = SCREENS = (320, "dark"), (1280, "light")
HEIGHT = 3000  # the sidebars are seen whole, which axe-core needs for their contrast


def show(page: Page, screen: tuple[int, str]) -> None:
    """Give a page the width and the scheme of a screen, with letters of their usual size."""
    width, scheme = screen
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.wait_for_function("(name) => document.documentElement.dataset.theme === name", arg=scheme)
    resize(page, width, "100%")


def visit(watch: Watch, address: str, narrow_rules: str = "") -> dict[tuple[int, str], list[str]]:
    """Open a page and name all that is wrong with it on each screen, narrow by some rules."""
    page = watch.page
    page.set_viewport_size({"width": NARROW[0], "height": HEIGHT})
    page.emulate_media(color_scheme="dark")
    faults = {screen: watch.open(address) if screen is NARROW else [] for screen in SCREENS}
    faults[NARROW] += wide_faults(page) + pale_faults(page, DRAWN)
    page.evaluate(OPEN_FOLDS)
    faults[NARROW] += wide_faults(page)
    for width, letters in ((640, "100%"), (1281, "200%")):  # 640 is 1280 at 200 %
        resize(page, width, letters)
        faults[WIDE] += wide_faults(page)
    show(page, WIDE)
    faults[WIDE] += wide_faults(page) + pale_faults(page, DRAWN)
    thin(page)
    faults[WIDE] += run_axe(page)
    show(page, NARROW)
    faults[NARROW] += run_axe(page, narrow_rules) + watch.faults
    return faults


@pytest.mark.parametrize("name", SHOWN)
def test_a_page_is_whole(watch: Watch, page: Page, site: Path, serve: Serve, name: str) -> None:
    """No request elsewhere, no error, nothing missing, too wide, out of reach or hard to read."""
    # the theme's own parts are others on a narrow screen, and the same on all pages
    rules = "" if name == SHOWN[0] else SEEN
    assert visit(watch, f"{serve(site)}/{name}.html", rules) == {NARROW: [], WIDE: []}


# Markup with one fault each, and what is said of it: once, or on each screen.
PALE = "color: #999 !important; background: #888 !important"
CODE = '<div class="highlight"><pre style="{}">{}<span class="nn x-{}">word</span></pre></div>'
SIGN = '<span class="nn">word</span> '  # axe-core is shown each look of it once
ONCE = {
    '<script src="http://127.0.0.2:9/x.js"></script>': "request to another host: http://127.0.0.2",
    '<img src="gone.png" alt="">': "failed asset: .*gone.png",
    "<script>console.error('oh')</script>": "console error: oh",
    "<script>throw new Error('ah')</script>": "page error: ah",
    '<label><input type="radio" name="x"><math><mi>N</mi></math></label>': "axe label: ",
}
ON_EACH = {
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
    '<a href="#x" style="font-size: 4px">a</a><a href="#x" style="font-size: 4px">b</a>': (
        "axe target-size: "
    ),
}


def test_each_planted_fault_is_refused(
    watch: Watch, page: Page, faulty_site: Path, serve: Serve
) -> None:
    chapter = faulty_site / "notebooks" / "output_layer.html"
    planted = chapter.with_name("planted_for_the_browser.html")
    markup = "".join(ONCE) + "".join(ON_EACH)
    planted.write_text(chapter.read_text("utf-8").replace("</article>", f"{markup}</article>", 1))
    faults = visit(watch, f"{serve(faulty_site)}/notebooks/{planted.name}")
    for fault in ONCE.values():
        found = [one for one in faults[NARROW] + faults[WIDE] if re.search(fault, one)]
        assert found, (fault, faults)
    for screen in SCREENS:
        for fault in ON_EACH.values():
            assert any(re.search(fault, found) for found in faults[screen]), (fault, faults)


def test_search_fonts_and_dark_work_from_a_folder(bare: Watch, site: Path) -> None:
    page = bare.page
    assert bare.open(f"{(site / 'search.html').as_uri()}?q=transpose") == []
    page.wait_for_selector("#search-results li a[href*='book/notation.html']")
    assert bare.faults == []
    for screen in SCREENS:
        show(page, screen)
        assert bare.open((site / "book" / "notation.html").as_uri()) == []
        assert page.evaluate("document.documentElement.dataset.theme") == screen[1]
        loaded = page.evaluate("""document.fonts.ready.then(() => [...document.fonts]
          .filter((face) => face.status === "loaded").map((face) => face.family))""")
        assert any("STIX Two Math" in family for family in loaded)
