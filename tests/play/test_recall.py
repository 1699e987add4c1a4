"""Questions to recall: on a chapter's page, and days later on the page of all."""

import gzip
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page
from site_checks import WORDS_FOR_FORMULAS, Watch, carried, run_axe

from companion.exercises.recall import LETTERS, questions
from companion.play.pages import REMEMBER, text_of

ROOT = Path(__file__).parents[2]
KEY = "numrec.recall.1"
CHAPTER, PAGE = "notebooks/loss.html", "book/remember.html"
MONDAY = "2026-03-02T{}:00"
MOST_BYTES = 40_000
FIRST = next(iter(questions()))
"""The question that the page of all questions asks first."""
"""What a page with questions may weigh more than one without, as it is sent."""


@pytest.fixture(scope="module")
def blank(browser: Browser) -> Iterator[Page]:
    """A page with the scripts and nothing else, not even a memory."""
    page = browser.new_page()
    for script in REMEMBER[:-1]:
        page.evaluate(text_of(script))
    yield page
    page.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A browser with a memory of its own, in which it is Monday noon."""
    made = browser.new_context(timezone_id="UTC", reduced_motion="reduce")
    yield made
    made.close()


def opened(context: BrowserContext, address: str, when: str = MONDAY.format("12:00")) -> Watch:
    """Open a page at a time of our choice."""
    watch = Watch(context.new_page())
    watch.page.clock.set_fixed_time(when)
    assert watch.open(address) == []
    return watch


def cards(page: Page) -> dict[str, Any]:
    """Return what the browser keeps."""
    text = page.evaluate(f"localStorage.getItem('{KEY}')")
    return dict(json.loads(text)["cards"]) if text else {}


def choose(page: Page, name: str, letter: str) -> str:
    """Choose an option and check it, by keyboard alone; return what is said."""
    form = page.locator(f"[data-recall={name}]")
    form.locator(f"input[value={letter}]").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    return form.locator("[role=status]").inner_text()


FOCUSED = "document.activeElement.form.dataset.recall"


def letter_of(name: str, is_right: bool) -> str:
    """Return the letter of a question's right option, or of one that is wrong."""
    return next(
        letter
        for letter, option in zip(LETTERS, questions()[name].options, strict=False)
        if option.is_right == is_right
    )


WALK = """(answers) => {
  const cards = [null];
  for (const [isRight, day] of answers) {
    const before = cards.at(-1) ?? undefined;
    cards.push(numrec.recall.after(before, isRight, day));
  }
  return cards.slice(1).map(({ box, due, last }) => [box, due, last]);
}"""


def test_a_question_waits_longer_each_time_and_begins_anew_when_it_is_missed(blank: Page) -> None:
    known = [[False, 10], [True, 11], [True, 14], [True, 21], [True, 37]]
    assert blank.evaluate(WALK, known) == [
        [0, 11, 10],
        [1, 14, 11],
        [2, 21, 14],
        [3, 37, 21],
        [4, None, 37],
    ]
    # new and known; known too early, which counts for nothing; missed
    early = [[True, 10], [True, 12], [True, 13], [False, 14], [False, 14], [True, 14]]
    assert blank.evaluate(WALK, early) == [
        [1, 13, 10],
        [1, 13, 10],
        [2, 20, 13],
        [0, 15, 14],
        [0, 15, 14],
        [0, 15, 14],
    ]
    # a clock that ran years ahead was set right: asked now. One day ahead may be a flight
    back = [[True, 9000], [True, 100], [True, 99], [False, 90], [True, 91]]
    assert blank.evaluate(WALK, back) == [
        [1, 9003, 9000],
        [2, 107, 100],
        [2, 107, 100],
        [0, 91, 90],
        [1, 94, 91],
    ]


def test_the_page_says_the_waits(blank: Page) -> None:
    text = (ROOT / "book" / "remember.md").read_text("utf-8")
    first, second, third, last = blank.evaluate("numrec.recall.WAITS")
    assert f"comes back after {first} day." in text
    assert f"waits longer: {second} days, then {third}, then {last}; and after" in text
    assert f"it begins with {second} days." in text


def test_a_day_ends_at_the_readers_midnight(browser: Browser) -> None:
    days = []
    for zone, when in (
        ("Pacific/Auckland", "2026-03-02T10:59:00Z"),  # 23:59 there
        ("Pacific/Auckland", "2026-03-02T11:01:00Z"),
        ("America/Los_Angeles", "2026-03-02T11:01:00Z"),  # still the second, early
    ):
        context = browser.new_context(timezone_id=zone)
        page = context.new_page()
        page.clock.set_fixed_time(when)
        page.evaluate(text_of("recall/schedule.js"))
        days.append(page.evaluate("numrec.recall.today()"))
        context.close()
    assert days == [20514, 20515, 20514]


