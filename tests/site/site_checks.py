"""What the tests demand of a page: each check gives a list of faults in words, empty when all is
well, so that a test can also plant a fault and see it named.
"""

import gc
import json
import re
from collections.abc import Callable, Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

from bs4 import BeautifulSoup, Tag
from playwright.sync_api import ConsoleMessage, Frame, Page, Request, Response

from companion.pages.coverage import StepCoverage
from companion.pages.source import Line
from companion.steps import CERTAINTY, CHECKS

LEAST_WORDS_OF_ALT = 4

# The pictures within a page; a mark on a digit stands on a canvas, whose ground is not known.
DRAWN = "article svg:not(.icon, :has(.nudge-mark))"

PALE = Path(__file__).with_name("pale.js").read_text("utf-8")

# An element is too wide when it ends beyond the screen and no box around it scrolls.
TOO_WIDE = """() => {
  const edge = document.documentElement.clientWidth + 1;
  const held = (element) => {
    for (let box = element; box && box !== document.body; box = box.parentElement) {
      const style = getComputedStyle(box);
      if (style.position === "fixed" || style.overflowX !== "visible") return true;
    }
    return false;
  };
  const wide = [...document.body.querySelectorAll("*")].filter((element) => {
    const box = element.getBoundingClientRect();
    return box.width > 0 && box.right > edge && box.left < edge && !held(element);
  }).map((element) => element.outerHTML.slice(0, 80));
  const page = document.documentElement.scrollWidth;
  return page > innerWidth ? [`the page is ${page} wide`, ...wide.slice(0, 3)] : wide.slice(0, 3);
}"""


# What is seen and scrolls sideways is to be a stop of the keyboard, with a name.
UNREACHABLE = """() => [...document.querySelectorAll("body *")].filter((box) =>
  ["auto", "scroll"].includes(getComputedStyle(box).overflowX)
  && box.scrollWidth > box.clientWidth + 1 && box.checkVisibility()
  && (box.tabIndex < 0 || !box.hasAttribute("aria-label")) && box.tagName !== "TEXTAREA"
).map((box) => box.outerHTML.slice(0, 120))"""

# What watches its size is told of a change within a frame, and then a box gets its stop and name.
FRAMES = """async () => {
  for (let k = 0; k < 2; k += 1) await new Promise(requestAnimationFrame);
}"""

LETTERS = "(size) => { document.documentElement.style.fontSize = size; }"

OPEN_FOLDS = """document.querySelectorAll("details").forEach((fold) => { fold.open = true; })"""

SEEN = "color-contrast target-size scrollable-region-focusable"
"""What of axe-core hangs on the width of the screen or on its colours; the rest on neither."""

# A formula's letters, by far the most of a chapter, have the colour of the text around them. One
# that has no words stays, empty, where it is part of a name: browsers pass over it there.
WORDS_FOR_FORMULAS = """() => {
  const named = "label, legend, a, button, summary, caption, :is(h1, h2, h3, h4, h5, h6)";
  for (const formula of document.querySelectorAll("math")) {
    const words = formula.getAttribute("aria-label");
    const around = formula.closest("span.math:not([tabindex], [role]):has(> :only-child)");
    if (words) formula.replaceWith(words);
    else if (formula.closest(named)) formula.replaceChildren();
    else (around ?? formula).remove();
  }
}"""

# What looks as something before it, of what is shown. A look is weight, size and all colours down
# to the one that hides what lies behind; and classes, so that it is one in the other scheme too.
REPEATED = """
  const look = (element) => {
    const text = getComputedStyle(element);
    const look = [text.color, text.fontWeight, text.fontSize];
    let hidden = false;
    for (let box = element; box; box = box.parentElement) {
      const { backgroundColor, backgroundImage, opacity, position } = getComputedStyle(box);
      if (!hidden && backgroundColor !== "rgba(0, 0, 0, 0)") look.push(backgroundColor);
      if (!hidden && backgroundImage !== "none") look.push(backgroundImage);
      if (opacity !== "1" || position === "fixed" || position === "absolute")
        look.push(opacity, position);
      hidden ||= backgroundColor.startsWith("rgb(");
    }
    return look.join();
  };
  const repeated = (elements) => {
    const seen = new Set();
    const shown = elements.filter((one) => one.checkVisibility({ visibilityProperty: true }));
    const looks = shown.map((one) => look(one) + one.className + one.parentElement.className);
    return shown.filter((_, k) => seen.has(looks[k]) || !seen.add(looks[k]));
  };
"""

