"""The play pages of the built site, and one blank page that computes what they compute."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest
from play_page import CORE, Desk, Play
from playwright.sync_api import Browser, Page

from companion.play.pages import PAGES, data, data_script, text_of


@pytest.fixture(scope="session")
def desk(browser: Browser, site: Path) -> Iterator[Desk]:
    """Pages of the browser, one for each kind of screen, kept for all tests of a worker."""
    made = Desk(browser, site.as_uri())
    yield made
    made.close()


@pytest.fixture
def play(desk: Desk) -> Iterator[Play]:
    """Open play pages as a reader would, and demand at the end that nothing went wrong."""
    yield desk.open
    desk.check()


@pytest.fixture(scope="session")
def core(browser: Browser) -> Iterator[Page]:
    """A blank page with the scripts of all play pages, for what hangs on no page."""
    page = browser.new_page()
    page.evaluate(data_script(data()))
    for script in dict.fromkeys(itertools.chain(*PAGES.values())):
        page.add_script_tag(content=text_of(script))
    page.evaluate(CORE)
    yield page
    page.close()
