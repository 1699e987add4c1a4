"""Figures in the page's own colours: each SVG gets the shades of a light and of a dark page.

A browser draws a picture in the colour scheme of the page that shows it, and the theme's switch
sets that scheme, so one file serves both. Chromium does; one that does not goes by the reader's
system, which is what the book follows until the switch is used.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from companion.colours import themed

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def theme_figures(app: Sphinx, error: Exception | None) -> None:
    """Write the shades into the figures; those of an earlier build have them already."""
    if error is not None or app.builder.format != "html":
        return
    for path in (Path(app.outdir) / "_images").glob("*.svg"):
        drawn = path.read_text("utf-8")
        if (done := themed(drawn)) != drawn:
            path.write_text(done, "utf-8")


def setup(app: Sphinx) -> dict[str, Any]:
    """Run when all pages are written."""
    app.connect("build-finished", theme_figures)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
