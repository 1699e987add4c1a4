"""The PDF: its contents, letters, formulas, pictures and links, as they lie in the file.

Printing the whole book takes a minute or two. Here three of its pages stand for it; `make
check-pdf`, which .ci/run takes as well, puts the whole to the same tests.
"""

import base64
import io
import os
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname
from xml.etree import ElementTree as ET

import pypdfium2
import pytest
from bs4 import Tag
from child_processes import run_child
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name, Object, OutlineItem, Pdf, Stream
from PIL import Image
from playwright.sync_api import Browser

from companion.pages.spoken import in_words
from tools import pdf as made
from tools.paper import book

ROOT = Path(__file__).parents[2]
WHOLE = os.environ.get("NUMREC_PDF") == "whole"
SMALL = [("book/index", ""), ("notebooks/loss", "A part"), ("notebooks/cannot_read", "A part")]

PRINT = """
import sys
from pathlib import Path
from tools import pdf
from tools.paper import book
pages, site, target = eval(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3])
if pages:
    book.contents = lambda: iter(pages)
with pdf.printer() as browser:
    pdf.book(browser, site, target)
"""
"""As `make pdf` does it; in its own process, since a browser is given fonts as it starts."""

NO_FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{0}/empty</dir><cachedir>{0}/cache</cachedir></fontconfig>
"""

COVER = 1200, 1698
"""In pixels, as much of it as A4 shows."""

DARK, MOST_DARK = 50, 0.25
"""A page that is darker than this share, and is not the cover, has a black box."""


@pytest.fixture(scope="module", autouse=True)
def chosen() -> Iterator[None]:
    """Three pages stand for the book, where the whole is not asked for."""
    with pytest.MonkeyPatch.context() as patch:
        if not WHOLE:
            patch.setattr(book, "contents", lambda: iter(SMALL))
        yield


@pytest.fixture(scope="module")
def path(site: Path, tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Path:
    """The PDF, printed on a machine that has no font."""
    assert browser.is_connected(), "or the test is skipped"
    target = tmp_path_factory.mktemp("pdf") / "book.pdf"
    fonts = target.with_name("fonts.conf")
    fonts.write_text(NO_FONTS.format(target.parent))
    run_child(
        [sys.executable, "-c", PRINT, repr([] if WHOLE else SMALL), site, target],
        cwd=ROOT,
        env={**os.environ, "FONTCONFIG_FILE": str(fonts)},
        deadline=580,
        check=True,
    )
    return target


@pytest.fixture(scope="module")
def pages(site: Path) -> list[book.Page]:
    """What was printed."""
    return book.paper_book(site, made.leads)


@pytest.fixture
def opened(path: Path) -> Iterator[Pdf]:
    with Pdf.open(path) as pdf:
        yield pdf


@pytest.fixture(scope="module")
def texts(path: Path) -> list[str]:
    """The text of each page."""
    with pypdfium2.PdfDocument(path) as document:
        return [page.get_textpage().get_text_bounded() for page in document]


def outline(items: list[OutlineItem]) -> Iterator[str]:
    for item in items:
        yield " ".join(str(item.title).split())
        yield from outline(list(item.children))


def words(text: str) -> str:
    """Return a text's letters and digits: where a line ends, a PDF has no space."""
    return "".join(re.findall(r"\w", text))


def elements(node: Object) -> Iterator[Dictionary]:
    """Yield each element of the tree of tags, as it is read."""
    waiting = [node]
    while waiting:
        one = waiting.pop()
        if isinstance(one, Array):
            waiting.extend(reversed(list(one)))
        elif isinstance(one, Dictionary):
            if "/S" in one:
                yield one
            if "/K" in one:
                waiting.append(one.K)


def heard(pdf: Pdf) -> list[str]:
    """Return the words of each formula, as they are read."""
    found = elements(pdf.Root.StructTreeRoot.K)
    return [str(one.get("/Alt", "")) for one in found if one.S == Name.Formula]


def said(formula: Tag) -> str:
    return in_words(ET.fromstring(str(formula)))


def images(pdf: Pdf) -> list[Stream]:
    """Return the pictures that are made of pixels; one that says only what is clear is none."""
    found = [one for one in pdf.objects if isinstance(one, Stream)]
    shown = [one for one in found if one.get("/Subtype") == Name.Image]
    masks = {one.SMask.objgen for one in shown if "/SMask" in one}
    return [one for one in shown if one.objgen not in masks]