# What else of a page axe-core need not look at: a sign of code that looks as one before it, and
# the button that copies a cell, which is the same by each.
THIN = f"""() => {{{REPEATED}
  const signs = [...document.querySelectorAll(":is(pre, code) span:not(:has(*))")];
  const short = signs.filter((sign) => sign.textContent.length < 2);  // which axe-core passes over
  for (const sign of [...short, ...repeated(signs.filter((sign) => !short.includes(sign)))])
    sign.replaceWith(sign.textContent);
  const seen = new Set();
  for (const button of document.querySelectorAll("button.copybtn")) {{
    const text = button.outerHTML.replaceAll(button.dataset.clipboardTarget, "");
    if (seen.has(text)) button.remove();
    seen.add(text);
  }}
}}"""

# Other texts that look alike stay where they are, and only their contrast is not looked at again.
CONTRAST_ONCE = f"""(where) => {{{REPEATED}
  for (const old of document.querySelectorAll("[data-again]")) delete old.dataset.again;
  const inside = where?.include ?? [where ?? "article"];
  const outside = (one) => (where?.exclude ?? []).some((part) => one.closest(part));
  const hasWords = (one) => [...one.childNodes].some((part) => part.data?.trim());
  const texts = inside.flatMap((part) => [...document.querySelectorAll(part)])
    .flatMap((part) => [...part.querySelectorAll("*")]);
  for (const text of repeated(texts.filter((one) => hasWords(one) && !outside(one))))
    text.dataset.again = "";
}}"""


# What can be played with is there. What waits until one comes near is come near to; asked in each
# frame, this ends where it began, at the top.
READY = """() => {
  const coming = [...document.querySelectorAll("[data-play]:not([data-ready])")];
  coming.find((one) => one.dataset.needs)?.scrollIntoView({ behavior: "instant" });
  if (!coming.length && document.querySelector(".piece [data-needs]"))
    scrollTo({ top: 0, behavior: "instant" });
  return !coming.length;
}"""


class Watch:
    """Note what goes wrong while a browser's page is used."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.faults: list[str] = []
        self.host = ""
        page.on("request", self._request)
        page.on("requestfailed", self._failed)
        page.on("response", self._response)
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.faults.append(f"page error: {error}"))

    def open(self, address: str) -> list[str]:
        """Open an address, wait until it is drawn, and return all faults, too wide elements too."""
        self.page.goto("about:blank")
        self.page.wait_for_timeout(0)  # let the last page's faults arrive, they are not this one's
        self.faults.clear()
        self.host = urlsplit(address).netloc
        self.page.goto(address)
        self.page.evaluate("document.fonts.ready.then(() => new Promise(requestAnimationFrame))")
        # where no script has come at all, that is a fault by itself
        self.page.wait_for_function(f"() => !globalThis.numrec || ({READY})()")
        wide = self.page.evaluate(TOO_WIDE)
        return self.faults + [f"wider than the screen: {element}" for element in wide]

    def _request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        # a file has no host; a request that the last page left behind may still arrive
        if parts.scheme not in {"data", "blob", "file"} and parts.netloc != self.host:
            self.faults.append(f"request to another host: {request.url}")

    def _failed(self, request: Request) -> None:
        # a page that is left or loaded anew cuts off what is on its way, often its icon: no fault
        if request.failure != "net::ERR_ABORTED":
            self.faults.append(f"failed asset: {request.url} ({request.failure})")

    def _response(self, response: Response) -> None:
        if response.status >= 400:
            self.faults.append(f"failed asset: {response.url} ({response.status})")

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.faults.append(f"console error: {message.text}")


def resize(page: Page, width: int, letters: str) -> None:
    """Give the screen a width, and letters so much of their size."""
    height = (page.viewport_size or {"height": 800})["height"]
    page.set_viewport_size({"width": width, "height": height})
    page.evaluate(LETTERS, letters)
    page.evaluate(FRAMES)


def carried(page: Page, key: str, leave: Callable[[], object]) -> None:
    """Leave a page for another that shares its memory; come anew until that is told all of it.

    A busy Chromium (version 156, some 3 loads in 100) hands a document what was kept under a key a
    moment earlier.
    """
    script = f"localStorage.getItem('{key}')"
    kept = page.evaluate(script)
    with page.expect_navigation():
        leave()
    while page.evaluate(script) != kept:
        page.reload()


def wide_faults(page: Page) -> list[str]:
    """Name what of an open page is too wide, or scrolls and is out of the keyboard's reach."""
    page.evaluate(FRAMES)
    found = [f"wider than the screen: {element}" for element in page.evaluate(TOO_WIDE)]
    found += [f"unreachable by keyboard: {box}" for box in page.evaluate(UNREACHABLE)]
    size = page.evaluate("[innerWidth, document.documentElement.style.fontSize]")
    return [f"{fault} ({size})" for fault in found]


