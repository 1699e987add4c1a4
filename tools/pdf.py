"""The book as a PDF: `make pdf` prints the built book on paper into _build/book.pdf.

The pages come from `tools.paper`. Here they become one document, with one style sheet, which
Chromium prints twice: once to see on which page each chapter begins, and again with these numbers
in the contents. Letters come from packages, so that every machine prints the same; those of figures
too, since on Linux Chromium is given these fonts in place of the machine's.
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Mapping
from contextlib import AbstractContextManager
from html import escape
from importlib.metadata import distribution
from itertools import groupby
from pathlib import Path
from typing import Any

import matplotlib
from bs4 import Tag
from pikepdf import Name, ObjectStreamMode, Pdf
from playwright.sync_api import Browser

from tools.chromium import NoBrowserError, chromium
from tools.epub import cover_says
from tools.paper.book import ROOT, Page, configured, paper_book
from tools.paper.cover import cover
from tools.pdf_tags import say_formulas, tag_formulas

SITE = ROOT / "_build" / "html"

FOLDER = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
FONTS = {
    "Book Serif": ("STIXGeneral", "STIXGeneralBol", "STIXGeneralItalic", "STIXGeneralBolIta"),
    "Book Sans": ("DejaVuSans", "DejaVuSans-Bold", "DejaVuSans-Oblique", "DejaVuSans-BoldOblique"),
    "Book Mono": (
        *("DejaVuSansMono", "DejaVuSansMono-Bold"),
        *("DejaVuSansMono-Oblique", "DejaVuSansMono-BoldOblique"),
    ),
}
"""Upright, bold, slanted, both: as matplotlib ships them. STIX goes with the formulas' letters."""

MATHS = Path(str(distribution("ziamath").locate_file("ziamath/fonts/STIXTwoMath-Regular.ttf")))

DOCUMENT = """<!doctype html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<title>{title}</title>
<style>
{style}
</style>
</head>
<body>
<section class="cover"><img src="{cover}" alt="{cover_says}"></section>
<nav class="contents" id="contents">
<h2>Contents</h2>
{contents}
</nav>
{chapters}
</body>
</html>
"""

LEADER = ". " * 110
"""Dots that are letters: between words and numbers far apart, a reader takes lines for columns."""

NUMBER = re.compile(r'(<span class="page" data-of="([^"]+)">)<')
"""Where a number belongs in the contents."""

TEXT_WIDTH = 627
"""Of a page between its margins, in CSS pixels: 166 mm."""

# What is wider than the page becomes smaller, since paper has no bar to scroll with.
FIT = """() => {
  const room = (element) => element.parentElement.clientWidth;
  for (const math of document.querySelectorAll(".maths math")) {
    const share = math.parentElement.clientWidth / math.getBoundingClientRect().width;
    if (share < 1) math.style.fontSize = `${1.08 * 0.98 * share}em`;
  }
  for (const code of document.querySelectorAll("pre")) {
    code.style.whiteSpace = "pre";
    const share = code.clientWidth / code.scrollWidth;
    const size = parseFloat(getComputedStyle(code).fontSize);
    code.style.whiteSpace = "";
    if (share < 1) code.style.fontSize = `${Math.max(0.98 * share * size, 8)}px`;
    if (code.textContent.split("\\n").length > 24) code.classList.add("long");
  }
  for (const table of document.querySelectorAll("table")) {
    const size = parseFloat(getComputedStyle(table).fontSize);
    const share = room(table) / table.getBoundingClientRect().width;
    if (share < 1) table.style.fontSize = `${Math.max(0.98 * share * size, 7.5)}px`;
  }
}"""


def slug(page: str) -> str:
    """Return the id that a page has in the one document."""
    return page.replace("/", "-")


def leads(page: str, identity: str) -> str:
    """Return the address of a page and an id within it."""
    return f"#{slug(page)}" + (f"--{identity}" if identity else "")


def document(site: Path, cover_file: Path) -> str:
    """Return the whole book as one HTML document, the page numbers of its contents still empty.

    Parameters
    ----------
    site : Path
        The folder of the built book.
    cover_file : Path
        The cover.

    Raises
    ------
    FileNotFoundError
        If the book is not built.
    """
    config = configured()
    pages = paper_book(site, leads)
    return DOCUMENT.format(
        lang=config["sphinx"]["config"]["language"],
        title=escape(config["title"]),
        style=_style(pages),
        cover=cover_file.as_uri(),
        cover_says=escape(cover_says(config["title"])),
        contents=_contents(pages),
        chapters="\n".join(
            _chapter(page, opens=number == 0)
            for _, group in groupby(pages, key=lambda page: page.part)
            for number, page in enumerate(group)
        ),
    )


def numbered(html: str, numbers: Mapping[str, int]) -> str:
    """Return the document with the page numbers in its contents.

    Parameters
    ----------
    html : str
        The document.
    numbers : mapping of str to int
        The number of the page on which each chapter begins, by its id.
    """
    return NUMBER.sub(lambda found: f"{found[1]}{numbers[found[2]]}<", html)


