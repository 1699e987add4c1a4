"""A play page, opened as a reader would open it, and watched while it is used."""

import base64
import itertools
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Browser, Frame, Page
from site_checks import Watch, run_axe

from companion.play.notebook import show
from companion.play.pages import LINES, SCRIPTS, data, data_script, text_of
from companion.play.pen import encode
from numrec.activations import Array
from tools.drawings import saved

Play = Callable[..., Page]

CHANGED = "loss=cross_entropy&fractions=1&omega1_0_1=1/3&a0_2=-0.5&open=delta1_0"
"""The calculator with another network, another loss, another quantity opened."""

CORNER = "strokes=" + encode(
    next(d for d in saved() if d.kind == "in a corner" and d.digit == 3).strokes
)
"""A three drawn in a corner of the pad."""

TOUCH: dict[str, Any] = {"width": 360, "has_touch": True, "is_mobile": True}

# Numbers between Python and the blank page, bit for bit.
CORE = """() => {
  globalThis.floats = (values) => {
    const bytes = new Uint8Array(Float64Array.from(values).buffer);
    let text = "";
    for (let k = 0; k < bytes.length; k += 8192)
      text += String.fromCharCode(...bytes.subarray(k, k + 8192));
    return btoa(text);
  };
  globalThis.bytesOf = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  globalThis.doubles = (text) => new Float64Array(bytesOf(text).buffer);
  globalThis.published = numrec.example.published(numrec.data.example);
}"""


class Desk:
    """Pages of a browser, one for each kind of screen, opened again and again."""

    def __init__(self, browser: Browser, root: str) -> None:
        self._browser = browser
        self._root = root
        self._watches: dict[str, Watch] = {}
        self._open: set[str] = set()

    def open(
        self,
        name: str,
        state: str = "",
        width: int = 1280,
        scheme: str = "light",
        root: str = "",
        **options: object,
    ) -> Page:
        """Open a play page, and wait until it is ready."""
        kind = repr((width, scheme, options))
        if kind not in self._watches:
            screen = {"viewport": {"width": width, "height": 900}, "color_scheme": scheme}
            context = self._browser.new_context(**{**screen, **options})  # type: ignore[arg-type]
            self._watches[kind] = Watch(context.new_page())
        self.check(kind)
        watch = self._watches[kind]
        address = f"{root or self._root}/book/play/{name}.html"
        assert watch.open(f"{address}#{state}" if state else address) == []
        watch.page.wait_for_selector(f"[data-play={name}][data-ready]")
        self._open.add(kind)
        return watch.page

    def check(self, *kinds: str) -> None:
        """Demand that nothing went wrong on the pages that are open."""
        for kind in self._open & set(kinds or self._open):
            self._open.discard(kind)
            watch = self._watches[kind]
            assert watch.faults == [], watch.faults
            assert watch.page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    def close(self) -> None:
        """Close all pages."""
        for watch in self._watches.values():
            watch.page.context.close()


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
    """A blank page with all scripts, for what hangs on no page."""
    page = browser.new_page()
    page.evaluate(data_script(data(SCRIPTS)))
    for script in dict.fromkeys(itertools.chain(*SCRIPTS.values(), LINES)):
        page.add_script_tag(content=text_of(script))
    page.evaluate(CORE)
    yield page
    page.close()


@pytest.fixture
def alone(bare: Watch, tmp_path: Path) -> Play:
    """Open a piece alone, as a notebook shows it."""

    def opened(name: str, state: str = "") -> Page:
        file = tmp_path / f"{name}.html"
        file.write_text(show(name, state).document(), "utf-8")
        assert bare.open(file.as_uri()) == []
        bare.page.wait_for_selector("[data-ready]")
        return bare.page

    return opened


def settled(page: Page | Frame) -> None:
    """Wait for what is drawn a frame or two later, and do at once what waits for rest."""
    page.evaluate("""async () => {
      for (let k = 0; k < 3; k += 1) await new Promise(requestAnimationFrame);
      numrec.settle();
    }""")


def says(page: Page) -> str:
    """Return the sentence that a piece shows, its numbers as Python reads them."""
    settled(page)
    return minus(page.inner_text(".says"))


def told(page: Page | Frame) -> str:
    """Return the sentence that a screen reader is told."""
    settled(page)
    return page.inner_text(".play [role=status]")


def state_of(page: Page) -> str:
    """Return what stands behind the # in the address."""
    settled(page)
    return str(page.evaluate("location.hash")).removeprefix("#")


def go(page: Page, state: str) -> None:
    """Follow a link to another state of the page that is open."""
    page.evaluate(
        """(state) => new Promise((done) => {
          addEventListener("hashchange", done, { once: true });
          location.hash = state;
        })""",
        state,
    )


def doubles(text: str, shape: tuple[int, ...] = (-1,)) -> Array:
    """Read the numbers that the blank page wrote with `floats`."""
    return np.frombuffer(base64.b64decode(text)).reshape(shape)


def minus(text: str) -> str:
    """Write a number as Python reads it."""
    return text.replace("\N{MINUS SIGN}", "-")


# What axe-core need not look at: a formula's letters have the colour of the text around them, and
# the rows of a table, like the drawings that are misread, are alike: it sees two of them.
ALIKE = ["math > *", "table.table tbody tr:nth-child(n+3)", ".misread-list li:nth-child(n+3)"]


def axe_faults(page: Page | Frame, rules: str = "") -> list[str]:
    """Run axe-core on the play page alone, all its rules or those named, and say what it names."""
    return run_axe(page, rules, {"include": [".play"], "exclude": ALIKE})
