"""A book with a public address has its buttons, tags and files; one without has none of them."""

import functools
import gzip
import http.server
import re
import struct
import sys
import threading
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

import nbformat
import pytest
import yaml
from bs4 import BeautifulSoup
from child_processes import run_child
from playwright.sync_api import Page
from pybtex.database import parse_string
from site_and_browser import strict_build
from site_checks import Watch, run_axe, soup, thin
from site_pages import ROOT

sys.path.insert(0, str(ROOT / "book" / "_ext"))
from citation import read_citation

from tools.offline import FOLDER, pack

CITATION = ROOT / "CITATION.cff"
URL, SOURCE, DOI = (
    "https://example.org/book/",
    "https://github.com/example/book",
    "10.5281/zenodo.1",
)
ADDRESSES = f"repository-code: {SOURCE}\nurl: {URL}\ndoi: {DOI}\n"
WITHOUT = re.sub(r"^(repository-code|url|doi):.*\n", "", CITATION.read_text("utf-8"), flags=re.M)
SUMMARY = "How wrong an answer is, as one number."
LITE = "https://example.org/lite/lab/index.html"
FRONT, CHAPTER, TEXT = PAGES = "book/index", "notebooks/loss", "book/about"


# Its place comes a moment after itself.
INSIDE = """(menu) => {
  const box = menu.getBoundingClientRect();
  return box.width && box.left >= 0 && box.right < innerWidth + 1;
}"""


ALONE = ("offline", "page", "published", "light")
"""The extensions that need no other page of the book."""


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book of three pages with the book's own settings, and example addresses."""
    folder = tmp_path_factory.mktemp("published")
    config = yaml.safe_load((ROOT / "_config.yml").read_text("utf-8"))
    extensions, every = (config["sphinx"][name] for name in ("local_extensions", "config"))
    settings = {name: every[name] for name in every if name.startswith(("html_", "language"))}
    settings["html_theme_options"]["launch_buttons"]["jupyterlite_url"] = LITE
    settings["html_math_renderer"] = "mathjax"  # there is nothing to render
    settings["html_favicon"] = str(ROOT / every["html_favicon"])
    for name in ("templates_path", "html_static_path"):
        settings[name] = [str(ROOT / path) for path in every[name]]
    own = {name: str(ROOT / extensions[name]) for name in ALONE}
    config = {name: config[name] for name in ("title", "author", "copyright", "execute", "parse")}
    config["sphinx"] = {"local_extensions": own, "config": settings}
    kernel = {"name": "python3", "display_name": "Python 3"}
    notebook = nbformat.v4.new_notebook(metadata={"kernelspec": kernel})
    notebook.cells = [nbformat.v4.new_markdown_cell("# The loss\n\nThe dots are its answers.")]
    contents = {"format": "jb-book", "root": FRONT, "chapters": [{"file": CHAPTER}, {"file": TEXT}]}
    told = "\n\n".join(
        f"```{{publication}} {what}\n```" for what in ("cite", "report", "take-along")
    )
    for name, text in {
        "CITATION.cff": ADDRESSES + WITHOUT,
        "_config.yml": yaml.safe_dump(config),
        "_toc.yml": yaml.safe_dump(contents),
        f"{FRONT}.md": f"# The book\n\n[The loss](../{CHAPTER}.ipynb)\n: {SUMMARY}\n",
        f"{CHAPTER}.ipynb": nbformat.writes(notebook),
        f"{TEXT}.md": f"# About\n\n{told}\n",
    }.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    built = strict_build(folder, folder)
    assert built.returncode == 0, built.stderr[-3000:]
    return (folder / "_build" / "html").resolve()


def leads_to(page: BeautifulSoup) -> dict[str, str]:
    """Return what the buttons above a page say, and where each leads or what it does."""
    buttons = page.select(".article-header-buttons .dropdown-menu :is(a, button)")
    return {
        " ".join(button.get_text().split()): str(button.get("href") or button["onclick"])
        for button in buttons
    }


def shown(site: Path) -> set[str]:
    """Return which of the things that need an address a site shows, on any of its pages."""
    found = {name for name in ("404.html", "card.png", "sitemap.xml") if (site / name).exists()}
    for name in [*PAGES, "search"]:
        page = soup(site / f"{name}.html")
        found |= {"buttons"} if leads_to(page) else set()
        for what in ('link[rel="canonical"]', 'meta[property^="og:"]', 'meta[name^="twitter"]'):
            found |= {what} if page.select(what) else set()
    return found


def test_before_there_is_an_address_nothing_shows(site: Path, published: Path) -> None:
    citation = read_citation(CITATION)
    assert len(shown(published)) == 7
    if citation.url or citation.repository:
        assert "buttons" in shown(site)
    else:
        assert shown(site) == set()