def photographs(file: Path) -> list[tuple[int, int]]:
    """Return the size in pixels of a picture, or of each that is in a drawing."""
    data = [file.read_bytes()]
    if file.suffix == ".svg":
        found = re.findall(rb'"data:image/png;base64,([^"]+)"', data[0])
        data = [base64.b64decode(one) for one in found]
    return [Image.open(io.BytesIO(one)).size for one in data]


def packaged() -> set[str]:
    """Return the names of the fonts that packages bring."""
    files = [made.MATHS, *made.font_files()]
    return {str(TTFont(file)["name"].getDebugName(6)) for file in files}


def letter_faults(pdf: Pdf) -> list[str]:
    """Name each font that is not in the file or is no package's, and each missing letter."""
    faults, known = [], packaged()
    for one in pdf.objects:
        if isinstance(one, Dictionary) and one.get("/Type") == Name.FontDescriptor:
            name = re.fullmatch(r"/[A-Z]{6}\+(.+)", str(one.FontName))
            if name is None or name[1] not in known:
                faults.append(f"no package's, or not cut to what is used: {one.FontName}")
            if not {"/FontFile", "/FontFile2", "/FontFile3"} & {*one.keys()}:
                faults.append(f"not in the file: {one.FontName}")
        if isinstance(one, Dictionary) and one.get("/Subtype") == Name.Type3:
            faults.append("letters that are pictures")
        if isinstance(one, Stream) and one.get("/Subtype") in {None, Name.Form}:
            for shown in re.findall(
                rb"<([0-9A-Fa-f]+)>(?:\s*Tj|[^\[\]]*\]\s*TJ)", one.read_bytes()
            ):
                signs = re.findall(rb"....", shown)
                if b"0000" in signs:
                    faults.append(f"a letter that no font has, in {one.objgen}")
    return faults


def steps(pdf: Pdf) -> list[float]:
    """Return how far letters stand from those before them, on the page after the contents."""
    page = pdf.pages[made.begins(pdf)["book-index"] - 1]
    return [float(step) for step in re.findall(rb"([\d.]+) 0 Td", page.Contents.read_bytes())]


def link_faults(pdf: Pdf) -> list[str]:
    """Name each link that leads nowhere, or into this machine."""
    known, faults = {*pdf.Root.Dests.keys()}, []
    for number, page in enumerate(pdf.pages, start=1):
        for link in page.get("/Annots", []):
            act = link.get("/A", Dictionary())
            to, address = link.get("/Dest", act.get("/D")), str(act.get("/URI", ""))
            if to is not None and str(to) not in known:
                faults.append(f"page {number}: {to}")
            if to is None and not re.match("https?://|mailto:", address):
                faults.append(f"page {number}: {address!r}")
    return faults


def dark_faults(path: Path) -> list[str]:
    """Name each page but the cover that is mostly black."""
    faults = []
    with pypdfium2.PdfDocument(path) as document:
        for number, page in enumerate(document, start=1):
            grey = page.render(scale=0.2, grayscale=True).to_pil()
            share = sum(grey.histogram()[:DARK]) / (grey.width * grey.height)
            if number > 1 and share > MOST_DARK:
                faults.append(f"page {number} is {share:.0%} black")
    return faults


def test_each_chapter_begins_where_the_contents_and_the_outline_say(
    opened: Pdf, texts: list[str], pages: list[book.Page]
) -> None:
    begins = made.begins(opened)
    with opened.open_outline() as tree:
        listed = {words(title) for title in outline(list(tree.root))}
    numbers = [begins[made.slug(page.name)] for page in pages]
    told = words("".join(texts[1 : numbers[0] - 1]))
    for page, number in zip(pages, numbers, strict=True):
        assert words(page.title) in listed, page.title
        assert words(page.title) in words(texts[number - 1])[:200], (page.name, number)
        assert f"{words(page.title)}{number}" in told, page.title
    assert sorted({*numbers}) == numbers, "one after the other"


def test_it_is_as_long_as_it_should_be(texts: list[str], path: Path) -> None:
    assert (300 < len(texts) < 700) if WHOLE else (12 < len(texts) < 40)
    assert path.stat().st_size < 15e6
    assert all(text.strip() for text in texts[1:]), "a page is empty"


