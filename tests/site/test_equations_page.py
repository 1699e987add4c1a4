"""The page of all equations: what it links, and that it fits on two printed sides."""

import re
from pathlib import Path

from playwright.sync_api import Page
from site_checks import soup
from site_pages import ROOT, book_pages

from companion.pages.coverage import read_coverage
from companion.pages.equations import Row, rows

PAGE = "book/equations.html"
ROWS = rows(read_coverage(ROOT / "notebooks"))
MARGIN_MM, SIDES = 15, 2
PIXELS_PER_MM = 96 / 25.4

# On paper nothing scrolls: what is wider than its box or its side is cut off.
CUT_OFF = """() => {
  const edge = document.documentElement.clientWidth + 1;
  const rows = [...document.querySelectorAll(".all-equations :is(dt, dd, .scroll-box)")];
  return rows.filter((row) =>
    row.scrollWidth > row.clientWidth + 1 || row.getBoundingClientRect().right > edge
  ).map((row) => row.textContent.slice(0, 40));
}"""


def row_faults(page: Path, row: Row) -> list[str]:
    """Name what a step's row lacks: equation, or link to chapter, check or line."""
    step, chapter = row.step.id, row.chapter.removesuffix(".ipynb")
    names = [dt for dt in soup(page).select("dt") if dt.get_text().split()[:1] == [step]]
    if len(names) != 1:
        return [f"{step} stands here {len(names)} times"]
    below = names[0].find_next_sibling("dd")
    links = {str(a["href"]) for place in (names[0], below) if place for a in place.find_all("a")}
    notebook, anchor = row.card
    wanted = {f"../{chapter}.html#equation-{step.lower()}"}
    wanted.add(f"../{notebook.removesuffix('.ipynb')}.html#{anchor}")
    for line in row.lines:
        wanted.add(f"../code/{line.file.removesuffix('.py')}.html#L-{line.number}")
    faults = [f"{step} does not lead to {link}" for link in sorted(wanted - links)]
    if not below or not below.find("math"):
        faults.append(f"{step} has no equation")
    return faults


def print_faults(page: Page, address: str) -> list[str]:
    """Print an open book's page, and say how many sides too many and what A4 cuts off."""
    page.goto(address)
    page.evaluate("document.fonts.ready")
    margin = dict.fromkeys(("top", "bottom", "left", "right"), f"{MARGIN_MM}mm")
    faults = []
    for paper in ("A4", "Letter"):
        printed = page.pdf(format=paper, margin=margin)  # type: ignore[arg-type]
        sides = len(re.findall(rb"/Type /Page\b", printed))
        if not 0 < sides <= SIDES:
            faults.append(f"{sides} sides of {paper}; expected {SIDES}")
    page.set_viewport_size({"width": int((210 - 2 * MARGIN_MM) * PIXELS_PER_MM), "height": 1000})
    page.emulate_media(media="print")
    return faults + [f"cut off: {words}" for words in page.evaluate(CUT_OFF)]


def test_each_step_leads_to_its_chapter_its_check_and_its_lines(site: Path) -> None:
    assert [fault for row in ROWS for fault in row_faults(site / PAGE, row)] == []


def test_the_chapters_come_in_the_order_of_the_book(site: Path) -> None:
    links = soup(site / PAGE).select("h2 a[href*='notebooks/']")
    order = [str(a["href"]).removeprefix("../").removesuffix(".html") for a in links]
    derive = {row.chapter.removesuffix(".ipynb") for row in ROWS}
    assert order == [page for page in book_pages() if page in derive]


def test_all_fits_on_two_printed_sides(site: Path, page: Page) -> None:
    assert print_faults(page, (site / PAGE).as_uri()) == []


def test_each_planted_fault_is_refused(faulty_site: Path, page: Page) -> None:
    whole = faulty_site / PAGE
    planted = whole.with_name("planted_equations.html")
    text = whole.read_text("utf-8")
    (b4,) = (row for row in ROWS if row.step.id == "B4")
    moved = b4._replace(lines=[b4.lines[0]._replace(number=1)], card=(b4.chapter, "check-no"))
    assert len(row_faults(whole, moved)) == 2
    unknown = b4._replace(step=b4.step._replace(id="B99"))
    assert row_faults(whole, unknown) == ["B99 stands here 0 times"]
    planted.write_text(text.replace("equation-b4", "equation-b5"), "utf-8")
    assert row_faults(planted, b4) == [
        "B4 does not lead to ../notebooks/output_layer.html#equation-b4"
    ]
    long = '<dl class="all-equations"><dt>x</dt><dd style="width: 200mm">wide</dd></dl>'
    tall = '<p style="height: 240mm">tall</p>'
    planted.write_text(text.replace("</article>", f"{long}{tall}</article>", 1), "utf-8")
    assert print_faults(page, planted.as_uri()) == [
        *("3 sides of A4; expected 2", "3 sides of Letter; expected 2"),
        "cut off: wide",
    ]