def test_the_buttons_of_a_chapter_say_where_they_lead(published: Path) -> None:
    page = soup(published / f"{CHAPTER}.html")
    assert leads_to(page) == {
        "Run it on mybinder.org, another site": (
            "https://mybinder.org/v2/gh/example/book/main?urlpath=lab/tree/notebooks/loss.ipynb"
        ),
        "Run it in this browser": f"{LITE}?path={CHAPTER}.ipynb",
        "Source of the book": SOURCE,
        "Suggest an edit": f"{SOURCE}/edit/main/{CHAPTER}.ipynb",
        "Report a mistake": (
            f"{SOURCE}/issues/new?title=Issue%20on%20page%20%2F{CHAPTER}.html"
            "&body=Your%20issue%20content%20here."
        ),
        "The notebook of this chapter": "../_sources/notebooks/loss.ipynb",
        "Print this page": "window.print()",
        "The whole book as PDF": f"{URL}book.pdf",
        "The whole book as EPUB": f"{URL}book.epub",
        "The whole book as a folder, zipped": f"{URL}book-offline.zip",
    }
    notebook = (published.parents[1] / f"{CHAPTER}.ipynb").read_bytes()
    assert (published / "_sources" / f"{CHAPTER}.ipynb").read_bytes() == notebook
    pack(published, published.parent / "book.zip")
    with zipfile.ZipFile(published.parent / "book.zip") as archive:
        assert archive.read(f"{FOLDER}/_sources/{CHAPTER}.ipynb") == notebook


def test_a_page_of_words_has_the_buttons_but_no_notebook_to_run(published: Path) -> None:
    buttons = leads_to(soup(published / f"{TEXT}.html"))
    assert buttons["Suggest an edit"] == f"{SOURCE}/edit/main/{TEXT}.md"
    assert not {"Run it on mybinder.org, another site", "The notebook of this chapter"} & {*buttons}


@pytest.mark.parametrize("page", PAGES)
def test_a_page_says_where_it_lies_and_what_goes_with_a_link_to_it(
    published: Path, page: str
) -> None:
    head = soup(published / f"{page}.html").head
    assert head
    (canonical,) = head.select('link[rel="canonical"]')
    assert canonical["href"] == f"{URL}{page}.html"
    tags = {str(tag["property"]): str(tag["content"]) for tag in head.select("meta[property]")}
    title = soup(published / f"{page}.html").select_one("article h1")
    assert title
    assert tags["og:title"] in title.get_text()
    assert tags["og:url"] == canonical["href"]
    assert tags["og:image"] == f"{URL}card.png"
    assert "arrows" in tags["og:image:alt"]
    words = tags["og:description"]
    assert words == (SUMMARY if page == CHAPTER else read_citation(CITATION).abstract)
    assert head.select_one('meta[name="twitter:card"]')


def test_the_card_has_the_size_that_is_asked_for(published: Path) -> None:
    card = (published / "card.png").read_bytes()
    assert struct.unpack(">II", card[16:24]) == (1200, 630)
    assert 20_000 < len(card) < 300_000


def test_the_map_of_the_site_names_each_page_of_the_contents(published: Path) -> None:
    root = ElementTree.parse(published / "sitemap.xml").getroot()
    places = [place.text for place in root.iter() if place.tag.endswith("}loc")]
    assert sorted(map(str, places)) == sorted(f"{URL}{page}.html" for page in PAGES)


class _Host(http.server.SimpleHTTPRequestHandler):
    """A host of pages: the book below /book/, and its own page where there is none."""

    def translate_path(self, path: str) -> str:
        return super().translate_path(path.removeprefix("/book"))

    def send_error(self, code: int, *_: Any, **__: Any) -> None:
        page = (Path(self.directory) / "404.html").read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(page)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def host(published: Path) -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(_Host, directory=str(published))
    )
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/book/"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("gone", ["gone.html", "notebooks/very/deep/gone.html"])
def test_a_broken_address_leads_back_from_any_depth(
    page: Page, watch: Watch, host: str, gone: str
) -> None:
    faults = [fault for fault in watch.open(host + gone) if gone not in fault]
    assert [fault for fault in faults if "404 (Not Found)" not in fault] == []
    assert page.locator("article h1").inner_text().startswith("There is no such page")
    fonts = page.evaluate("getComputedStyle(document.querySelector('h1')).fontFamily")
    assert "Times" not in fonts  # the style sheet has come
    thin(page)
    assert run_axe(page) == []
    page.goto(host + gone)
    page.locator("article a", has_text="The first page").click()
    page.wait_for_url(f"{host}book/index.html")


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (360, "dark")])
@pytest.mark.parametrize("name", [CHAPTER, TEXT])
def test_the_buttons_can_be_used(
    bare: Watch, published: Path, width: int, scheme: Any, name: str
) -> None:
    page = bare.page
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)
    assert bare.open((published / f"{name}.html").as_uri()) == []
    for group in page.locator(".article-header-buttons .dropdown-toggle").all():
        group.focus()
        page.keyboard.press("Enter")
        menu = group.locator("xpath=following-sibling::ul")
        page.wait_for_function(INSIDE, arg=menu.element_handle(), timeout=5000)
        assert run_axe(page, "color-contrast", ".article-header-buttons") == []
        page.keyboard.press("Escape")
    thin(page)
    assert run_axe(page) == []


