"""A light page: one style sheet and one script that all pages share, and icons within the page.

Theme and extensions bring some ten style sheets and a dozen scripts, among them two thousand icons
of which the book shows nine. Once all pages are written, what most of them have in common is put
together, and each page is told so. The icons' outlines are taken from the theme's own file. And
each figure is told its size, so that nothing moves when it comes.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from equations import FONT_FILE
from made_from import made_from

if TYPE_CHECKING:
    from sphinx.application import Sphinx

SHEET, SCRIPT = "shared.css", "shared.js"

FIRST = "styles/theme.css"
"""The sheet that every page of the theme's begins with."""

_SHEET = re.compile(
    r'<link (?=[^>]*rel="stylesheet")[^>]*href="(?:\.\./)*(_static/[^"?]+)[^>]*>\n?'
)
_SCRIPT = re.compile(
    r'<script[^>]*\bsrc="(?:\.\./)*(?P<name>[^"?:]+)[^"]*"[^>]*></script>\n?'
    r"|<script>(?P<body>.*?)</script>\n?",
    re.DOTALL,
)
_ICON = re.compile(
    r'<(?P<tag>i|span) class="(?P<before>[^"]*)\bfa(?:-solid|s|b)\s+fa-(?P<name>[\w-]+)'
    r'(?P<after>[^"]*)"(?P<rest>[^>]*)></(?P=tag)>'
)
_PICTURE = re.compile(r'<img (?![^>]*\bheight=)(?P<rest>[^>]*\bsrc="(?P<src>[^":]+\.svg)")')
_SIZE = re.compile(r'<svg[^>]*?\bwidth="([\d.]+)pt" height="([\d.]+)pt"')
_PRELOAD = re.compile(r'<link rel="preload"[^>]*>\n?|<!-- Pre-loaded scripts[^>]*-->\n?')

OPTIONS = "_static/documentation_options.js"

SEARCH = {"_static/searchtools.js", "_static/language_data.js", "searchindex.js"}
"""Only the page of results needs these; the theme has them everywhere, for results as one types."""

UNUSED = {"_static/scripts/fontawesome.js", "_static/design-tabs.js"}
"""The icons, which are in the page now, and tabs, which no page has."""

EARLY = ("dataset.theme", "numrec")
"""Scripts within a page that stay there: the theme before the first paint, and the page's own."""

FONT = """<script>
if (location.protocol !== "file:")
  document.head.append(Object.assign(document.createElement("link"), {{
    rel: "preload", as: "font", type: "font/woff", crossOrigin: "", href: "{up}_static/{font}",
  }}));
</script>
"""
"""The letters of formulas, asked for before the sheet has come that names them, so that no line
breaks anew. From a folder a browser refuses to load them early."""

NO_USE = re.compile(r"<script>DOCUMENTATION_OPTIONS\.\w+ = [^<]*</script>\n?")
"""What the theme tells scripts that the book has none of."""


@cache  # each page shows the same few, and the file is long
def icon(name: str, outlines: str) -> str:
    """Return an icon of the theme's as SVG, which takes the height and colour of the text.

    Parameters
    ----------
    name : str
        Such as "bars".
    outlines : str
        The text of the theme's file of icons.

    Raises
    ------
    ValueError
        If the file has no such icon.
    """
    found = re.search(rf'[{{,]"?{name}"?:\[(\d+),(\d+),\[[^\]]*\],"\w+","(M[^"]+)"\]', outlines)
    if found is None:
        raise ValueError(f"the theme has no icon {name!r}")
    width, height, path = found.groups()
    return (
        f'<svg class="icon" viewBox="0 0 {width} {height}" aria-hidden="true">'
        f'<path d="{path}"/></svg>'
    )


def joined_sheets(folder: Path, names: list[str]) -> str:
    """Return the style sheets as one, without the icons' font.

    Parameters
    ----------
    folder : Path
        The book's folder.
    names : list of str
        The sheets below it, in their order.
    """
    parts = []
    for name in names:
        text = (folder / name).read_text("utf-8")
        for imported in re.findall(r'@import "([^"]+)";', text):
            parts.append(((folder / name).parent / imported).read_text("utf-8"))
        parts.append(re.sub(r'@import "[^"]+";|@charset "[^"]+";', "", text))
    sheet = "\n".join(parts)
    sheet = re.sub(r"@font-face\s*\{[^}]*Font ?Awesome[^}]*\}", "", sheet)
    return re.sub(r"(?:\.fa-[\w-]+::?(?:before|after),?)+\{content:[^}]*\}", "", sheet)


def is_shared(match: re.Match[str]) -> bool:
    """Whether a script of a page can be one of all pages: a file, or what belongs to one."""
    if match["body"] is not None:
        return not any(word in match["body"] for word in EARLY)
    return match["name"].startswith("_static/") and match["name"] not in UNUSED | SEARCH


