"""Each figure stands out from a light page and from a dark one; test_browser.py has the rest."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page
from site_checks import pale_faults

from companion.colours import INK, SHADES

PLAIN = "book/about.html"


def put(page: Page, figure: str) -> None:
    """Put a figure into the open page instead of what stands there."""
    page.locator("article").evaluate("(one, svg) => { one.innerHTML = svg; }", figure)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_figure_stands_out(page: Page, site: Path, scheme: Any) -> None:
    page.emulate_media(color_scheme=scheme)
    page.goto((site / PLAIN).as_uri())
    assert page.evaluate("document.documentElement.dataset.theme") == scheme
    shown = "".join(path.read_text("utf-8") for path in site.glob("*/*.html"))
    faults, looked_at = {}, 0
    for path in (site / "_images").glob("*.svg"):
        if path.name not in shown:
            continue  # an earlier build's
        figure = path.read_text("utf-8")
        put(page, figure[figure.index("<svg") :])
        looked_at += "<text" in figure
        if found := pale_faults(page, "article svg"):
            faults[path.name] = found
    assert faults == {}
    assert looked_at > 90


def test_a_figure_has_the_shades_of_the_page_whatever_the_system_says(
    page: Page, site: Path
) -> None:
    """The theme's switch alone changes the picture, which a browser draws in the page's scheme."""
    page.emulate_media(color_scheme="light")
    page.goto((site / "notebooks" / "loss.html").as_uri())
    figure = page.locator("article img[src$='.svg']").first
    seen = []
    for theme in ("light", "dark", "light"):
        page.evaluate("(theme) => { document.documentElement.dataset.theme = theme; }", theme)
        page.wait_for_function("() => document.querySelector('article img').complete")
        seen.append(figure.screenshot(omit_background=True))
    assert seen[0] == seen[2] != seen[1]


def test_a_pale_figure_is_named(page: Page, site: Path) -> None:
    page.goto((site / PLAIN).as_uri())
    light, dark = SHADES[INK]
    words = '<text y="40" style="font: 20px sans-serif; fill: {}">words</text>'
    line = '<path class="x-line" d="M0 0L90 9" style="fill: none; stroke: {}"/>'
    box = '<rect width="90" height="90" style="fill: {}"/>'
    svg = '<svg width="90" height="90">{}</svg>'
    put(page, svg.format(words.format(light) + line.format(light)))
    assert pale_faults(page, "article svg") == []
    put(page, svg.format(words.format(dark) + line.format(dark)))
    assert pale_faults(page, "article svg") == ["words words: 2.5", "path x-line: 2.5"]
    put(page, svg.format(box.format(dark) + words.format(light)))
    assert pale_faults(page, "article svg") == ["words words: 2.2", "rect : 2.5"]
