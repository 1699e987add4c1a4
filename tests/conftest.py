"""The built site, a browser and a server, each made once a session."""

from __future__ import annotations

import functools
import http.server
import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from child_processes import DEADLINE
from hypothesis import settings
from playwright.sync_api import Browser, Page
from site_and_browser import strict_build, without_browser

from tools.chromium import NoBrowserError, chromium
from tools.settings import use_own_settings

if TYPE_CHECKING:
    from site_checks import Watch

use_own_settings()
settings.register_profile("numrec", database=None)  # the checkout may be another's
settings.load_profile("numrec")

ROOT = Path(__file__).parents[1]


def _build_once(folder: Path) -> Path:
    """Build the site in a folder that all of pytest-xdist's workers share: the first builds."""
    done = folder / "log.txt"
    try:
        folder.mkdir()
    except FileExistsError:
        deadline = time.monotonic() + DEADLINE
        while not done.exists():
            if time.monotonic() > deadline:
                pytest.fail("another worker did not finish building the site")
            time.sleep(0.2)
    else:
        result = strict_build(ROOT, folder)
        log = f"{result.returncode}\n{result.stdout[-3000:]}\n{result.stderr[-6000:]}"
        (folder / "log.part").write_text(log)
        (folder / "log.part").rename(done)
    code, _, log = done.read_text().partition("\n")
    if code != "0":
        pytest.fail(f"the strict build failed:\n{log}", pytrace=False)
    return folder / "_build" / "html"


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of HTML pages: a fresh strict build, or the one that NUMREC_SITE names."""
    named = os.environ.get("NUMREC_SITE")
    if named:
        if not (Path(named) / "searchindex.js").is_file():
            pytest.fail(f"NUMREC_SITE={named} holds no built site")
        return Path(named).resolve()
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    return _build_once(shared / "site").resolve()


@pytest.fixture(scope="session")
def faulty_site(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the site to plant faults in."""
    return Path(shutil.copytree(site, tmp_path_factory.mktemp("faulty") / "html")).resolve()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A Chromium; without one the tests are skipped, where one is not demanded."""
    try:
        with chromium("this test") as found:
            yield found
    except NoBrowserError as error:
        without_browser(str(error))


@pytest.fixture(scope="session")
def watch(browser: Browser) -> Iterator[Watch]:
    """A page of the browser that `page` and `bare` hand from test to test."""
    from site_checks import Watch

    page = browser.new_context().new_page()
    yield Watch(page)
    page.context.close()


@contextmanager
def _at_first(page: Page) -> Iterator[Page]:
    """Have a page wide and light, for a reader who wants no motion; what it kept is forgotten."""
    page.goto("about:blank")
    page.set_viewport_size({"width": 1280, "height": 900})
    page.emulate_media(media="null", color_scheme="light", reduced_motion="reduce")
    try:
        yield page
    finally:
        page.evaluate("try { localStorage.clear(); } catch {}")


@pytest.fixture
def page(watch: Watch) -> Iterator[Page]:
    """A page of the browser as it is at first, for a test that needs no memory of its own."""
    with _at_first(watch.page) as page:
        yield page


@pytest.fixture
def bare(watch: Watch) -> Iterator[Watch]:
    """The same page, watched: what goes wrong in it fails the test."""
    with _at_first(watch.page):
        yield watch
        assert watch.faults == []


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[[Path], str]]:
    """A function that serves a folder on this machine and returns the address."""
    servers: dict[Path, http.server.ThreadingHTTPServer] = {}

    def address(folder: Path) -> str:
        if folder not in servers:
            handler = functools.partial(_Quiet, directory=str(folder))
            servers[folder] = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
            threading.Thread(target=servers[folder].serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{servers[folder].server_port}"

    yield address
    for server in servers.values():
        server.shutdown()
        server.server_close()
