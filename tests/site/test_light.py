"""A page is light: what a first visit and the next page cost, and nothing that no page uses."""

import gzip
import re
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from site_checks import READY
from site_pages import ROOT

from benchmarks.pages import SETTLED, WATCH
from companion.play.pages import PAGES

sys.path.insert(0, str(ROOT / "book" / "_ext"))
from light import icon, joined_scripts, joined_sheets, light, one_page

OUTLINES = '{bars:[448,512,["navicon"],"f0c9","M0 96"],"old":bars}'
PAGE = """<link rel="stylesheet" href="../_static/a.css?v=1" />
<link rel="stylesheet" href="../_static/own.css" />
<script src="../_static/a.js"></script>
<script>let hint = 'x';</script>
<script>(globalThis.numrec ??= {}).data = 1;</script>
<script src="../_static/own.js"></script>
<script src="../_static/searchtools.js"></script>
<script defer src="../_static/scripts/fontawesome.js"></script>
<i class="fa-solid fa-bars"></i><i class="switch fa-solid fa-bars fa-lg" title="Light"></i>
"""

MOST_MOVED = 0.05
"""Of the browser's own sum of how far things shift (CLS)."""

FIRST_VISIT, NEXT_PAGE, REQUESTS = 300_000, 80_000, 10
WITH_DIGITS = {"train": 290_000, "draw": 345_000}
"""Play pages that load images and trained networks at once, and what that may add."""

LATE = {"notebooks/training": "train", "notebooks/your_own_digits": "draw"}
"""Chapters with a piece that has such data, which is loaded when it comes near."""


@cache
def weight(path: Path) -> int:
    return len(gzip.compress(path.read_bytes()))


def pages(site: Path) -> list[Path]:
    """Return the chapters and the other pages, without those of code."""
    found = [*site.glob("notebooks/*.html"), *site.glob("book/**/*.html"), site / "search.html"]
    return [path for path in found if "{{" not in path.read_text("utf-8")]


def parts(page: Path, site: Path) -> tuple[list[Path], list[Path], int]:
    """Return the files that a page shares with all others, its own, and how many it asks for.

    Its figures are not among them.
    """
    text = page.read_text("utf-8")
    sheets = re.findall(r'<link rel="stylesheet"[^>]*href="([^"?]+)', text)
    scripts = re.findall(r'<script[^>]*src="([^"?]+)', text)
    # a chapter's piece loads its data when it comes near, which another test holds it to
    data = re.findall(r'data-needs="([^"?]+)', text) if page.parent.name == "play" else []
    files = [(page.parent / name).resolve() for name in dict.fromkeys(sheets + scripts + data)]
    shared = [path for path in files if path.name.startswith("shared.")]
    shared.append(site / "_static" / "stix-two-math.woff")
    own = [path for path in files if path not in shared]
    return shared, own, 1 + len(shared) + len(own) + 1  # the page and its favicon


def test_a_first_visit_and_a_next_page_are_light(site: Path) -> None:
    found = pages(site)
    assert len(found) > 35
    for page in found:
        shared, own, requests = parts(page, site)
        held = WITH_DIGITS.get(page.stem, 0)
        boxes = sum(weight(path) for path in own if path.parent.name == "lines")
        new = weight(page) + sum(map(weight, own)) - held
        assert new + sum(map(weight, shared)) <= FIRST_VISIT, page
        assert new - boxes <= NEXT_PAGE, page  # the chapter before has brought the boxes along
        assert requests <= REQUESTS, page


def test_pages_share_one_sheet_and_one_script_and_have_one_more_beside_the_boxes(
    site: Path,
) -> None:
    """The script of the boxes is one for all chapters."""
    for page in pages(site):
        shared, own, _ = parts(page, site)
        assert [path.name for path in shared[:2]] == ["shared.css", "shared.js"], page
        found = [path for path in own if path.suffix == ".js" and path.parent.name != "lines"]
        scripts = [path for path in found if not path.stem.endswith("_data")]
        assert len(scripts) <= 1 or page.name == "search.html", page