def light(app: Sphinx, error: Exception | None) -> None:
    """Join what the pages share, and write each page anew.

    After a change to some pages the others are light already: what is shared stays what it was,
    and what the changed ones set anew comes to it.
    """
    if error is not None or app.builder.format != "html":
        return
    folder, kept = Path(app.outdir), Path(app.doctreedir) / "light.json"
    pages = {path: path.read_text("utf-8") for path in folder.rglob("*.html")}
    heavy = {path: text for path, text in pages.items() if f"_static/{FIRST}" in text}
    found = shared_parts(heavy) if heavy else ([], [])
    if all(f"_static/{SHEET}" not in text for text in pages.values()):
        kept.write_text(json.dumps(found), "utf-8")
    sheets, scripts = json.loads(kept.read_text("utf-8"))
    scripts += [new for new in found[1] if not new.startswith("_static/") and new not in scripts]
    (folder / "_static" / SHEET).write_text(joined_sheets(folder, sheets), "utf-8")
    (folder / "_static" / SCRIPT).write_text(joined_scripts(folder, scripts), "utf-8")
    outlines = (folder / "_static/scripts/fontawesome.js").read_text("utf-8")
    for path, text in heavy.items():
        up = "../" * len(path.relative_to(folder).parts[:-1])
        whole = one_page(text, up, folder, sheets, scripts, outlines)
        path.write_text(_PICTURE.sub(partial(_with_room, path.parent), whole), "utf-8")


def shared_parts(pages: dict[Path, str]) -> tuple[list[str], list[str]]:
    """Return the sheets that most chapters have, and the scripts that most pages have.

    Parameters
    ----------
    pages : dict
        The pages as the theme wrote them.
    """
    chapters = {path: text for path, text in pages.items() if path.parent.name == "notebooks"}
    sheets = _of_most(chapters or pages, lambda text: [m[1] for m in _SHEET.finditer(text)])
    return sheets, _of_most(
        pages,
        lambda text: [
            m["name"] or m["body"] for m in _SCRIPT.finditer(NO_USE.sub("", text)) if is_shared(m)
        ],
    )


def _of_most(pages: dict[Path, str], parts_of: Callable[[str], list[str]]) -> list[str]:
    """Return the parts that more than half of the pages have, in the order of the first such."""
    found = [parts_of(text) for text in pages.values()]
    count = Counter(part for parts in found for part in dict.fromkeys(parts))
    kept = [
        list(dict.fromkeys(part for part in parts if 2 * count[part] > len(pages)))
        for parts in found
    ]
    return max(kept, key=lambda parts: len(parts))


def joined_scripts(folder: Path, names: list[str]) -> str:
    """Return scripts as one: what pages set comes before the files that look at it as they run.

    Before all comes the file of Sphinx's options, which pages may change.

    Parameters
    ----------
    folder : Path
        The book's folder.
    names : list of str
        Files below it, and the text of scripts that stand in the pages.
    """
    settings = [name for name in names if not name.startswith("_static/")]
    files = [name for name in names if name not in settings]
    files.sort(key=lambda name: name != OPTIONS)
    texts = [(folder / name).read_text("utf-8") for name in files]
    whole = "\n;\n".join([*texts[:1], *settings, *texts[1:]])
    return re.sub(r"//# sourceMappingURL=.*", "", whole)


def one_page(
    text: str, up: str, folder: Path, sheets: list[str], scripts: list[str], outlines: str
) -> str:
    """Return a page with the shared sheet, the shared script and its icons.

    Parameters
    ----------
    text : str
        The page as the theme wrote it.
    up : str
        The way to the book's folder.
    folder : Path
        That folder.
    sheets, scripts : list of str
        What is shared.
    outlines : str
        The theme's icons.
    """
    version = {
        name: hashlib.sha256((folder / "_static" / name).read_bytes()).hexdigest()[:8]
        for name in (SHEET, SCRIPT)
    }
    link = f'<link rel="stylesheet" href="{up}_static/{SHEET}?v={version[SHEET]}" />\n'
    script = f'<script defer src="{up}_static/{SCRIPT}?v={version[SCRIPT]}"></script>\n'
    searching = "Search.setIndex" in text or 'id="search-results"' in text

    def sheet(match: re.Match[str]) -> str:
        return "" if match[1] in sheets else match[0]

    def own_script(match: re.Match[str]) -> str:
        name, body = match["name"], match["body"]
        gone = name in UNUSED or (name in SEARCH and not searching)
        return "" if gone or (name or body) in scripts else match[0]

    text = _SHEET.sub(lambda first: "<!-- shared -->" + first[0], text, count=1)
    text = _SCRIPT.sub(own_script, _SHEET.sub(sheet, NO_USE.sub("", _PRELOAD.sub("", text))))
    text = text.replace('<script src="', '<script defer src="')
    font = FONT.format(up=up, font=FONT_FILE) if "<math" in text else ""
    text = text.replace("<!-- shared -->", font + link + script, 1)
    return _ICON.sub(lambda found: _with_icon(found, outlines), text)


def _with_room(folder: Path, found: re.Match[str]) -> str:
    """Tell a picture's size, so that what follows it does not move when it comes."""
    size = _SIZE.search((folder / unquote(found["src"])).read_text("utf-8")[:2000])
    if size is None:
        return found[0]
    width, height = (round(float(points) * 4 / 3) for points in size.groups())
    return f'<img width="{width}" height="{height}" {found["rest"]}'


def _with_icon(found: re.Match[str], outlines: str) -> str:
    size = " large" if "fa-lg" in found["after"] else ""
    others = " ".join(found["before"].split())
    classes = f' class="{others}"' if others else ""
    svg = icon(found["name"], outlines).replace('class="icon"', f'class="icon{size}"')
    return f"<{found['tag']}{classes}{found['rest']}>{svg}</{found['tag']}>"


def first_page(app: Sphinx, docname: str, source: list[str]) -> None:
    """Note the sheets at one page: Sphinx copies none while no page is to be written."""
    if docname == app.config.root_doc:
        made_from(app.env, "static")


def setup(app: Sphinx) -> dict[str, Any]:
    """Run when all pages are written."""
    app.connect("source-read", first_page)
    app.connect("build-finished", light, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
