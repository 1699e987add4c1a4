"""The map: the picture, the same as a list, and the reader's own marks, as a reader uses them."""

import gzip
import json
import re
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser, Page
from site_checks import FRAMES, SEEN, Watch, pale_faults, run_axe, wide_faults
from site_pages import ROOT

from companion.exercises.lines import line_of
from companion.pages.coverage import read_coverage
from companion.pages.graph import carried, way_back
from companion.pages.step_picture import MARKS, rests_on
from companion.steps import CHECKS, steps

PAGE = "book/map.html"
RESTS_ON = rests_on()
MOST_BYTES = 40_000
WIDE: dict[str, Any] = {"viewport": {"width": 1280, "height": 900}, "color_scheme": "light"}
NARROW: dict[str, Any] = {
    "viewport": {"width": 360, "height": 700},
    "color_scheme": "dark",
    "has_touch": True,
}
MOVING = """document.querySelector("article").getAnimations({ subtree: true })
  .filter((one) => one.effect.getComputedTiming().duration > 1).length"""

# The steps of the picture that are lit in a way, and the lines.
LIT = [
    """(kind) => [...document.querySelectorAll(`a.map-node.${kind}`)]
      .map((one) => one.dataset.step).sort()""",
    """(kind) => [...document.querySelectorAll(`.map-lines .${kind}`)]
      .map((line) => `${line.dataset.step} ${line.dataset.on}`).sort()""",
]
FAINTEST = """() => Math.min(...[...document.querySelectorAll(".map-lines :is(.back, .ahead)")]
  .map((line) => getComputedStyle(line).opacity))"""
MARKED = """() => Object.fromEntries(numrec.marks.all())"""


class Reader:
    """A reader who has the map open."""

    def __init__(self, watch: Watch, root: str) -> None:
        self.watch, self.root = watch, root
        self.page = watch.page

    def open(self, hash: str = "") -> Page:
        """Open the map; nothing may go wrong."""
        assert self.watch.open(f"{self.root}/{PAGE}{hash}") == []
        self.page.wait_for_selector(".step-map[data-ready]")
        return self.page

    def node(self, step: str) -> Any:
        """Return a step of the picture."""
        return self.page.locator(f"a.map-node[data-step={step}]")

    def focused(self) -> str | None:
        """Return the step that has the focus in the picture."""
        found = self.page.evaluate("document.activeElement.closest('a.map-node')?.dataset.step")
        return str(found) if found else None


@pytest.fixture
def reader(bare: Watch, site: Path) -> Reader:
    """A reader at a wide screen, with the book in a folder."""
    return Reader(bare, site.as_uri())


def reader_of_own(browser: Browser, site: Path, **options: Any) -> Reader:
    """Return a reader with a browser of his or her own, to be closed."""
    return Reader(Watch(browser.new_context(**options).new_page()), site.as_uri())


def lines_between(names: set[str]) -> list[str]:
    """Return the lines of the picture whose both ends are among these steps."""
    return sorted(f"{step} {below}" for step in names for below in RESTS_ON[step] if below in names)


def entry_faults(document: BeautifulSoup) -> list[str]:
    """Name what the picture and the list lack of each step."""
    faults = []
    covered, above = read_coverage(ROOT / "notebooks"), carried(RESTS_ON)
    drawn = {(str(one["data-step"]), one["data-on"]) for one in document.select("path[data-on]")}
    for step in steps().values():
        row, place = covered[step.id], f"map-{step.id.lower()}"
        node = document.select_one(f"a.map-node[data-step={step.id}]")
        entry = document.find("details", id=place)
        if node is None or entry is None:
            faults.append(f"{step.id} is not in both, picture and list")
            continue
        if (node["href"], node["aria-label"]) != (f"#{place}", f"{step.id}: {step.title}"):
            faults.append(f"{step.id}: its node leads elsewhere, or has another name")
        faults += [f"no line {step.id} {on}" for on in step.rests_on if (step.id, on) not in drawn]
        cards = {check: row.checks[check] for check in CHECKS if check in row.checks}
        cards["derived"] = str(row.claimed_in), f"equation-{step.id.lower()}"
        wanted = {f"../{page.replace('.ipynb', '.html')}#{at}" for page, at in cards.values()}
        wanted |= {f"#map-{one.lower()}" for one in (*step.rests_on, *above[step.id])}
        links = {str(link["href"]) for link in entry.select(".map-entry a")}
        faults += [f"{step.id}: {link}" for link in sorted(wanted ^ links)]
        if not entry.select(".map-entry math") or step.kind not in entry.get_text():
            faults.append(f"{step.id} lacks its equation or its kind")
    return faults