def thin(page: Page) -> None:
    """Take from a page, for the last that is done with it, what axe-core need not look at."""
    page.evaluate(WORDS_FOR_FORMULAS)
    page.evaluate(THIN)


def run_axe(page: Page | Frame, rules: str = "", where: Any = None) -> list[str]:
    """Run axe-core, all its rules or those named, where it is said; contrast of each look once.

    Without a place it's the whole page, the theme's parts too.

    All are those of WCAG 2.2, A and AA, and those of good practice; target-size, which axe-core
    leaves out unless it is asked for, is among them. Where it cannot tell the contrast of a text
    of the sidebar, that is a fault too. The style sheets are not asked for a second time, which
    a browser refuses from a folder.
    """
    page.evaluate(CONTRAST_ONCE, where)
    page.evaluate((files("axe_playwright_python") / "axe.min.js").read_text("utf-8"))
    options: dict[str, Any] = {"preload": False, "rules": {"target-size": {"enabled": True}}}
    options |= {"runOnly": rules.split()} if rules else {}
    result: list[dict[str, Any]] = page.evaluate(
        """async ([where, options]) => {
          axe.configure({ rules: [{ id: "color-contrast", selector: ":not([data-again])" }] });
          const { violations, incomplete } = await axe.run(where ?? document, options);
          const untold = incomplete.filter(({ id }) => id === "color-contrast");
          const inSidebar = ({ target }) => document.querySelector(target[0]).closest(".bd-links");
          const nodes = untold.flatMap((one) => one.nodes).filter(inSidebar);
          violations.push({ id: "color-contrast, untold", nodes });
          return violations;
        }""",
        [where, options],
    )
    return [
        f"axe {violation['id']}: {json.dumps(node['html'])[:200]}"
        for violation in result
        for node in violation["nodes"]
    ]


def pale_faults(page: Page, pictures: str) -> list[str]:
    """Name what of the pictures of a selector stands out too little, of those that are shown."""
    found: list[str] = page.evaluate(
        f"""async (pictures) => {{
          const seen = document.querySelectorAll(pictures);
          const shown = [...seen].filter((one) => one.checkVisibility());
          return (await Promise.all(shown.map({PALE}))).flat();
        }}""",
        pictures,
    )
    return found


@cache
def soup(path: Path) -> BeautifulSoup:
    """Read a page, once, and keep it where Python's collector doesn't look through it each time."""
    found = BeautifulSoup(path.read_text("utf-8"), "html.parser")
    gc.collect()
    gc.freeze()
    return found


@cache
def _anchors(path: Path) -> frozenset[str]:
    document = soup(path)
    named = {str(tag["id"]) for tag in document.find_all(id=True)}
    return frozenset(
        named | {str(tag["name"]) for tag in document.find_all("a", attrs={"name": True})}
    )


def _targets(document: BeautifulSoup) -> Iterator[tuple[Tag, str]]:
    for attribute in ("href", "src"):
        for tag in document.select(f"[{attribute}]"):
            yield tag, str(tag[attribute])
    for tag in document.find_all(
        "meta", attrs={"http-equiv": re.compile("^refresh$", re.IGNORECASE)}
    ):
        yield tag, str(tag["content"]).partition("url=")[2]


