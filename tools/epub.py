"""The book as an EPUB: `make epub` packs the built book on paper into _build/book.epub.

An EPUB is a zip of XHTML pages, a list of them, and a table of contents. The pages come from
`tools.paper`; epubcheck, in tests/site/test_epub.py, holds what is written here to the standard.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import uuid
import zipfile
from datetime import UTC, datetime
from html import escape
from itertools import groupby
from pathlib import Path
from urllib.parse import unquote, urlsplit

from tools.paper.book import ROOT, Page, configured, paper_book
from tools.paper.cover import cover

SITE = ROOT / "_build" / "html"
FONT = "stix-two-math.woff"
SHEET = "paper.css"
FIRST_DATE = 315532800
"""The first that a zip can hold, 1980: of a file that says nothing of its age."""

CONTAINER = """<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles>
<rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/>
</rootfiles>
</container>
"""

PAGE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" \
lang="{lang}" xml:lang="{lang}">
<head>
<title>{title}</title>
<link rel="stylesheet" type="text/css" href="paper.css"/>
</head>
<body{kind}>
{body}
</body>
</html>
"""

PACKAGE = """<?xml version="1.0" encoding="UTF-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" \
unique-identifier="id" xml:lang="{lang}">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:identifier id="id">{identifier}</dc:identifier>
<dc:title>{title}</dc:title>
<dc:creator>{author}</dc:creator>
<dc:language>{lang}</dc:language>
<dc:rights>{rights}</dc:rights>
<dc:description>{description}</dc:description>
<meta property="dcterms:modified">{modified}</meta>
{access}
</metadata>
<manifest>
{manifest}
</manifest>
<spine>
{spine}
</spine>
</package>
"""

RIGHTS = "Words and figures: CC BY 4.0. Code: MIT. Pictures of MNIST's digits: CC BY-SA 3.0."
DESCRIPTION = (
    "How a neural network learns, from one neuron to a program that reads handwritten digits. "
    "Under every equation of the derivation a line says how certain it is, and the evidence "
    "stands at the chapter's end."
)

ACCESS = (
    ("accessMode", "textual"),
    ("accessMode", "visual"),
    ("accessModeSufficient", "textual"),
    ("accessModeSufficient", "textual,visual"),
    ("accessibilityFeature", "alternativeText"),
    ("accessibilityFeature", "displayTransformability"),
    ("accessibilityFeature", "MathML"),
    ("accessibilityFeature", "readingOrder"),
    ("accessibilityFeature", "structuralNavigation"),
    ("accessibilityFeature", "tableOfContents"),
    ("accessibilityHazard", "none"),
    (
        "accessibilitySummary",
        "Each picture has a text that says what it shows, and each equation is MathML with its "
        "TeX as a fallback. Nothing moves or makes a sound. No one has certified this.",
    ),
)
"""What is true of the file, by a test; no conformance is claimed that nobody has assessed."""

KINDS = {
    ".xhtml": "application/xhtml+xml",
    ".css": "text/css",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".woff": "font/woff",
}


def file_of(page: str) -> str:
    """Return the file of a page, such as "notebooks-loss.xhtml"."""
    return f"{page.replace('/', '-')}.xhtml"


def leads(page: str, identity: str) -> str:
    """Return the address of a page and an id within it."""
    return file_of(page) + (f"#{identity}" if identity else "")


def modified() -> str:
    """Return when the book was changed: as SOURCE_DATE_EPOCH says, or else git's last commit."""
    said = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not said:
        command = ["git", "log", "-1", "--format=%ct"]
        try:
            ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
            said = ran.stdout.strip()
        except OSError:
            pass  # no git; nothing is known of the book's age
    date = datetime.fromtimestamp(int(said or FIRST_DATE), UTC)
    return date.strftime("%Y-%m-%dT%H:%M:%SZ")