def test_no_page_asks_for_a_file_of_icons_and_each_icon_has_its_outline(site: Path) -> None:
    for page in pages(site):
        text = page.read_text("utf-8")
        assert "fontawesome" not in text, page
        assert "fa-solid" not in text, page
        drawn = re.findall(r'<svg class="icon[^>]*><path d="M[^"]+"/></svg>', text)
        assert len(drawn) == text.count('<svg class="icon') > 5, page


def test_each_figure_says_its_size_so_that_nothing_moves_when_it_comes(site: Path) -> None:
    figures = [one for page in pages(site) for one in re.findall("<img [^>]*>", page.read_text())]
    assert len(figures) > 80
    for figure in figures:
        width, height = (re.search(rf' {name}="(\d+)"', figure) for name in ("width", "height"))
        assert width, figure
        assert height, figure


@pytest.fixture(scope="module")
def screens(browser: Browser) -> Iterator[dict[int, Page]]:
    """A page of the browser for each width, which sums how far things shift."""
    context = browser.new_context()
    context.add_init_script(WATCH)
    pages = {width: context.new_page() for width in (1280, 360)}
    for width, page in pages.items():
        page.set_viewport_size({"width": width, "height": 800})
    yield pages
    context.close()


@pytest.mark.parametrize(
    "name",
    ["book/index", "book/remember", *LATE, *(f"book/play/{play}" for play in PAGES)],
)
@pytest.mark.parametrize("width", [1280, 360])
def test_what_is_shown_does_not_move_when_the_rest_comes(
    screens: dict[int, Page], site: Path, name: str, width: int
) -> None:
    assert moved(screens[width], (site / f"{name}.html").as_uri()) <= MOST_MOVED


@pytest.mark.parametrize("name", LATE)
@pytest.mark.parametrize("width", [1280, 360])
def test_large_data_are_asked_for_when_the_piece_comes_near_and_not_before(
    browser: Browser, site: Path, name: str, width: int
) -> None:
    page, large = browser.new_page(viewport={"width": width, "height": 800}), list[str]()
    page.on("request", lambda asked: large.extend(re.findall(r"\w+_data\.js", asked.url)))
    page.goto((site / f"{name}.html").as_uri(), wait_until="load")
    # whoever watches what comes near has been told of each place by now
    page.evaluate("""async () => {
      const places = [...document.querySelectorAll("[data-play]")];
      for (const place of places)
        await new Promise((told) => new IntersectionObserver(told).observe(place));
      for (let k = 0; k < 3; k += 1) await new Promise(requestAnimationFrame);
    }""")
    assert large == []
    place = page.locator(f"[data-play={LATE[name]}]")
    assert "near the screen" in place.inner_text()
    place.scroll_into_view_if_needed()
    page.locator(f"[data-play={LATE[name]}][data-ready]").wait_for()
    assert large == [f"{LATE[name]}_data.js"]
    page.close()


def test_no_line_breaks_anew_when_the_letters_of_formulas_come(
    screens: dict[int, Page], site: Path, serve: Callable[[Path], str]
) -> None:
    assert moved(screens[360], f"{serve(site)}/book/glossary.html") <= MOST_MOVED


def moved(page: Page, address: str) -> float:
    """Return how far a page's layout shifts while it comes, as the browser sums it."""
    page.goto("about:blank")
    page.goto(address, wait_until="load")
    page.wait_for_function("!document.querySelector('.remember:not([data-ready])')")
    page.wait_for_function(READY)
    page.wait_for_timeout(SETTLED)
    return float(page.evaluate("moved"))


def test_an_icon_is_an_outline_of_the_theme_s_and_another_name_is_refused() -> None:
    assert 'viewBox="0 0 448 512"' in icon("bars", OUTLINES)
    assert '<path d="M0 96"/>' in icon("bars", OUTLINES)
    for unknown in ("cat", "old"):
        with pytest.raises(ValueError, match=f"no icon '{unknown}'"):
            icon(unknown, OUTLINES)


