"""Weigh every page in Chromium, from a server on this machine: `make weigh`.

Each page is opened ten times by a browser that knows nothing yet, at 1280 x 800. Written down are
what it asks for, what that weighs with gzip, its figures apart, and the medians of its first paint
and of how far its layout shifts (the browser's own sum, CLS). benchmarks/pages.json has it all,
decisions/light.md a table. `python -m benchmarks.pages book/index` weighs some pages anew, and
keeps the others.
"""

from __future__ import annotations

import functools
import gzip
import http.server
import json
import statistics
import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from playwright.sync_api import Browser

from benchmarks.compare import machine
from tools.chromium import NoBrowserError, chromium

ROOT = Path(__file__).parents[1]
RESULTS = ROOT / "benchmarks" / "pages.json"
TABLE = ROOT / "decisions" / "light.md"
SITE = ROOT / "_build" / "html"
TIMES = 10
SETTLED = 400
"""Milliseconds after a page has loaded, in which what comes late may still move it."""

MARK = "<!-- what follows is written by make weigh -->\n"
PICTURES = (".png", ".svg", ".jpg", ".gif")

WATCH = """
  globalThis.moved = 0;
  new PerformanceObserver((list) => {
    for (const one of list.getEntries()) if (!one.hadRecentInput) moved += one.value;
  }).observe({ type: "layout-shift", buffered: true });
"""

FIRST_RESULT = """
  new MutationObserver((seen, watch) => {
    if (!document.querySelector("#search-results li a")) return;
    globalThis.answered = performance.now();
    watch.disconnect();
  }).observe(document, { childList: true, subtree: true });
"""
SLOWER = 4
"""A processor so many times slower, as in a cheap phone."""


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


class _Server(http.server.ThreadingHTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of a browser that leaves a page before all has come."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder on this machine for a while; yield its address."""
    handler = functools.partial(_Quiet, directory=str(folder))
    server = _Server(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def names_of(site: Path) -> list[str]:
    """Name the built pages that are read: all but those of code and those that only lead on."""
    pages = sorted(path.relative_to(site).with_suffix("") for path in site.rglob("*.html"))
    names = [page.as_posix() for page in pages if page.parts[0] not in {"_static", "code"}]
    texts = {name: (site / f"{name}.html").read_text("utf-8") for name in names}
    return [name for name, text in texts.items() if 'http-equiv="refresh"' not in text.lower()]


def weighed(browser: Browser, address: str, name: str, site: Path) -> dict[str, Any]:
    """Open a page several times; return what it asks for, weighs and takes.

    Parameters
    ----------
    browser : Browser
        A Chromium.
    address : str
        Where the book is served.
    name : str
        The page, without its ending.
    site : Path
        The book's folder.
    """
    paints, shifts, asked = [], [], dict[str, None]()
    for _ in range(TIMES):
        context = browser.new_context(viewport={"width": 1280, "height": 800})
        page = context.new_page()
        page.add_init_script(WATCH)
        page.on("request", lambda request: asked.setdefault(request.url))
        page.goto(f"{address}/{name}.html", wait_until="load")
        page.wait_for_timeout(SETTLED)
        first = "performance.getEntriesByName('first-paint')[0].startTime"
        paints.append(page.evaluate(first))
        shifts.append(page.evaluate("moved"))
        context.close()
    # what a script makes itself, as blob: or data:, is no request
    paths = [unquote(urlsplit(url).path) for url in asked if url.startswith(address)]
    own = [path for path in paths if not path.startswith("/_images")]
    return {
        "requests": len(own),
        "bytes": zipped(site, own),
        "figures": len(paths) - len(own),
        "bytes of figures": zipped(site, (path for path in paths if path not in own)),
        "first paint, ms": round(statistics.median(paints)),
        "layout shift": round(statistics.median(shifts), 3),
    }


def searched(browser: Browser, address: str) -> float:
    """Return the milliseconds from a question to its first result, on a slow processor."""
    taken: list[float] = []
    for _ in range(TIMES):
        context = browser.new_context()
        page = context.new_page()
        page.add_init_script(FIRST_RESULT)
        session = context.new_cdp_session(page)
        session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        page.goto(f"{address}/search.html?q=softmax")
        page.wait_for_function("globalThis.answered")
        taken.append(page.evaluate("answered"))
        context.close()
    return statistics.median(taken)


def zipped(site: Path, paths: Iterable[str]) -> int:
    """Return what files weigh with gzip; a picture is sent as it is."""
    files = [site / path.lstrip("/") for path in paths]
    sent = [path.read_bytes() for path in files if path.is_file()]
    return sum(min(len(one), len(gzip.compress(one))) for one in sent)


def table(pages: dict[str, dict[str, Any]]) -> str:
    """Write what was found as a table in Markdown, the heaviest page first."""
    head = "| Page | Requests | kB | Figures | kB | First paint, ms | Shift |\n"
    rows = [
        f"| {name} | {found['requests']} | {found['bytes'] / 1000:.0f} | {found['figures']} "
        f"| {found['bytes of figures'] / 1000:.0f} | {found['first paint, ms']} "
        f"| {found['layout shift']:.3f} |\n"
        for name, found in sorted(pages.items(), key=lambda item: -item[1]["bytes"])
    ]
    return head + "|---|--:|--:|--:|--:|--:|--:|\n" + "".join(rows)


def main(names: list[str]) -> None:
    """Weigh the pages of these names, or all, and write both files."""
    if unknown := set(names) - set(names_of(SITE)):
        sys.exit(f"{SITE} has no pages {sorted(unknown)}: say make book, and name them as in it")
    kept = names and RESULTS.exists()
    found = json.loads(RESULTS.read_text("utf-8"))["pages"] if kept else {}
    with chromium("make weigh") as browser, served(SITE) as address:
        where = machine() | {"browser": browser.version}
        for name in names or names_of(SITE):
            found[name] = weighed(browser, address, name, SITE)
            if name == "search":
                slow = f"first result, ms, {SLOWER} times slower"
                found[name][slow] = round(searched(browser, address))
            print(f"{name}: {found[name]}", flush=True)
            _store(where, found)  # a run that is cut off loses no page


def _store(where: dict[str, Any], found: dict[str, dict[str, Any]]) -> None:
    """Write both files."""
    stored = {"machine": where, "pages": dict(sorted(found.items()))}
    RESULTS.write_text(json.dumps(stored, indent=1) + "\n", "utf-8")
    words = TABLE.read_text("utf-8").partition(MARK)[0]
    TABLE.write_text(words + MARK + "\n" + table(found), "utf-8")


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except NoBrowserError as error:
        sys.exit(str(error))
