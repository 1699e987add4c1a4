"""A play page, opened as a reader would open it, and watched while it is used."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page
from site_checks import Watch


@contextmanager
def opened(
    browser: Browser,
    root: str,
    name: str,
    state: str = "",
    width: int = 1280,
    scheme: str = "light",
    options: dict[str, Any] | None = None,
) -> Iterator[Page]:
    """Open a play page of the site at `root`, and demand at the end that nothing went wrong."""
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme="dark" if scheme == "dark" else "light",
        **(options or {}),
    )
    watch = Watch(context.new_page())
    faults = watch.open(f"{root}/book/play/{name}.html{'#' + state if state else ''}")
    watch.page.wait_for_selector(f"[data-play={name}][data-ready]")
    yield watch.page
    assert faults == [], faults
    assert watch.faults == [], watch.faults
    assert watch.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    context.close()


def told(page: Page) -> str:
    """Give the sentence that a screen reader is told, once the page has come to rest."""
    page.wait_for_timeout(50)  # let a change of the address arrive
    page.wait_for_function("numrec.isAtRest()")
    return str(page.inner_text(".play [role=status]"))


def package_scripts() -> Path:
    """Give the folder of the scripts."""
    return Path(__file__).parents[2] / "companion" / "play"