def test_picture_and_list_have_every_step_and_all_its_links(site: Path) -> None:
    document = BeautifulSoup((site / PAGE).read_text("utf-8"), "html.parser")
    assert entry_faults(document) == []
    derived = "../notebooks/output_layer.html#equation-b4"
    for selector, attribute, planted, faults in (
        ("a.map-node[data-step=B4]", "href", "#map-b5", ["B4: its node leads elsewhere"]),
        ("path[data-step=B4][data-on=B3]", "data-on", "B5", ["no line B4 B3"]),
        ("#map-h9", "id", "map-h10", ["H9 is not in both"]),
        (f"#map-b4 a[href='{derived}']", "href", "#x", ["B4: #x", f"B4: {derived}"]),
    ):
        (tag,) = document.select(selector)
        right, tag[attribute] = tag[attribute], planted
        found = entry_faults(document)
        assert [one[: len(says)] for one, says in zip(found, faults, strict=True)] == faults
        tag[attribute] = right


def test_the_page_says_what_each_letter_stands_for() -> None:
    text = (ROOT / "book" / "map.md").read_text("utf-8")
    assert {*re.findall(r"\*\*(\w)\*\*", text)} == {step[0] for step in steps()}


def test_it_is_light(site: Path) -> None:
    parts = [*re.findall(r"<svg class=\"map-picture.*?</article>", (site / PAGE).read_text(), re.S)]
    parts += [(site / "_static" / "map" / name).read_text() for name in ("map.js", "map.css")]
    assert len(parts) == 3
    assert sum(len(gzip.compress(part.encode())) for part in parts) <= MOST_BYTES


def test_without_scripts_a_node_leads_to_the_step_in_the_list(browser: Browser, site: Path) -> None:
    reader = reader_of_own(browser, site, java_script_enabled=False)
    reader.page.goto(f"{site.as_uri()}/{PAGE}")
    reader.node("B4").click()
    assert reader.page.url.endswith("#map-b4")
    entry = reader.page.locator("#map-b4")
    assert entry.is_visible()
    entry.locator("summary").click()
    assert entry.get_by_role("math").first.is_visible()
    assert reader.page.get_by_role("checkbox").count() == 0
    reader.page.context.close()


def test_a_reader_goes_through_it_by_keyboard(reader: Reader) -> None:
    page = reader.open()
    page.locator(".map-mine").evaluate("(box) => box.previousElementSibling.tabIndex = -1")
    page.locator(".on-screen > p").last.evaluate("(p) => { p.tabIndex = -1; p.focus(); }")
    page.keyboard.press("Tab")
    assert reader.focused() == "N1"
    # N1 stands above A2, on which nothing rests; N2 beside it carries nearly all
    keys = "ArrowDown ArrowDown ArrowRight ArrowDown ArrowUp ArrowLeft End ArrowUp Home".split()
    went = []
    for key in keys:
        page.keyboard.press(key)
        went.append(reader.focused())
    assert went == ["A2", "A2", "N2", "F1", "N2", "A2", "G2", "T1", "N1"]
    reader.node("B4").focus()
    page.keyboard.press("Enter")
    card = page.get_by_role("region", name="B4: The output layer's bias derivative")
    assert card.evaluate("(card) => card === document.activeElement")
    assert card.get_by_role("math").first.is_visible()
    assert "rests on 6 steps; 10 rest on it" in card.inner_text()
    for name in ("The way back to N1", "What rests on it", "Close"):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == name
    card.get_by_role("link", name="B3", exact=True).press("Enter")
    assert page.get_by_role("region", name="B3: How z changes with its bias").is_visible()
    page.keyboard.press("Escape")
    assert reader.focused() == "B3"
    page.keyboard.press("Tab")  # one stop for the whole picture
    assert reader.focused() is None


def test_what_lights_up_is_the_way_back_and_all_that_rests_on_it(reader: Reader) -> None:
    page = reader.open()

    def lit() -> list[list[str]]:
        return [page.evaluate(look, kind) for kind in ("back", "ahead") for look in LIT]

    dark = lit()
    assert dark == [[], [], [], []]
    for step in ("B4", "H9", "N1", "T1"):
        behind = way_back(step, RESTS_ON)
        ahead = {one for one in RESTS_ON if step in way_back(one, RESTS_ON)}
        back = [sorted(behind), lines_between(behind | {step})]
        both = [*back, sorted(ahead), lines_between(ahead | {step})]
        reader.node(step).hover()
        assert lit() == both
        page.mouse.move(5, 5)
        assert lit() == dark
        reader.node(step).focus()
        assert lit() == both
        reader.node(step).click()
        page.mouse.move(5, 5)
        assert lit() == both, "it stays while the step is open"
        page.get_by_role("button", name="What rests on it").click()
        assert lit() == [*back, [], []]
        page.get_by_role("button", name="What rests on it").click()
        page.get_by_role("button", name="The way back to N1").click()
        assert lit() == [[], [], *both[2:]]
        page.get_by_role("button", name="Close").click()
        page.evaluate("document.activeElement.blur()")
        assert lit() == dark


