"""The book as one file to take along: `make offline` packs _build/html into a zip.

Unpacked, its index.html opens by a double click; no server and no network are needed.
"""

import sys
import zipfile
from pathlib import Path

HTML = Path(__file__).parent.parent / "_build" / "html"
FOLDER = "how-a-neural-network-learns"

LEFT_OUT = (".map", ".buildinfo", ".LICENSE.txt.gz", "-macros.html")
"""How names end that no page asks for: what only programmers of the theme need."""

UNUSED = ("_static/locales/", "_static/vendor/", "_static/scripts/fontawesome")
"""Folders and files of the theme that no page asks for."""

OF_A_HOST = ("404.html", "card.png", "sitemap.xml")
"""What a published book has for its host and for those who link to it."""


def pack(html: Path, target: Path) -> int:
    """Write a zip of the built book, whole or not at all; return how many files it has.

    Parameters
    ----------
    html : Path
        The built book.
    target : Path
        The zip to write.

    Raises
    ------
    FileNotFoundError
        If there is no built book.
    """
    if not (html / "index.html").exists():
        raise FileNotFoundError(f"{html} has no index.html; expected the built book: say make book")
    names = sorted(path.relative_to(html).as_posix() for path in html.rglob("*") if path.is_file())
    kept = [
        name
        for name in names
        if not name.endswith(LEFT_OUT) and not name.startswith(UNUSED + OF_A_HOST)
    ]
    beside = target.with_suffix(".part")
    with zipfile.ZipFile(beside, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in kept:
            # a date of its own, so that the same book is the same zip
            entry = zipfile.ZipInfo(f"{FOLDER}/{name}")
            entry.external_attr = 0o644 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, (html / name).read_bytes())
    beside.replace(target)
    return len(kept)


if __name__ == "__main__":
    made = HTML.parent / "book-offline.zip"
    try:
        count = pack(HTML, made)
    except FileNotFoundError as error:
        sys.exit(str(error))
    print(f"The book to take along, {count} files, {made.stat().st_size / 1e6:.1f} MB: {made}")
