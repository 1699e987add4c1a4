"""Further reading: the file of sources, the page that describes them, the chapters that cite."""

import re

import pytest
from pybtex.database import BibliographyData, parse_file
from site_pages import ROOT, book_pages

from companion.pages.glossary import markdown_of

BOOK = ROOT / "book"
TO_READ_ON = {"sanderson2017", "nielsen2015", "prince2023", "karpathy2020"}
TO_READ_ON |= {"peytonjones2019", "elliott2018"}
"""What no chapter rests on: it's there to be read on with. Only what tells it otherwise."""


def words_of(page: str) -> str:
    """Return a page's Markdown."""
    notebook = ROOT / f"{page}.ipynb"
    return markdown_of(notebook) if notebook.exists() else (ROOT / f"{page}.md").read_text("utf-8")


def cited_in(text: str) -> set[str]:
    """Return the keys that a page cites."""
    return {key for keys in re.findall(r"\{cite:\w+\}`([^`]+)`", text) for key in keys.split(",")}


def reading_faults(sources: BibliographyData, page: str, cited: set[str]) -> list[str]:
    """Return what is wrong between the file, the page and the chapters."""
    described = dict(re.findall(r"```\{reading\} (\w+)\n(.*?)\n```", page, re.S))
    faults = []
    for key, entry in sources.entries.items():
        if key not in cited | TO_READ_ON:
            faults.append(f"{key}: no chapter cites it")
        if len(described.get(key, "").split()) not in range(12, 70):
            faults.append(f"{key}: described in too few words, or too many")
        year = entry.fields.get("year", "")
        if not re.fullmatch(r"\d{4}", year) or not key.endswith(year):
            faults.append(f"{key}: its key does not end with its year, {year!r}")
        address, number = entry.fields.get("url", ""), entry.fields.get("doi", "")
        if not re.match(r"https?://\w", address) and not re.match(r"10\.\d{4,5}/\S+$", number):
            faults.append(f"{key}: neither address nor number leads to it")
    return faults


def test_each_source_is_described_once_and_cited_where_it_belongs() -> None:
    page = words_of("book/reading")
    cited = set().union(*(cited_in(words_of(name)) for name in book_pages()))
    assert reading_faults(parse_file(BOOK / "references.bib"), page, cited) == []


@pytest.mark.parametrize(
    ("entry", "says"),
    [
        (
            '@book{he2015, year = "2015", doi = "10.1/x y"}',
            "neither address nor number leads to it",
        ),
        ('@book{he2015, year = "2014", url = "https://x"}', "its key does not end with its year"),
        ('@book{ho2015, year = "2015", url = "https://x"}', "no chapter cites it"),
        ('@book{ho2015, year = "2015", url = "https://x"}', "described in too few words"),
    ],
)
def test_a_planted_slip_is_refused(entry: str, says: str) -> None:
    words = "What to read it for, in a dozen words or a few more than that."
    page = f"```{{reading}} he2015\n{words}\n```"
    faults = reading_faults(BibliographyData.from_string(entry, "bibtex"), page, {"he2015"})
    assert any(says in fault for fault in faults), faults