def test_marks_are_kept_shown_everywhere_and_taken_away(reader: Reader) -> None:
    page = reader.open("#map-b4")
    assert page.get_by_role("region", name="B4").is_visible(), "the address opens a step"
    assert page.locator("#map-b4").get_attribute("open") is not None
    card = page.locator(".map-card")
    card.get_by_label("read").check()
    card.get_by_label("written").check()
    assert page.locator("#map-b4").get_by_label("written").is_checked()
    page.locator("#map-b4").get_by_label("answered").check()
    assert card.get_by_label("answered").is_checked()
    assert page.evaluate(MARKED) == {"B4": list(MARKS)}
    reader.node("H9").click()
    card.get_by_label("read").check()
    assert "2 read, 1 written, 1 answered, of 42 steps" in page.locator(".map-counts").inner_text()
    assert reader.node("B4").locator("circle").first.is_visible()
    assert not reader.node("H1").locator("circle").first.is_visible()
    # a chapter at once, and none of the others
    before = page.evaluate(MARKED)
    chapter = page.get_by_label("Why a non-linearity: all steps read")
    chapter.check()
    assert page.evaluate(MARKED) == before | {step: ["read"] for step in ("F3", "A1", "A2")}
    page.locator("#map-a1 summary").click()
    page.locator("#map-a1").get_by_label("read").uncheck()
    assert not chapter.is_checked()
    chapter.check()
    chapter.uncheck()
    assert page.evaluate(MARKED) == before
    # another page of the same reader hears of it, and the next visit has it
    other = reader.page.context.new_page()
    other.goto(f"{reader.root}/{PAGE}")
    assert other.get_by_role("link", name="B4: The output layer's bias derivative, read, written")
    assert other.evaluate(MARKED) == {"B4": list(MARKS), "H9": ["read"]}
    other.evaluate("numrec.marks.set('H9', 'read', false)")
    page.wait_for_selector("a.map-node[data-step=H9]:not(.is-read)")
    other.close()
    page = reader.open()
    assert reader.node("B4").get_attribute("aria-label").endswith("read, written, answered")
    page.once("dialog", lambda dialog: dialog.dismiss())
    page.get_by_role("button", name="Clear my marks").click()
    assert page.evaluate(MARKED) == {"B4": list(MARKS)}
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Clear my marks").click()
    assert page.evaluate("[numrec.marks.all().size, localStorage['numrec.marks']]") == [0, None]
    assert page.get_by_role("button", name="Clear my marks").is_hidden()
    assert not reader.node("B4").locator("circle").first.is_visible()


BROKEN = [
    "",
    "{",
    "null",
    "[]",
    "7",
    '{"version": 1}',
    '{"version": 1, "marks": null}',
    '{"version": 2, "marks": {"B4": ["read"]}}',
    '{"version": 1, "marks": {"B4": "read", "__proto__": ["read"], "b4": ["read"]}}',
    '{"version": 1, "marks": {"B4": ["seen", 3, null], "<b>": ["read"], "B44444": ["read"]}}',
]


def test_broken_contents_count_as_no_marks_and_are_written_over(reader: Reader) -> None:
    page = reader.open()
    for text in BROKEN:
        page.evaluate("(text) => localStorage.setItem('numrec.marks', text)", text)
        assert page.evaluate(MARKED) == {}, text
        page.evaluate("numrec.marks.set('B4', 'read')")
        assert page.evaluate("localStorage.getItem('numrec.marks')") == json.dumps(
            {"version": 1, "marks": {"B4": ["read"]}}, separators=(",", ":")
        )
    page.evaluate(
        "(text) => localStorage.setItem('numrec.marks', text)",
        '{"version": 1, "marks": {"B4": ["read", "seen"], "H9": 3}}',
    )
    page = reader.open()
    assert page.evaluate(MARKED) == {"B4": ["read"]}, "what can be read of it is kept"
    for call, says in (
        ("'B4', 'seen'", "mark seen; expected one of read, written, answered"),
        ("'b4', 'read'", "step b4; expected an id such as B4"),
    ):
        told = page.evaluate(
            f"(() => {{ try {{ numrec.marks.set({call}) }} catch (e) {{ return e.message }} }})()"
        )
        assert told == says


