"""Measure the pages to play with in Chromium: `make bench-play` writes benchmarks/browser.json.

Three things: how long a digit takes from the lifted pen to the answer in the page, with the last
stroke of each of a hundred recorded drawings; the tasks of over 50 ms (the browser's own measure
of a page that does not answer) on the main thread while the training page trains; and what each
page weighs over the wire beyond what every page of the book loads.
"""

import gzip
import json
import re
import statistics
import sys
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

from benchmarks.compare import machine
from companion.play.pages import PAGES
from companion.play.pen import encode
from tools.chromium import NoBrowserError, chromium
from tools.drawings import saved

RESULTS = Path(__file__).parent / "browser.json"
SITE = Path(__file__).parents[1] / "_build" / "html"
DRAWINGS = 100
SECONDS = 20

# From the moment the browser tells of the lifted pen to the moment the answer stands in the page.
CLOCK = """() => {
  let began = 0;
  globalThis.taken = [];
  addEventListener("pointerup", () => (began = performance.now()), true);
  addEventListener("pointerup", () => taken.push(performance.now() - began));
}"""

LAST_STROKE = """(points) => {
  const pad = document.querySelector(".pad");
  const { left, top, width } = pad.getBoundingClientRect();
  const at = ([x, y]) => ({ clientX: left + (x * width) / numrec.pen.PAD,
    clientY: top + (y * width) / numrec.pen.PAD, pointerId: 1, button: 0, bubbles: true });
  const tell = (kind, point) => pad.dispatchEvent(new PointerEvent(kind, at(point)));
  tell("pointerdown", points[0]);
  for (const point of points.slice(1)) tell("pointermove", point);
  tell("pointerup", points.at(-1));
}"""

LONG_TASKS = """
  globalThis.long = [];
  new PerformanceObserver((list) => long.push(...list.getEntries().map((task) => task.duration)))
    .observe({ type: "longtask" });
"""


def reading(browser: Browser) -> list[float]:
    """Return the milliseconds from the lifted pen to the answer for each drawing."""
    page = _opened(browser, "draw", "strokes=")
    page.evaluate(CLOCK)
    step = len(saved()) // DRAWINGS
    for drawing in saved()[: step * DRAWINGS : step]:
        *before, last = drawing.strokes
        page.evaluate(f"location.hash = 'strokes={encode(before)}'")
        page.wait_for_timeout(30)
        page.evaluate(LAST_STROKE, [list(map(int, point)) for point in last])
        page.wait_for_timeout(30)
    taken: list[float] = page.evaluate("taken")
    page.context.close()
    return taken


def long_tasks(browser: Browser) -> list[float]:
    """Return the milliseconds of each long task while a reader trains, looks and walks."""
    page = _opened(browser, "train", "", LONG_TASKS)
    page.wait_for_timeout(1000)
    page.evaluate("long.length = 0")  # those of loading the page, which every page has
    page.get_by_role("button", name="Start", exact=True).click()
    page.wait_for_timeout(SECONDS * 500)
    page.get_by_role("radio", name="the last batch's derivatives").click()
    page.wait_for_timeout(SECONDS * 500)
    page.get_by_role("button", name="One batch").click()
    page.wait_for_timeout(500)
    page.get_by_role("button", name="Walk both").click()
    page.wait_for_selector(".slice .chart")
    page.wait_for_timeout(500)
    found: list[float] = page.evaluate("long")
    page.context.close()
    return found


def own_files(site: Path, name: str) -> list[Path]:
    """Return a play page of the built site, and the files that play pages alone load."""
    page = site / "book" / "play" / f"{name}.html"
    files = set(re.findall(r'_static/(play/[^"?]+)', page.read_text("utf-8")))
    return [page, *(site / "_static" / file for file in files)]


def weight(paths: list[Path]) -> int:
    """Return the bytes of files over the wire with gzip."""
    return sum(len(gzip.compress(path.read_bytes())) for path in paths)


def _opened(browser: Browser, name: str, state: str, before: str = "") -> Page:
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    if before:
        page.add_init_script(before)
    page.goto(f"{(SITE / 'book' / 'play' / f'{name}.html').as_uri()}#{state}")
    page.wait_for_selector(f"[data-play={name}][data-ready]")
    return page


def main() -> None:
    """Measure, write, and say the figures that have a bar."""
    found: dict[str, Any] = {"machine": machine()}
    with chromium("make bench-play") as browser:
        found["machine"]["browser"] = browser.version
        found["milliseconds from the lifted pen"] = reading(browser)
        found["milliseconds of long tasks while training"] = long_tasks(browser)
    found["bytes with gzip"] = {name: weight(own_files(SITE, name)) for name in PAGES}
    RESULTS.write_text(json.dumps(found, indent=1) + "\n", "utf-8")
    taken = found["milliseconds from the lifted pen"]
    print(f"lifted pen to answer: median {statistics.median(taken):.2f} ms of {len(taken)}")
    tasks = found["milliseconds of long tasks while training"]
    print(f"tasks over 50 ms while training: {len(tasks)}, longest {max(tasks, default=0):.0f} ms")
    print("bytes with gzip:", ", ".join(f"{k} {v}" for k, v in found["bytes with gzip"].items()))


if __name__ == "__main__":
    try:
        main()
    except NoBrowserError as error:
        sys.exit(str(error))