def file_of(cards: Any, **more: Any) -> str:
    """Write answers as a file has them."""
    return json.dumps({"format": "numrec recall", "version": 1, "cards": cards} | more)


CARD = {"box": 0, "due": 11, "last": 10}
REFUSED = {
    "": "it is no JSON",
    "GIF89a": "it is no JSON",
    "null": 'it does not say "format": "numrec recall"',
    "[1, 2]": 'it does not say "format": "numrec recall"',
    file_of({}, format="other"): 'it does not say "format": "numrec recall"',
    file_of({}, version=2): "its version is 2; expected 1",
    file_of({}, version="<b>" * 99): "its version is <b><b><b><b><b><b><b; expected 1",
    file_of([]): "it has no cards",
    file_of({"loss-zero": None}): "its card loss-zero is none",
    file_of({"loss-zero": CARD | {"box": 5}}): "its card loss-zero is none",
    file_of({"loss-zero": CARD | {"box": -1}}): "its card loss-zero is none",
    file_of({"loss-zero": CARD | {"box": 0.5}}): "its card loss-zero is none",
    file_of({"loss-zero": CARD | {"due": "11"}}): "its card loss-zero is none",
    file_of({"loss-zero": CARD | {"due": None}}): "its card loss-zero is none",
    file_of({"loss-zero": CARD | {"last": -1}}): "its card loss-zero is none",
    file_of({"<img src=x>": CARD}): "its card <img src=x> is none",
    '{"format": "numrec recall", "version": 1, "cards": {"__proto__": 1}}': "its card __proto__",
    file_of({f"a{k}": CARD for k in range(2001)}): "it has 2001 cards; expected at most 2000",
    " " * 200_001: "it has 200001 signs; expected at most 200000",
}


@pytest.mark.parametrize("text", REFUSED, ids=range(len(REFUSED)))
def test_a_file_that_is_none_of_ours_is_refused_in_one_line(blank: Page, text: str) -> None:
    refused = """(text) => {
      numrec.recall.save({ mine: { box: 1, due: 13, last: 10 } });
      try { numrec.recall.takeIn(text); } catch (error) {
        return [error.message, Object.keys(numrec.recall.load().cards)];
      }
    }"""
    message, kept = blank.evaluate(refused, text)
    assert message.startswith(REFUSED[text])
    assert "\n" not in message
    assert len(message) < 120
    assert kept == ["mine"]


Rows = dict[str, list[int | None]]


def test_of_two_answers_the_later_counts_and_none_is_lost(blank: Page) -> None:
    mine: Rows = {"a": [1, 13, 10], "b": [0, 11, 10], "c": [2, 17, 10], "d": [3, 30, 14]}
    theirs: Rows = {"b": [1, 15, 12], "c": [0, 11, 10], "d": [0, 10, 9], "e": [4, None, 9]}

    def named(rows: Rows) -> dict[str, Any]:
        return {
            name: dict(zip(("box", "due", "last"), row, strict=True)) for name, row in rows.items()
        }

    news, all_ = blank.evaluate(
        "([mine, text]) => { numrec.recall.save(mine); return numrec.recall.takeIn(text); }",
        [named(mine), file_of(named(theirs))],
    )
    assert blank.evaluate("numrec.recall.load().cards") == named(
        {**mine, "b": [1, 15, 12], "c": [0, 11, 10], "e": [4, None, 9]}
    )
    assert (news, all_) == (3, 4)


JUDGED = """() => [...document.querySelectorAll("[data-recall]")].map((form) => {
  const plain = (element) => {
    const copy = element.cloneNode(true);
    for (const formula of copy.querySelectorAll("math")) formula.replaceWith("$");
    return copy.textContent.trim();
  };
  const said = [...form.querySelectorAll("input")].map((input) => {
    input.checked = true;
    form.requestSubmit();
    return plain(form.querySelector("[role=status]"));
  });
  return [form.dataset.recall, plain(form.querySelector("legend")), said];
})"""


def read(markdown: str) -> str:
    """Return a line as a page shows it, with a sign for each formula."""
    text = re.sub(r"\$[^$]+\$", "$", markdown).replace("`", "")
    return text.replace("'", "\N{RIGHT SINGLE QUOTATION MARK}")