def test_buttons_are_light_and_stand_in_the_page(published: Path) -> None:
    page = soup(published / f"{CHAPTER}.html")
    (buttons,) = page.select(".article-header-buttons")
    assert len(buttons.select("svg.icon path")) == len(buttons.select("svg.icon")) > 10
    assert not buttons.select("img, [class*=fa-]")
    assert len(gzip.compress(str(buttons).encode())) < 5000
    files = page.select("link[rel=stylesheet], script[src], img[src]")
    assert not [file for file in files if urlsplit(str(file.get("src") or file["href"])).netloc]


def test_a_wrong_address_is_refused_with_what_was_expected(tmp_path: Path) -> None:
    path = tmp_path / "CITATION.cff"
    path.write_text(ADDRESSES + WITHOUT, "utf-8")
    found = read_citation(path)
    assert (found.repository, found.url, found.doi) == (SOURCE, URL, DOI)
    for right, wrong, said in (
        (SOURCE, "github.com/example/book", "expected https://github.com/OWNER/NAME"),
        (SOURCE, f"{SOURCE}.git", "expected https://github.com/OWNER/NAME"),
        (URL, URL[:-1], "with a / at its end"),
        (DOI, f"https://doi.org/{DOI}", "without https://doi.org/"),
        ("title:", "name:", "title is missing"),
    ):
        path.write_text((ADDRESSES + WITHOUT).replace(right, wrong, 1), "utf-8")
        with pytest.raises(ValueError, match=re.escape(said)):
            read_citation(path)


@pytest.mark.parametrize("addresses", ["", ADDRESSES])
def test_the_citation_is_valid_and_a_planted_mistake_is_not(tmp_path: Path, addresses: str) -> None:
    path = tmp_path / "CITATION.cff"
    check = [sys.executable, "-m", "check_jsonschema", "--builtin-schema"]
    check += ["vendor.citation-file-format", str(path)]
    for text, valid in (
        (addresses + WITHOUT, True),
        (addresses + WITHOUT.replace("type: software", "type: novel"), False),
        (addresses + WITHOUT.replace("authors:", "writers:"), False),
    ):
        path.write_text(text, "utf-8")
        assert (run_child(check).returncode == 0) == valid, text


def test_the_citation_tells_what_the_book_and_the_package_tell() -> None:
    citation = read_citation(CITATION)
    book = yaml.safe_load((ROOT / "_config.yml").read_text("utf-8"))
    package = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert (citation.title, citation.authors) == (book["title"], (book["author"],))
    assert citation.version == package["version"]
    assert (ROOT / "README.md").read_text("utf-8").startswith(f"# {citation.title}\n")


def test_the_page_has_the_citation_in_bibtex_as_its_reader_will_see_it(
    site: Path, published: Path
) -> None:
    citation = read_citation(CITATION)
    for folder, url, doi in ((site, citation.url, citation.doi), (published, URL, DOI)):
        page = soup(folder / f"{TEXT}.html")
        text = next(p.get_text() for p in page.select("pre") if p.get_text().startswith("@"))
        (entry,) = parse_string(text, "bibtex").entries.values()
        assert [str(person) for person in entry.persons["author"]] == [f"{{{citation.authors[0]}}}"]
        assert entry.fields["title"] == f"{{{citation.title}}}"
        assert re.fullmatch(r"20\d\d", entry.fields["year"])
        assert entry.fields.get("url", "") == url
        assert entry.fields.get("doi", "") == doi
        links = {str(link["href"]) for link in page.select("article a[href]")}
        assert (f"https://doi.org/{doi}" in links) == bool(doi)
        assert (f"{url}book.pdf" in links) == bool(url)
        issues = [link for link in links if link.endswith("/issues")]
        source = SOURCE if folder == published else citation.repository
        assert issues == ([f"{source}/issues"] if source else [])