def _style(pages: list[Page]) -> str:
    faces = [("STIX Two Math Book", "normal", "normal", MATHS)]
    for family, names in FONTS.items():
        kinds = [(weight, style) for style in ("normal", "italic") for weight in ("normal", "bold")]
        faces += [
            (family, *kind, FOLDER / f"{name}.ttf") for kind, name in zip(kinds, names, strict=True)
        ]
    fonts = [
        f'@font-face {{ font-family: "{family}"; font-weight: {weight}; font-style: {style}; '
        f'src: url("{path.as_uri()}"); }}'
        for family, weight, style, path in faces
    ]
    sheets = [
        (ROOT / "tools" / "paper" / name).read_text("utf-8") for name in ("paper.css", "print.css")
    ]
    heads = [
        f"#{slug(page.name)} {{ page: {slug(page.name)}; }}\n"
        f"@page {slug(page.name)} {{ @top-right {{ content: {_quoted(page.title)}; "
        'font: italic 9pt "Book Serif"; color: #555; } }'
        for page in pages
    ]
    # the shared sheet has the formulas' font as a file beside it
    shared = re.sub(r"@font-face \{.*?\}", "", sheets[0], flags=re.DOTALL)
    return "\n".join([*fonts, shared, sheets[1], *heads])


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _contents(pages: list[Page]) -> str:
    parts = []
    for part, group in groupby(pages, key=lambda page: page.part):
        rows = "\n".join(
            f'<li><a href="{leads(page.name, "")}"><span>{escape(page.title)}</span>'
            f'<span class="leader" aria-hidden="true">{LEADER}</span>'
            f'<span class="page" data-of="{slug(page.name)}"></span></a></li>'
            for page in group
        )
        heading = f'<p class="contents-part">{escape(part)}</p>\n' if part else ""
        parts.append(f"<div>{heading}<ol>\n{rows}\n</ol></div>")
    return "\n".join(parts)


def _chapter(page: Page, *, opens: bool) -> str:
    """Write a chapter: its ids tell whose they are, its headings are a level lower."""
    name = slug(page.name)
    say_formulas(page.body)
    for tag in [page.body, *page.body.find_all(True)]:
        _within(tag, name)
    part = f'<h1 class="part">{escape(page.part)}</h1>' if opens and page.part else ""
    return f'<section class="chapter" id="{name}">\n{part}{page.body.decode()}\n</section>'


def _within(tag: Tag, name: str) -> None:
    if tag.get("id"):
        tag["id"] = f"{name}--{tag['id']}"
    for reference in ("aria-labelledby", "aria-describedby", "for"):
        if tag.get(reference):
            tag[reference] = " ".join(f"{name}--{one}" for one in str(tag[reference]).split())
    if tag.name == "figure":
        tag.name = "div"  # its picture alone is tagged as a figure, and has the words for it
    if tag.name in {"h1", "h2", "h3", "h4", "h5"}:
        tag.name = f"h{int(tag.name[1]) + 1}"


def printed(browser: Browser, html: str, target: Path) -> Path:
    """Print a document in Chromium, tagged and with an outline, and return the file.

    Parameters
    ----------
    browser : Browser
        A Chromium.
    html : str
        The document.
    target : Path
        The PDF to write; the document is written beside it.
    """
    source = target.with_suffix(".html")
    source.write_text(html, "utf-8")
    page = browser.new_page(viewport={"width": TEXT_WIDTH, "height": 900})
    page.set_default_timeout(0)  # a slow machine prints as well
    page.emulate_media(media="print", color_scheme="light")
    page.goto(source.as_uri())
    page.evaluate("document.fonts.ready.then(() => null)")
    page.evaluate(FIT)
    page.pdf(path=target, prefer_css_page_size=True, tagged=True, outline=True)
    page.close()
    return target


def begins(pdf: Pdf) -> dict[str, int]:
    """Return the number of the page on which each thing that is linked begins, by its id."""
    places = {page.objgen: number for number, page in enumerate(pdf.pages, start=1)}
    found: dict[str, Any] = dict(pdf.Root.Dests.items())
    return {name[1:]: places[there[0].objgen] for name, there in found.items()}


def book(browser: Browser, site: Path, target: Path) -> int:
    """Write the book as a PDF, whole or not at all, and return how many pages it has.

    Parameters
    ----------
    browser : Browser
        A Chromium.
    site : Path
        The folder of the built book.
    target : Path
        The file to write.

    Raises
    ------
    FileNotFoundError
        If the book is not built.
    RuntimeError
        If the numbers in the contents moved a chapter to another page.
    """
    config = configured()
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        front = folder / "cover.png"
        front.write_bytes(cover(config["title"], config["author"]))
        html = document(site, front)
        with Pdf.open(printed(browser, html, folder / "first.pdf")) as pdf:
            numbers = begins(pdf)
        with Pdf.open(printed(browser, numbered(html, numbers), folder / "second.pdf")) as pdf:
            if begins(pdf) != numbers:
                raise RuntimeError("the contents' numbers moved a chapter; expected none to move")
            tag_formulas(pdf)
            pdf.docinfo.Author = config["author"]
            pdf.Root.PageMode = Name.UseOutlines  # opened with the list of chapters beside it
            beside = target.with_suffix(".part")
            # the tags are many small objects, a quarter as large when they are packed together
            pdf.save(beside, object_stream_mode=ObjectStreamMode.generate)
            pages = len(pdf.pages)
    beside.replace(target)
    return pages


def font_files() -> list[Path]:
    """Return the files of the fonts for words, code and figures."""
    return [FOLDER / f"{name}.ttf" for names in FONTS.values() for name in names]


def printer() -> AbstractContextManager[Browser]:
    """Start the browser that prints, with the book's fonts and no others."""
    return chromium("make pdf", font_files())


def main() -> None:
    """Write the PDF and say where it is."""
    target = SITE.parent / "book.pdf"
    try:
        with printer() as browser:
            pages = book(browser, SITE, target)
    except (OSError, NoBrowserError) as error:
        sys.exit(str(error))
    print(f"The book as a PDF, {pages} pages, {target.stat().st_size / 1e6:.1f} MB: {target}")


if __name__ == "__main__":
    main()
