"""What is played with inside a chapter: two on a page, beside prose, with the chapter's address."""

import re
import sys
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
from child_processes import run_child
from play_page import minus, settled
from playwright.sync_api import Browser, Page
from site_checks import Watch, run_axe

from benchmarks.in_the_browser import weight
from companion.play.pages import PIECES, SCRIPTS, joined, text_of

ROOT = Path(__file__).parents[2]
MOST_OWN_BYTES = 8_000  # over the wire, of what a small piece shares with nothing
WITH_A_NETWORK = {"read": 30_000}

CONFIG = f"""
import sys
from pathlib import Path
sys.path[:0] = [{str(ROOT / "book" / "_ext")!r}]
from companion.pages.coverage import read_coverage
extensions = ["myst_parser", "play"]
html_theme = "basic"
html_static_path = ["static"]
html_css_files = ["notebook.css"]

def setup(app):
    app.numrec_coverage = read_coverage(Path({str(ROOT)!r}) / "notebooks")
"""

BOOK = {
    "index.md": (
        "# A book\n\nNothing to play with.\n\n"
        "```{toctree}\nnotebooks/two\nnotebooks/live\nnotebooks/half\nnotebooks/large\nbook/play/stepper\n```\n"
    ),
    "notebooks/two.md": (
        "# Two\n\n## Heading\n\n```{play} pull\n```\n\nProse.\n\n"
        "```{play} stepper step=delta2 eta=0.5\n```\n\nProse.\n\n```{play} calculator\n```\n"
    ),
    "notebooks/live.md": (
        "# Live\n\n## Heading\n\n```{play} calculator open=delta1_0 fractions=1\n```\n\n"
        "```{play} nudge digit=3 of=right\n```\n\n```{play} xor alpha=0.6\n```\n"
    ),
    "notebooks/half.md": (
        "# Half\n\n## Heading\n\n```{play} valley eta=0.06 mu=0.5\n```\n\n"
        "```{play} logits target=2\n```\n\n```{play} depth scale=0.7\n```\n\n"
        "```{play} bet curve=overfitting\n```\n"
    ),
    "notebooks/large.md": (
        "# Large\n\n## Heading\n\n```{play} train mu=0.9\n```\n\n"
        '<div style="height: 3000px"></div>\n\n```{play} draw image=8\n```\n'
    ),
    "book/play/stepper.md": "# Stepper\n\n```{play} stepper\n```\n",
}


def built(folder: Path, pages: dict[str, str]) -> str:
    """Build a small book with the directive, and return what the build said."""
    style = {"static/notebook.css": text_of("shared/notebook.css")}  # for the theme's own
    for name, text in {"conf.py": CONFIG, **style, **pages}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    command: list[str | Path] = [
        sys.executable,
        "-m",
        "sphinx",
        "-qW",
        "-d",
        folder / "trees",
        folder,
        folder / "html",
    ]
    return run_child(command, cwd=ROOT).stderr