def package(site: Path) -> dict[str, bytes]:
    """Return the files of the EPUB by their names within it.

    Parameters
    ----------
    site : Path
        The folder of the built book.

    Raises
    ------
    FileNotFoundError
        If the book, or a picture in it, is missing.
    ValueError
        If a page or a picture is of an unknown kind.
    """
    config = configured()
    title, author = config["title"], config["author"]
    lang = config["sphinx"]["config"]["language"]
    pages = paper_book(site, leads)
    files: dict[str, bytes] = {}
    for page in pages:
        for picture in page.body.find_all("img"):
            source = Path(unquote(urlsplit(str(picture["src"])).path))
            picture["src"] = inside = f"images/{source.name}"
            files[inside] = _picture(source)
        text = PAGE.format(lang=lang, title=escape(page.title), kind="", body=page.body.decode())
        files[file_of(page.name)] = text.encode()
    files["cover.png"] = cover(title, author)
    shown = f'<img src="cover.png" alt="{escape(cover_says(title))}"/>'
    body = f'<section class="cover" epub:type="cover">{shown}</section>'
    files["cover.xhtml"] = PAGE.format(lang=lang, title=escape(title), kind="", body=body).encode()
    body = _contents(pages)
    files["nav.xhtml"] = PAGE.format(lang=lang, title="Contents", kind="", body=body).encode()
    files[SHEET] = (ROOT / "tools" / "paper" / SHEET).read_bytes()
    files[FONT] = (site / "_static" / FONT).read_bytes()
    order = ["cover.xhtml", "nav.xhtml", *(file_of(page.name) for page in pages)]
    told = PACKAGE.format(
        lang=lang,
        identifier=uuid.uuid5(uuid.NAMESPACE_URL, "numrec-book").urn,
        title=escape(title),
        author=escape(author),
        rights=escape(RIGHTS),
        description=escape(DESCRIPTION),
        modified=modified(),
        access="\n".join(
            f'<meta property="schema:{name}">{escape(says)}</meta>' for name, says in ACCESS
        ),
        manifest="\n".join(_item(name, data) for name, data in files.items()),
        spine="\n".join(f'<itemref idref="{_id(name)}"/>' for name in order),
    )
    return {"package.opf": told.encode(), **files}


def cover_says(title: str) -> str:
    """Return the cover's alt text."""
    return (
        f"Cover: {title}. Contour lines of a bent valley, and the steps of a walk down to its "
        "lowest place."
    )


def _picture(path: Path) -> bytes:
    if path.suffix != ".svg":
        return path.read_bytes()
    text = path.read_text("utf-8")  # without what only programs read
    return re.sub(r"<!DOCTYPE.*?>\s*|<metadata>.*?</metadata>\s*", "", text, flags=re.S).encode()


def _contents(pages: list[Page]) -> str:
    """Write the table of contents: parts, chapters, and the sections of each."""
    parts = []
    for part, group in groupby(pages, key=lambda page: page.part):
        chapters = "\n".join(map(_chapter, group))
        parts.append(
            f"<li><span>{escape(part)}</span>\n<ol>\n{chapters}\n</ol></li>" if part else chapters
        )
    return (
        '<nav epub:type="toc" role="doc-toc" aria-labelledby="contents">\n'
        '<h1 id="contents">Contents</h1>\n<ol>\n' + "\n".join(parts) + "\n</ol>\n</nav>"
    )


def _chapter(page: Page) -> str:
    file = file_of(page.name)
    below = "\n".join(
        f'<li><a href="{file}#{anchor}">{escape(title)}</a></li>' for anchor, title in page.sections
    )
    # hidden on the page of contents, which it would make long; an e-reader's own list shows them
    below = f'\n<ol hidden="hidden">\n{below}\n</ol>' if below else ""
    return f'<li><a href="{file}">{escape(page.title)}</a>{below}</li>'


def _id(name: str) -> str:
    return f"f-{re.sub(r'[^A-Za-z0-9.-]', '-', name)}"


def _item(name: str, data: bytes) -> str:
    properties = [
        word
        for word, mark in (("mathml", b"<math"), ("svg", b"<svg"))
        if name.endswith(".xhtml") and mark in data
    ]
    properties += {"nav.xhtml": ["nav"], "cover.png": ["cover-image"]}.get(name, [])
    said = f' properties="{" ".join(properties)}"' if properties else ""
    kind = KINDS.get(Path(name).suffix)
    if kind is None:
        raise ValueError(f"{name} cannot go into an EPUB; expected one of {', '.join(KINDS)}")
    return f'<item id="{_id(name)}" href="{name}" media-type="{kind}"{said}/>'


def write(files: dict[str, bytes], target: Path) -> None:
    """Write an EPUB, whole or not at all; the same files give the same bytes."""
    beside = target.with_suffix(".part")
    with zipfile.ZipFile(beside, "w", zipfile.ZIP_DEFLATED) as archive:
        # first and not compressed, so that a look at the first bytes tells what this is
        archive.writestr(zipfile.ZipInfo("mimetype"), "application/epub+zip")
        inside = {f"EPUB/{name}": data for name, data in files.items()}
        for name, data in {"META-INF/container.xml": CONTAINER.encode(), **inside}.items():
            entry = zipfile.ZipInfo(name)
            entry.external_attr = 0o644 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, data)
    beside.replace(target)


def main() -> None:
    """Write the EPUB and say where it is."""
    target = SITE.parent / "book.epub"
    try:
        write(package(SITE), target)
    except (OSError, ValueError) as error:
        sys.exit(str(error))
    print(f"The book as an EPUB, {target.stat().st_size / 1e6:.1f} MB: {target}")


if __name__ == "__main__":
    main()