def test_every_option_of_every_question_is_told_its_word(
    context: BrowserContext, site: Path
) -> None:
    watch = opened(context, (site / PAGE).as_uri())
    quotes = re.compile(r"[\u201c\u201d]")
    judged = {name: [text, *said] for name, text, said in watch.page.evaluate(JUDGED)}
    expected = {}
    for name, one in questions().items():
        verdicts = ["Right." if option.is_right else "Not so." for option in one.options]
        words = [
            f"{verdict} {read(option.word)}"
            for verdict, option in zip(verdicts, one.options, strict=True)
        ]
        expected[name] = [read(one.text), *words]
    assert {
        name: [quotes.sub('"', text) for text in texts] for name, texts in judged.items()
    } == expected
    assert watch.faults == []


@pytest.mark.parametrize(
    ("width", "scheme", "is_served"), [(1280, "light", False), (360, "dark", True)]
)
def test_a_reader_misses_one_in_a_chapter_and_meets_it_again_the_next_day(
    browser: Browser,
    site: Path,
    serve: Callable[[Path], str],
    width: int,
    scheme: str,
    is_served: bool,
) -> None:
    root = serve(site) if is_served else site.as_uri()
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme=scheme,  # type: ignore[arg-type]
        timezone_id="UTC",
        reduced_motion="reduce",
        has_touch=True,
    )
    watch = opened(context, f"{root}/{CHAPTER}")
    page = watch.page
    form = page.locator("[data-recall=loss-rate]")
    check = form.get_by_role("button", name="Check")
    check.press("Enter")
    assert form.locator("[role=status]").inner_text() == "Choose one first."
    # the arrows choose and do not judge
    form.get_by_role("radio").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    assert form.locator("[role=status]").inner_text() == "Choose one first."
    assert cards(page) == {}
    wrong, right = letter_of("loss-rate", False), letter_of("loss-rate", True)
    assert choose(page, "loss-rate", wrong).startswith("Not so. ")
    assert page.evaluate("document.activeElement.value") == wrong
    assert form.get_by_role("link").is_visible()
    # what is chosen after that shows its word and counts for nothing
    assert choose(page, "loss-rate", right).startswith("Right. ")
    today = cards(page)["loss-rate"]["last"]
    assert cards(page) == {"loss-rate": {"box": 0, "due": today + 1, "last": today}}
    # by touch, and right
    other = page.locator("[data-recall=loss-sign]")
    other.locator("label").nth(LETTERS.index(letter_of("loss-sign", True))).tap()
    other.get_by_role("button", name="Check").tap()
    assert other.locator("[role=status]").inner_text().startswith("Right. ")
    assert cards(page)["loss-sign"] == {"box": 1, "due": today + 3, "last": today}
    assert page.get_by_role("button", name="Save to a file").is_visible() != is_served
    # what rests on a step, and is known at once, shows on the map
    assert choose(page, "loss-zero", letter_of("loss-zero", False)).startswith("Not so. ")
    assert not page.evaluate("numrec.marks.has('N3', 'answered')")
    assert choose(page, "loss-squares", letter_of("loss-squares", True)).startswith("Right. ")
    assert page.evaluate("numrec.marks.has('N3', 'answered')")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.evaluate(WORDS_FOR_FORMULAS)
    assert run_axe(page, "", {"include": ["#do-you-remember"], "exclude": ["math > *"]}) == []

    page.clock.set_fixed_time("2026-03-03T00:01:00")
    link = page.get_by_role("link", name="comes back on another day")
    carried(page, KEY, lambda: link.press("Enter"))
    page.wait_for_selector("[data-remember][data-ready]")
    tally = page.locator(".remember-tally")
    assert tally.inner_text().startswith("2 due today \N{MIDDLE DOT} 2 waiting")
    assert page.locator("[data-recall]:visible").count() == 1
    kept = page.inner_text(".remember-keep")
    assert ("for this address, and nowhere else" in kept) == is_served
    next_ = page.get_by_role("button", name="Next")
    assert not next_.is_visible()
    assert choose(page, "loss-rate", right).startswith("Right. ")
    assert cards(page)["loss-rate"] == {"box": 1, "due": today + 4, "last": today + 1}
    assert run_axe(page, "", {"include": ["article"], "exclude": ["math > *"]}) == []
    page.keyboard.press("Tab")
    while page.evaluate("document.activeElement.textContent") != "Next":
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate(FOCUSED) == "loss-zero"
    assert not next_.is_visible()
    choose(page, "loss-zero", letter_of("loss-zero", True))
    next_.press("Enter")
    says = page.locator(".remember > [role=status]")
    assert says.inner_text() == "Nothing is due today. The next comes back in 2 days."
    assert page.evaluate("document.activeElement.textContent") == "A new question"
    # a new one, from a chapter of one's choice
    page.get_by_label("New ones from").select_option("any_depth")
    page.get_by_role("button", name="A new question").press("Enter")
    assert page.evaluate(FOCUSED) == "depth-step"
    assert choose(page, "depth-step", letter_of("depth-step", True)).startswith("Right. ")
    page.get_by_role("button", name="Next").press("Enter")
    assert page.evaluate(FOCUSED) == "depth-transpose"
    assert tally.inner_text().startswith("0 due today \N{MIDDLE DOT} 5 waiting")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert watch.faults == []
    context.close()