def test_every_letter_is_in_the_file(opened: Pdf, texts: list[str]) -> None:
    assert letter_faults(opened) == []
    assert sum(step != round(step) for step in steps(opened)) > 100, "they stand on whole pixels"
    assert not [
        number for number, text in enumerate(texts, 1) if "\N{REPLACEMENT CHARACTER}" in text
    ]
    font = next(
        one
        for one in opened.objects
        if isinstance(one, Dictionary) and one.get("/Type") == Name.FontDescriptor
    )
    for key in ("/FontFile", "/FontFile2", "/FontFile3"):
        if key in font:
            del font[key]
    font.FontName = Name("/ABCDEF+LiberationSerif")
    planted = opened.make_stream(b"BT /F1 12 Tf <00410000> Tj ET")
    assert planted is not None
    assert [fault.partition(":")[0].partition(",")[0] for fault in letter_faults(opened)] == [
        "no package's",
        "not in the file",
        "a letter that no font has",
    ]


def test_links_lead_somewhere(opened: Pdf, pages: list[book.Page]) -> None:
    """Chromium leaves out a link into nowhere, so each that the pages have is asked for."""
    links_of_pages = [str(a["href"]) for page in pages for a in page.body("a", href=True)]
    owed = {href[1:] for href in links_of_pages if href.startswith("#")}
    assert owed - made.begins(opened).keys() == set()
    assert link_faults(opened) == []
    links = [link for page in opened.pages for link in page.get("/Annots", []) if "/Dest" in link]
    assert len(links) > 20
    links[0].Dest = Name("/nowhere")
    assert len(link_faults(opened)) == 1


def test_pictures_have_their_words_in_the_tree_of_tags(opened: Pdf, pages: list[book.Page]) -> None:
    assert opened.Root.MarkInfo.Marked
    assert str(opened.Root.Lang) == "en"
    told = Counter(
        " ".join(str(one.get("/Alt", "")).split())
        for one in elements(opened.Root.StructTreeRoot.K)
        if one.S == Name.Figure
    )
    owed = Counter(
        " ".join(str(picture["alt"]).split()) for page in pages for picture in page.body("img")
    )
    assert sum(owed.values()) > 5
    assert owed - told == Counter()
    assert "" not in told


def test_each_formula_is_heard_where_it_stands(opened: Pdf, pages: list[book.Page]) -> None:
    """A screen reader gets the words of all formulas, in the order in which they are read."""
    owed = [said(formula) for page in pages for formula in page.body("math")]
    assert len(owed) > (5000 if WHOLE else 100)
    assert heard(opened) == owed
    assert all(owed)


def test_figures_are_lines_and_only_photographs_are_pixels(
    opened: Pdf, pages: list[book.Page]
) -> None:
    """A picture is made of pixels where it is a PNG, or has one in it, and nowhere else.

    But for hatching, of which Chromium makes a tile and up to three for its edges.
    """
    owed, drawn, hatched = Counter([COVER]), 0, 0
    for page in pages:
        for picture in page.body("img"):
            file = Path(url2pathname(urlsplit(str(picture["src"])).path))
            drawn += file.suffix == ".svg"
            owed.update(photographs(file))
            hatched += file.suffix == ".svg" and file.read_bytes().count(b"fill: url(#")
    assert drawn > 2
    found = Counter((int(one.Width), int(one.Height)) for one in images(opened))
    assert (found - owed).total() <= 4 * hatched, found - owed


def test_no_page_is_black(path: Path, tmp_path: Path) -> None:
    assert dark_faults(path) == []
    with Pdf.open(path) as pdf:
        box = b"q 0 0 0 rg 0 0 400 500 re f Q"
        pdf.pages[2].contents_add(pdf.make_stream(box), prepend=True)
        pdf.save(tmp_path / "black.pdf")
    assert [fault.partition(" is ")[0] for fault in dark_faults(tmp_path / "black.pdf")] == [
        "page 3"
    ]


def test_without_a_browser_it_says_what_is_missing(tmp_path: Path) -> None:
    ran = run_child(
        [sys.executable, "-m", "tools.pdf"], cwd=ROOT, env={**os.environ, "PATH": str(tmp_path)}
    )
    assert ran.returncode == 1
    assert re.fullmatch(r"make pdf needs Chromium or Chrome.*\n", ran.stderr), ran.stderr


def test_a_chapter_that_moves_is_not_printed_with_a_wrong_number(
    site: Path, browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(book, "contents", lambda: iter(SMALL[:1]))
    found = iter([{"book-index": 3, "edition": 4}, {"book-index": 4, "edition": 5}])
    monkeypatch.setattr(made, "begins", lambda pdf: next(found))
    with pytest.raises(RuntimeError, match="moved a chapter"):
        made.book(browser, site, tmp_path / "book.pdf")
    assert list(tmp_path.iterdir()) == []