def link_faults(path: Path, root: Path) -> list[str]:
    """Name each link, anchor and asset of a page that leads nowhere within the site."""
    faults = []
    for tag, target in _targets(soup(path)):
        parts = urlsplit(target)
        leads_out = tag.name == "a" or tag.get("rel") == ["canonical"]
        if parts.scheme == "data" or (parts.scheme and leads_out):
            continue  # a link may lead out, and a page says where it is published; an asset may not
        if parts.scheme or parts.netloc:
            faults.append(f"asset of another host: {target}")
            continue
        place = unquote(urlsplit(urljoin(path.as_uri(), target)).path)
        file = Path(place)
        if not file.is_relative_to(root) or not file.is_file():
            faults.append(f"broken link: {target}")
            continue
        # behind the # of a play page stands its state, which tests/play opens
        is_state = "=" in parts.fragment and soup(file).select("[data-play]")
        has_anchor = parts.fragment and file.suffix == ".html" and not is_state
        if has_anchor and unquote(parts.fragment) not in _anchors(file):
            faults.append(f"broken anchor: {target}")
    return faults


def picture_faults(path: Path) -> list[str]:
    """Name each picture whose alt text does not say what it shows."""
    faults = []
    for picture in soup(path).find_all("img"):
        name, alt = str(picture.get("src", ""))[:60], str(picture.get("alt") or "").strip()
        if not alt:
            faults.append(f"no alt text: {name}")
        elif re.search(r"\.(svg|png|jpe?g|gif)$|/", alt):
            faults.append(f"alt text is a file's name: {alt}")
        elif len(alt.split()) < LEAST_WORDS_OF_ALT:
            faults.append(f"alt text says too little: {alt!r}")
    return faults


def line_faults(path: Path, row: StepCoverage) -> list[str]:
    """Name what the line under a step's equation does not say, and what its fold does not lead to.

    It says each kind of certainty that the step claims and no other, and each check of the step
    lies in the fold or is linked there.
    """
    step = row.step.id
    equation = soup(path).find(id=f"equation-{step.lower()}")
    if equation is None:
        return [f"no equation {step}"]
    fold = equation.find_next_sibling()
    line = fold.find("summary", recursive=False) if fold and fold.name == "details" else None
    if fold is None or line is None:
        return [f"no line under {step}"]
    says = {words.strip() for words in line.get_text().removeprefix(step).split("\N{MIDDLE DOT}")}
    faults = []
    for kind, words in CERTAINTY.items():
        if (words in says) != (kind in row.step.certainty):
            faults.append(f"the line of {step} says {sorted(says)}; and {words!r}?")
    leads = {str(link["href"]).rpartition("#")[2] for link in fold.find_all("a", href=True)}
    for check, (_, anchor) in row.checks.items():
        if anchor not in leads and fold.find(id=anchor) is None:
            faults.append(f"{step} does not show: {CHECKS[check]}")
    return faults


def code_faults(site: Path, notebook: str, step: str, lines: list[Line]) -> list[str]:
    """Name each line of code that its equation's fold does not show, or that does not lead back."""
    equation = soup(site / f"{notebook}.html").find(id=f"equation-{step.lower()}")
    fold = equation.find_next_sibling("details") if equation else None
    below = fold.find(class_="step-code") if fold else None
    leads = {str(link["href"]) for link in below.find_all("a")} if below else set()
    faults = []
    for file, number, text in lines:
        page = f"code/{file.removesuffix('.py')}.html"
        if f"../{page}#L-{number}" not in leads:
            faults.append(f"{step} does not lead to {file}, line {number}")
        if below is None or text not in below.get_text():
            faults.append(f"{step} does not show {file}, line {number}")
        line = soup(site / page).find(id=f"L-{number}")
        back = {str(link["href"]) for link in line.find_all("a")} if line else set()
        if f"../{notebook}.html#equation-{step.lower()}" not in back:
            faults.append(f"{file}, line {number} does not lead to {step}")
    return faults


def equation_faults(path: Path) -> list[str]:
    """Name each equation that a screen reader could not read, and any TeX left in the text."""
    document = soup(path)
    faults = []
    for place in document.select(".math"):
        formula = place.find("math")
        if formula is None:
            faults.append(f"equation without MathML: {place.get_text()[:60]}")
        elif not any(formula.find(tag) for tag in ("mi", "mn", "mo", "mtext")):
            faults.append(f"empty equation: {place}"[:120])
    text = " ".join(
        str(piece)
        for piece in document.select_one("article, main, body").find_all(string=True)  # type: ignore[union-attr]
        if not piece.find_parent(["code", "pre", "script", "style", "annotation"])
    )
    faults += [
        f"TeX in the text: {left}" for left in re.findall(r"\\\(|\\\[|\$\$|\\[a-z]{3,}", text)
    ]
    faults += [f"TeX in the text: {code.get_text()}" for code in document.select(".maths-error")]
    return faults