def test_answers_go_to_a_file_are_forgotten_and_come_back(
    context: BrowserContext, site: Path, tmp_path: Path
) -> None:
    watch = opened(context, (site / PAGE).as_uri())
    page = watch.page
    says = page.locator(".remember-keep [role=status]")
    page.get_by_role("button", name="A new question").click()
    choose(page, FIRST, letter_of(FIRST, False))
    kept = cards(page)
    assert list(kept) == [FIRST]
    with page.expect_download() as download:
        page.get_by_role("button", name="Save to a file").click()
    assert download.value.suggested_filename == "numrec-recall.json"
    file = tmp_path / "answers.json"
    download.value.save_as(file)

    page.get_by_text("Forget all my answers").press("Enter")
    page.get_by_role("button", name="Forget them").press("Enter")
    assert says.inner_text() == "All answers are forgotten."
    assert cards(page) == {}
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
    assert "1 waiting" not in page.inner_text(".remember-tally")

    page.get_by_label("Read from a file").set_input_files(file)
    says.get_by_text("1 answer read, of which 1 was news.").wait_for()
    assert cards(page) == kept
    assert "1 waiting" in page.inner_text(".remember-tally")
    large = "it has 900000 bytes; expected at most 800000"
    for content, fault in ((b"\x89PNG", "it is no JSON"), (b" " * 900_000, large)):
        (tmp_path / "other.json").write_bytes(content)
        page.get_by_label("Read from a file").set_input_files(tmp_path / "other.json")
        says.get_by_text(f"Not read: {fault}. Your answers are as they were.").wait_for()
        assert cards(page) == kept
    assert watch.faults == []


# The theme asks the memory too, and is no part of this.
DENIED = """for (const name of ["getItem", "setItem"]) {
  const own = Storage.prototype[name];
  Storage.prototype[name] = function (key, ...more) {
    if (key.startsWith("numrec.")) throw new DOMException("denied", "SecurityError");
    return own.call(this, key, ...more);
  };
}"""
FULL = DENIED.replace('"getItem", ', "")


@pytest.mark.parametrize("broken", [DENIED, FULL])
def test_without_a_memory_the_page_says_so_and_works_as_long_as_it_is_open(
    context: BrowserContext, site: Path, broken: str
) -> None:
    context.add_init_script(broken)
    watch = opened(context, (site / PAGE).as_uri())
    page = watch.page
    page.get_by_role("button", name="A new question").click()
    assert choose(page, FIRST, letter_of(FIRST, False)).startswith("Not so.")
    page.get_by_role("button", name="Next").click()
    assert page.inner_text(".remember-tally").startswith("0 due today \N{MIDDLE DOT} 1 waiting")
    assert "keeps nothing for this page" in page.inner_text(".remember-keep")
    with page.expect_download() as download:
        page.get_by_role("button", name="Save to a file").click()
    assert list(json.loads(download.value.path().read_text())["cards"]) == [FIRST]
    watch.open((site / CHAPTER).as_uri())
    assert choose(page, "loss-zero", letter_of("loss-zero", True)).startswith("Right.")
    assert page.inner_text(".recall-carry").startswith("This browser keeps nothing for this page.")
    assert watch.faults == []


def test_a_memory_that_cannot_be_read_is_left_out_and_told(
    context: BrowserContext, site: Path
) -> None:
    # before the page's own scripts; the empty page that comes first has no memory
    context.add_init_script(f"try {{ localStorage.setItem('{KEY}', '<junk>') }} catch {{}}")
    watch = opened(context, (site / PAGE).as_uri())
    says = watch.page.locator(".remember > [role=status]")
    assert says.inner_text() == (
        "What stood in this browser's memory cannot be read: it is no JSON. It is left out."
    )
    watch.page.get_by_role("button", name="A new question").click()
    choose(watch.page, FIRST, letter_of(FIRST, True))
    assert list(cards(watch.page)) == [FIRST]
    assert watch.faults == []


