"""Search, from a folder: an equation by its id, a term of the glossary, a chapter by its name."""

from pathlib import Path
from urllib.parse import unquote

import pytest
from docutils.nodes import make_id
from playwright.sync_api import Page

from companion.pages.coverage import read_coverage
from companion.pages.glossary import terms

ROOT = Path(__file__).parents[2]

FIRST_HITS = """(words) => words.map((word) => {
  document.querySelector("input[name=q]").value = word;
  const hits = Search._performSearch(...Search._parseQuery(word));
  const [page, , anchor] = hits.at(-1) ?? [];
  return `${page}${anchor}`;
})"""
"""Sphinx's own search, which takes its results from the end of a list."""


def searched(page: Page, site: Path, typed: str) -> list[str]:
    """Type into a chapter's search as a reader does; return where the results lead."""
    page.goto((site / "notebooks" / "training.html").as_uri())
    page.locator("button.search-button:visible, .search-button-field:visible").first.click()
    page.locator("input[name=q]:visible").first.fill(typed)
    page.keyboard.press("Enter")
    page.wait_for_selector("#search-results li a")
    page.wait_for_selector("#search-results > p:has-text('found')")
    links = page.locator("#search-results li a")
    return [unquote(str(one.get_attribute("href"))) for one in links.all()]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("H7", "notebooks/any_depth.html#equation-h7"),
        ("(H7)", "notebooks/any_depth.html#equation-h7"),
        ("softmax", "book/glossary.html#term-softmax"),
        ("all-reduce", "book/glossary.html#term-all-reduce"),
    ],
)
def test_what_is_typed_leads_to_its_place_first(
    page: Page, site: Path, typed: str, first: str
) -> None:
    found = searched(page, site, typed)
    assert found[0] == first
    assert found.count(first) == 1


def test_every_equation_and_every_term_is_its_own_first_hit(page: Page, site: Path) -> None:
    page.goto((site / "search.html").as_uri())
    page.wait_for_function("Search.hasIndex()")
    for name, step in read_coverage(ROOT / "notebooks").items():
        chapter = str(step.claimed_in).removesuffix(".ipynb")
        place = f"{chapter}#{make_id(f'equation-{name}')}"
        assert page.evaluate(FIRST_HITS, [name, f"({name})"]) == [place, place], name
    words = [term.name for term in terms()]
    hits = page.evaluate(FIRST_HITS, words)
    assert [w for w, hit in zip(words, hits, strict=True) if "glossary#term" not in hit] == []


def test_the_index_keeps_nothing_that_a_question_leaves_out(page: Page, site: Path) -> None:
    page.goto((site / "search.html").as_uri())
    page.wait_for_function("Search.hasIndex()")
    kept = page.evaluate("Object.keys({ ...Search._index.terms, ...Search._index.titleterms })")
    assert len(kept) > 2000
    assert [word for word in kept if word == "" or word.isdecimal()] == []