@pytest.fixture(scope="session")
def chapters(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built pages of a small book whose chapters hold pieces."""
    folder = tmp_path_factory.mktemp("chapters")
    assert built(folder, BOOK) == ""
    return folder / "html"


# What is wider than its box; that the box is no wider than the page, the book's chapters show.
WIDE = """[...document.querySelectorAll(".piece")]
  .filter((one) => one.scrollWidth > one.clientWidth).map((one) => one.ariaLabel)"""

Open = Callable[[str], Page]


@pytest.fixture
def open_page(bare: Watch, chapters: Path) -> Open:
    """Open a page of the small book."""

    def opened(name: str) -> Page:
        assert bare.open((chapters / f"{name}.html").as_uri()) == []
        return bare.page

    return opened


def said(page: Page, name: str) -> str:
    """Return the sentence that a piece tells."""
    settled(page)
    return minus(page.inner_text(f"[data-play={name}] [role=status]"))


def test_a_chapter_gets_one_script_with_each_part_once_and_no_more(chapters: Path) -> None:
    for chapter, names in (
        ("two", ["pull", "stepper", "calculator"]),
        ("live", ["calculator", "nudge", "xor"]),
        ("half", ["valley", "logits", "depth", "bet"]),
        ("large", ["train", "draw"]),
    ):
        page = (chapters / "notebooks" / f"{chapter}.html").read_text("utf-8")
        scripts = re.findall(r'src="../_static/([^"?]+)', page)
        assert [one for one in scripts if one.startswith("play/")] == [f"play/{chapter}.js"]
        text = (chapters / "_static" / scripts[-1]).read_text("utf-8")
        assert text == joined(names)
        assert all(text.count(text_of(file)) <= 1 for name in names for file in SCRIPTS[name])
        assert (text_of("shared/zip.js") in text) == (chapter == "large")
    assert text_of("calculator/copy.js") not in text, "what its own page alone shows"
    plain = (chapters / "index.html").read_text("utf-8")
    assert "_static/play" not in plain
    own = (chapters / "book" / "play" / "stepper.html").read_text("utf-8")
    assert re.findall(r'src="../../_static/(play/[^"?]+)', own) == ["play/stepper.js"]
    own_script = (chapters / "_static" / "play" / "stepper.js").read_text("utf-8")
    assert own_script == "\n".join(map(text_of, SCRIPTS["stepper"]))
    assert 'class="piece"' not in own


@pytest.mark.parametrize("name", PIECES)
def test_a_small_piece_is_light(name: str, tmp_path: Path) -> None:
    own = [file for file in PIECES[name] if file.startswith(f"{name}/")]
    file = tmp_path / "own.js"
    file.write_text("\n".join(map(text_of, own)), "utf-8")
    assert own
    assert weight([file]) <= WITH_A_NETWORK.get(name, MOST_OWN_BYTES)


def test_twice_on_a_page_and_an_unknown_name_are_refused(tmp_path: Path) -> None:
    twice = "# Page\n\n```{play} xor\n```\n\n```{play} xor alpha=1\n```\n"
    assert "xor stands twice on this page" in built(tmp_path, {"index.md": twice})
    said = built(tmp_path, {"index.md": "# Page\n\n```{play} xyz\n```\n"})
    assert "'xyz' is not known; expected one of calculator" in said


def test_the_chapters_address_stays_the_chapters(open_page: Open) -> None:
    """A piece starts where it is told, follows no anchor, and writes none; its link takes along."""
    page = open_page("notebooks/two")
    stepper = page.locator("[data-play=stepper]")
    assert stepper.locator("h3").inner_text() == "The error signal delta of the output layer"
    before = page.url
    page.locator("[data-play=stepper]").get_by_role("button", name="On one step").click()
    settled(page)
    assert page.url == before
    link = page.get_by_role("link", name="on a page of its own").first
    address = link.get_attribute("href") or ""
    assert address.endswith("/book/play/stepper.html#open=dC_db2_0&eta=0.5")
    page.evaluate("location.hash = 'open=z1_0'")  # an anchor of the chapter, as it were
    settled(page)
    assert stepper.locator("h3").inner_text() == "The slope along each output bias"
    link.click()
    page.wait_for_selector("[data-play=stepper][data-ready]")
    assert page.inner_text("h2") == "The slope along each output bias"


def test_the_arrow_keys_walk_in_the_stepper_alone(open_page: Open) -> None:
    page = open_page("notebooks/two")
    heading = page.locator("[data-play=stepper] h3")
    page.locator("[data-play=pull]").get_by_role("radio").first.focus()
    page.keyboard.press("ArrowRight")
    assert page.get_by_role("radio", name="the lower one, node 1").is_checked()
    assert heading.inner_text() == "The error signal delta of the output layer"
    page.locator("[data-play=stepper]").get_by_role("button", name="On one step").focus()
    page.keyboard.press("ArrowRight")
    assert heading.inner_text() == "The slope along each output bias"
    assert page.evaluate("document.activeElement.tagName") == "H3"


def test_two_that_ask_for_the_same_thing_are_asked_apart(open_page: Open) -> None:
    page = open_page("notebooks/two")
    stepper, calculator = (
        page.locator(f"[data-play={name}]") for name in ("stepper", "calculator")
    )
    calculator.get_by_role("radio", name="cross-entropy").check()
    assert "loss of your network" in said(page, "calculator")
    assert stepper.get_by_role("radio", name="quadratic").is_checked()
    assert "Step 10 of 19" in said(page, "stepper")


def test_two_on_a_page_do_not_meet(open_page: Open) -> None:
    page = open_page("notebooks/live")
    calculator = page.locator("[data-play=calculator]")
    assert "Opened: delta, layer 1, node 0" in said(page, "calculator")
    assert calculator.get_by_role("radio", name="fractions").is_checked()
    assert calculator.locator("textarea").count() == 0, "the programs are on its own page"
    assert "read as" in said(page, "nudge")
    assert "Right answers: 2 of four" in said(page, "xor")
    calculator.get_by_role("radio", name="cross-entropy").check()
    assert "Right answers: 2 of four" in said(page, "xor")
    ids = page.evaluate("[...document.querySelectorAll('.piece [id]')].map((one) => one.id)")
    assert len(ids) == len(set(ids))
    assert page.locator("h1").count() == 1


def test_a_large_page_stands_in_a_chapter_as_a_small_piece_does(open_page: Open) -> None:
    page = open_page("notebooks/large")
    before = page.url
    assert page.locator("h1").count() == 1
    assert page.locator(".piece :is(h1, h2)").count() == 0
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map((one) => one.id)")
    assert len(ids) == len(set(ids))
    assert ids.count("train-import") == ids.count("own-import") == 1
    train, draw = (page.locator(f"[data-play={name}]") for name in ("train", "draw"))
    assert train.get_by_role("radio", name="0.9", exact=True).is_checked(), "as it is told"
    assert draw.locator("#draw-image").input_value() == "8"
    train.get_by_label("Batch size").select_option("10")
    train.get_by_role("button", name="One batch").click()
    page.wait_for_selector("[data-play=train][data-done='1']")
    draw.get_by_role("button", name="The next test image").click()
    page.wait_for_function("document.querySelector('#draw-image').value === '9'")
    assert "1 mini-batches" in said(page, "train")
    page.evaluate("location.hash = 'image=3&mu=0'")  # an anchor of the chapter, as it were
    settled(page)
    assert page.url == f"{before}#image=3&mu=0", "the chapter's address is left alone"
    assert draw.locator("#draw-image").input_value() == "9"
    links = [link.get_attribute("href") or "" for link in page.locator(".own-page").all()]
    assert [link.partition("#")[2] for link in links] == ["mu=0.9&batch=10", "image=9"]


@pytest.mark.parametrize(
    "name", ["notebooks/two", "notebooks/live", "notebooks/half", "notebooks/large"]
)
def test_axe_finds_nothing_in_a_chapter(open_page: Open, name: str) -> None:
    page = open_page(name)
    page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
    settled(page)
    where = {"include": [".piece"], "exclude": ["math > *"]}
    assert run_axe(page, "", where) == []
    page.set_viewport_size({"width": 360, "height": 900})
    settled(page)
    assert page.evaluate(WIDE) == []
    page.evaluate("document.querySelector('.piece .slider input').removeAttribute('aria-label')")
    assert [fault.split(":")[0] for fault in run_axe(page, "", where)] == ["axe label"]


def test_printed_it_is_a_picture_and_a_line(open_page: Open) -> None:
    page = open_page("notebooks/live")
    page.emulate_media(media="print")
    for name in ("calculator", "nudge", "xor"):
        piece = page.locator(".piece").filter(has=page.locator(f"[data-play={name}]"))
        assert piece.locator(".piece-printed").is_visible()
        assert piece.locator("svg").first.is_visible()
        for control in piece.locator("button.do, input[type=range], select").all():
            assert not control.is_visible()


def test_without_scripts_it_says_so(browser: Browser, chapters: Path) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto((chapters / "notebooks" / "two.html").as_uri())
    assert "made by a script, which your browser has not run" in page.inner_text(".piece >> nth=1")
    assert page.get_by_role("link", name="on a page of its own").first.is_visible()
    page.context.close()


# Letters below 11 px as they are drawn; what stands above or below a letter is smaller.
SMALL = """[...document.querySelectorAll(".piece svg[viewBox] text")].map((text) => {
  const svg = text.ownerSVGElement;
  const scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
  return [text.textContent, scale * parseFloat(getComputedStyle(text).fontSize)];
}).filter(([words, size]) => words && size > 0 && size < 11)"""

HELD = [
    ("cannot_read", "nudge"),
    ("non_linearity", "xor"),
    ("output_layer", "stepper"),
    ("hidden_layers", "pull"),
    ("worked_example", "calculator"),
    ("starting_weights", "depth"),
    ("training", "train"),
    ("training", "bet"),
    ("optimisers", "valley"),
    ("softmax", "logits"),
    ("reading_digits", "bet"),
    ("your_own_digits", "draw"),
]
"""The chapters of the book, and what a reader finds to play with in each."""

WORDS = {
    "nudge": {"digit", "of", "loss"},
    "xor": {"alpha", "b2_0"},
    "pull": {"node"},
    "valley": {"eta", "mu", "kappa", "x", "y"},
    "logits": {"z", "shift", "target"},
    "depth": {"scale", "alpha"},
    "bet": {"curve"},
    "draw": {"image", "strokes", "model", "look", "raw"},
    "read": set(),
    "train": {"eta", "mu", "batch", "seed", "own", "times"},
    "stepper": {"open", "step", "loss", "ask", "eta", "fractions"},
    "calculator": {"open", "loss", "fractions"},
}
"""The words that may stand behind a name in a chapter."""


@pytest.mark.parametrize(("chapter", "name"), HELD)
def test_the_chapter_holds_its_piece(bare: Watch, site: Path, chapter: str, name: str) -> None:
    """It starts as it is told, can be read on a phone, and is light."""
    file = site / "notebooks" / f"{chapter}.html"
    script = site / "_static" / "play" / f"{chapter}.js"
    assert weight([script]) <= (36_000 if name == "draw" else 30_000)
    page = bare.page
    page.set_viewport_size({"width": 1280, "height": 900})
    assert bare.open(file.as_uri()) == []
    assert page.evaluate("location.hash") == ""
    state = dict(parse_qsl(page.get_attribute(f"[data-play={name}]", "data-state") or ""))
    assert set(state) <= WORDS[name]
    if "open" in state:
        assert page.evaluate("(id) => numrec.words(id)", state["open"]) in said(page, name)
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 900})
        settled(page)
        assert page.evaluate(SMALL) == []


LATE = "[data-play=draw]"
"""On the large page, far below the first screen; its data are a file of their own."""


@pytest.mark.parametrize(
    ("before", "then"),
    [("", "dispatchEvent(new Event('beforeprint'))"), ("delete window.IntersectionObserver", "")],
    ids=["who prints", "where no browser tells what is near"],
)
def test_large_data_come_also_for(browser: Browser, chapters: Path, before: str, then: str) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 400})
    page.add_init_script(before)
    page.goto((chapters / "notebooks" / "large.html").as_uri())
    page.evaluate(then)
    page.wait_for_selector(f"{LATE}[data-ready]", state="attached")
    assert page.evaluate("scrollY") == 0
    page.close()


def test_data_that_cannot_be_had_are_named_and_can_be_asked_for_again(
    browser: Browser, chapters: Path
) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 400})
    page.route("**/draw_data.js*", lambda route: route.abort())
    page.goto((chapters / "notebooks" / "large.html").as_uri())
    place = page.locator(LATE)
    assert "near the screen" in place.inner_text()
    place.scroll_into_view_if_needed()
    again = place.get_by_role("button", name="Try again")
    again.click()  # in vain
    again.wait_for()
    assert "draw_data.js" in place.inner_text()
    page.unroute("**/draw_data.js*")
    again.click()
    place.and_(page.locator("[data-ready]")).wait_for()
    assert place.locator(".pad").count() == 1
    page.close()