def test_pages_that_a_browser_keeps_apart_are_told_of_each_other(
    context: BrowserContext, site: Path
) -> None:
    watch = opened(context, (site / CHAPTER).as_uri())
    link = watch.page.get_by_role("link", name="comes back on another day")
    address = str(link.evaluate("(link) => link.href"))
    assert address.endswith("remember.html#from-chapter")
    keep = watch.page.locator(".remember-keep")
    watch.open(address)
    assert "Some browsers keep the pages of a folder apart" in keep.inner_text()
    watch.page.evaluate("localStorage.clear()")
    watch.open(address)
    assert "This browser keeps the pages of a folder apart" in keep.inner_text()
    assert watch.faults == []


def test_another_tab_and_another_edition_are_minded(context: BrowserContext, site: Path) -> None:
    watch = opened(context, (site / PAGE).as_uri())
    page = watch.page
    page.get_by_role("button", name="A new question").click()
    other = file_of({"loss-zero": CARD, "from-a-later-edition": CARD})
    page.evaluate(f"(text) => localStorage.setItem('{KEY}', text)", other)
    choose(page, FIRST, letter_of(FIRST, True))
    assert sorted(cards(page)) == [FIRST, "from-a-later-edition", "loss-zero"]
    assert page.inner_text(".remember-tally").startswith("1 due today \N{MIDDLE DOT} 1 waiting")


def test_a_page_that_is_left_open_meets_the_next_day(context: BrowserContext, site: Path) -> None:
    page = opened(context, (site / PAGE).as_uri()).page
    page.evaluate(f"numrec.recall.record('{FIRST}', false)")
    page.reload()
    says = page.locator(".remember > [role=status]")
    assert says.inner_text() == "Nothing is due today. The next comes back tomorrow."
    page.clock.set_fixed_time("2026-03-03T00:01:00")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    assert page.inner_text(".remember-tally").startswith("1 due today \N{MIDDLE DOT} 0 waiting")
    assert page.locator(f"[data-recall={FIRST}]").is_visible()
    assert says.inner_text() == ""


def test_on_paper_stand_all_questions_and_then_all_answers(
    context: BrowserContext, site: Path
) -> None:
    page = opened(context, (site / PAGE).as_uri()).page
    printed = page.pdf(format="A4")
    assert len(re.findall(rb"/Type /Page\b", printed)) > 5
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 703, "height": 1000})
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("[data-recall]:visible").count() == len(questions())
    assert page.locator("[data-recall] button:visible").count() == 0
    answers = page.locator(".remember-answers li")
    letters = [text.partition(":")[0] for text in answers.all_inner_texts()]
    places = {name: LETTERS[one.right] for name, one in questions().items()}
    asked = page.locator("[data-recall]").evaluate_all("(all) => all.map((f) => f.dataset.recall)")
    assert letters == [places[name] for name in asked]
    assert page.locator("h2:visible").count() == 0
    wide = "(all) => all.filter((e) => e.scrollWidth > e.clientWidth + 1).length"
    assert page.locator(":is(.recall, .recall label, .remember-answers li)").evaluate_all(wide) == 0


def weight(page: Path, *more: Path) -> int:
    """Return the bytes of a page and its files as they are sent, less what every page has."""
    about = len(gzip.compress((page.parents[1] / "book" / "about.html").read_bytes()))
    return sum(len(gzip.compress(path.read_bytes())) for path in (page, *more)) - about


def test_questions_are_light_and_each_page_has_its_own(site: Path) -> None:
    static = site / "_static"
    style, lines = static / "recall" / "recall.css", static / "lines" / "lines.js"
    assert weight(site / PAGE, static / "recall" / "remember.js", style) <= MOST_BYTES
    chapters = {one.chapter for one in questions().values()}
    for path in [*(site / "notebooks").glob("*.html"), site / PAGE]:
        text = path.read_text("utf-8")
        here = chapters if path.name == "remember.html" else {path.stem}
        mine = [one.id for one in questions().values() if one.chapter in here]
        assert re.findall(r'data-recall="([^"]+)"', text) == mine
        asks = path.stem in chapters or "data-line=" in text
        assert ('src="../_static/lines/lines.js' in text) == asks, path
        assert ('src="../_static/recall/remember.js' in text) == (path.name == "remember.html")
    chapter = (site / CHAPTER).read_text("utf-8")
    section = chapter[chapter.index('id="do-you-remember"') : chapter.index("</article>")]
    sizes = [gzip.compress(part) for part in (section.encode(), lines.read_bytes())]
    assert sum(map(len, sizes)) + len(gzip.compress(style.read_bytes())) <= MOST_BYTES