def test_sheets_are_joined_in_their_order_without_the_icons_font(tmp_path: Path) -> None:
    (tmp_path / "base.css").write_text("b{}")
    (tmp_path / "a.css").write_text('@import "base.css";a{}')
    (tmp_path / "c.css").write_text(
        '@font-face{font-family:"Font Awesome 7 Free";src:url(x)}.fa-cat:before{content:"x"}c{}'
    )
    joined = joined_sheets(tmp_path, ["a.css", "c.css"])
    assert joined.split() == ["b{}", "a{}", "c{}"]


def test_what_a_page_sets_comes_before_the_file_that_looks_at_it(tmp_path: Path) -> None:
    """The buttons that fold a solution ask at once for words that the page sets further down."""
    (tmp_path / "_static").mkdir()
    (tmp_path / "_static" / "toggle.js").write_text("look(option);//# sourceMappingURL=t.map")
    (tmp_path / "_static" / "documentation_options.js").write_text("option=1")
    names = ["_static/toggle.js", "option=2", "_static/documentation_options.js"]
    joined = joined_scripts(tmp_path, names)
    assert joined.split() == ["option=1", ";", "option=2", ";", "look(option);"]


def test_a_solution_is_folded_until_it_is_asked_for(page: Page, site: Path) -> None:
    page.goto((site / "notebooks" / "loss.html").as_uri())
    page.wait_for_load_state("load")
    solution = page.locator("div.solution.dropdown").first
    assert solution.locator("button.toggle-button").count() == 1
    assert not solution.locator("p").last.is_visible()
    solution.locator("button.toggle-button").click()
    assert solution.locator("p").last.is_visible()


def test_a_page_keeps_its_own_scripts_and_its_data(tmp_path: Path) -> None:
    (tmp_path / "_static").mkdir()
    for name in ("shared.css", "shared.js"):
        (tmp_path / "_static" / name).write_text("x")
    shared = ["_static/a.js", "let hint = 'x';"]
    page = one_page(PAGE, "../", tmp_path, ["_static/a.css"], shared, OUTLINES)
    files = re.findall(r'(?:href|src)="([^"?]+)', page)
    assert files == [
        f"../_static/{name}" for name in ("shared.css", "shared.js", "own.css", "own.js")
    ]
    assert "numrec" in page
    assert "hint" not in page
    assert page.count("<svg") == 2
    assert "preload" not in page, "it has no formula"
    assert '<i class="switch" title="Light"><svg class="icon large"' in page


def test_after_a_change_to_one_page_the_others_keep_what_they_share(tmp_path: Path) -> None:
    """The page that is written anew has a sheet of its own, which alone would be what most have."""
    static = tmp_path / "html" / "_static"
    for name in ("styles/theme.css", "a.css", "own.css", "a.js", "scripts/fontawesome.js"):
        (static / name).parent.mkdir(parents=True, exist_ok=True)
        (static / name).write_text(f"/* {name} */" + OUTLINES)
    chapters = tmp_path / "html" / "notebooks"
    chapters.mkdir()
    links = '<link rel="stylesheet" href="../_static/{}" />\n'
    first = links.format("styles/theme.css") + links.format("a.css")
    for name in ("one", "two", "three"):
        (chapters / f"{name}.html").write_text(first + '<script src="../_static/a.js"></script>')
    app: Any = SimpleNamespace(
        outdir=tmp_path / "html", doctreedir=tmp_path, builder=SimpleNamespace(format="html")
    )
    light(app, None)
    shared, other = (static / "shared.css").read_text(), (chapters / "two.html").read_text()
    assert "a.css" in shared
    (chapters / "one.html").write_text(first + links.format("own.css") + "<script>a = 1</script>")
    light(app, None)
    assert (static / "shared.css").read_text() == shared
    assert (chapters / "two.html").read_text() == other
    assert "own.css" in (chapters / "one.html").read_text()
    assert "a.css" not in (chapters / "one.html").read_text()
    assert "a = 1" not in (chapters / "one.html").read_text()
    assert "a = 1" in (static / "shared.js").read_text()