def test_a_browser_that_keeps_nothing_says_so_and_has_marks_all_the_same(
    browser: Browser, site: Path
) -> None:
    reader = reader_of_own(browser, site)
    reader.page.context.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new Error('no'); } })"
    )
    reader.page.goto(f"{site.as_uri()}/{PAGE}")
    reader.node("B4").click()
    reader.page.locator(".map-card").get_by_label("read").check()
    assert "is-read" in str(reader.node("B4").get_attribute("class"))
    assert "keeps nothing for this page" in reader.page.locator(".map-counts").inner_text()
    reader.page.context.close()


def test_a_line_that_is_right_is_noted_as_written(reader: Reader) -> None:
    page = reader.page
    assert reader.watch.open(f"{reader.root}/notebooks/forward_pass.html") == []
    text = page.locator("[data-line=F1][data-ready] textarea")
    for typed, noted in (("omega[l]", {}), (line_of("F1").answers[0], {"F1": ["written"]})):
        text.fill(typed)
        text.press("Enter")
        assert page.evaluate(MARKED) == noted, page.inner_text("[data-line=F1] [role=status]")
    reader.open()
    assert str(reader.node("F1").get_attribute("aria-label")).endswith(", written")


def seen_faults(page: Page, rules: str) -> list[str]:
    """Name what of the map is too wide, out of reach or hard to read, and what axe-core finds.

    The page is thinned for it, so this is the last that is done with a page.
    """
    faults = wide_faults(page)
    page.evaluate(
        "document.querySelectorAll('math, nav, details.map-step:not([open])')"
        ".forEach((one) => one.remove())"
    )
    return faults + run_axe(page, rules, {"include": [".step-map", ".map-mine", ".map-list"]})


@pytest.mark.parametrize("screen", [WIDE, NARROW], ids=["wide", "narrow"])
def test_open_and_lit_nothing_is_hard_to_read_or_to_reach(
    browser: Browser, site: Path, screen: dict[str, Any]
) -> None:
    reader = reader_of_own(browser, site, **screen, reduced_motion="reduce")
    page = reader.open("#map-s5")
    page.evaluate("for (const what of numrec.marks.KINDS) numrec.marks.set('B4', what)")
    reader.node("H5").tap() if screen is NARROW else reader.node("H5").click()
    assert page.get_by_role("region", name="H5: A hidden layer's weight derivative").is_visible()
    assert page.evaluate(MOVING) == 0
    page.evaluate("document.querySelector('.map-card').animate({ zIndex: [2, 3] }, 9000)")
    assert page.evaluate(MOVING) == 1, "a motion would be seen"
    # what has the focus does not lie below the card, at any place of the picture
    for step in ("N1", "H6", "T1", "S2", "I2"):
        reader.node(step).focus()
        page.evaluate(FRAMES)
        inside = page.evaluate(
            """(step) => {
              const node = document.querySelector(`a.map-node[data-step=${step}]`);
              const { left, right, top, bottom } = node.getBoundingClientRect();
              const card = document.querySelector(".map-card").getBoundingClientRect();
              return left >= 0 && right <= innerWidth && top >= 0 && bottom <= card.top;
            }""",
            step,
        )
        assert inside, step
    # H5 is wider than a phone; not every browser has looked at what is folded
    page.evaluate("document.querySelector('#map-h5 .scroll-box').removeAttribute('tabindex')")
    reader.node("H5").click()
    assert pale_faults(page, ".map-picture") == []
    assert page.evaluate(FAINTEST) > 1 / 3, "below that it would be taken for a tint"
    page.evaluate("document.querySelector('[data-step=H7] text').style.fill = '#777'")
    page.evaluate("document.querySelector('.back[data-step=H5][data-on=B5]').style.opacity = 0.4")
    pale = [fault.partition(":")[0] for fault in pale_faults(page, ".map-picture")]
    assert pale == ["words H7", "path back"]
    assert seen_faults(page, SEEN if screen is NARROW else "") == []
    assert reader.watch.faults == []
    page.locator(".map-inside").evaluate("(box) => box.append(document.createElement('input'))")
    assert [fault.split(":")[0] for fault in seen_faults(page, "label")] == ["axe label"]
    reader.page.context.close()
