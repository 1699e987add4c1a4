"""The pages of the sources, as they are built: nothing of the posts is left out on the way."""

from pathlib import Path

import pytest
from site_checks import soup

from companion.sources.blog import posts
from companion.sources.errata import errata


def test_the_page_has_each_heading_with_all_below_it_in_order_and_its_slips(site: Path) -> None:
    tables = soup(site / "book/blog.html").select("table.blog-post")
    for post, table in zip(posts().values(), tables, strict=True):
        wanted: list[tuple[str | None, str, list[str]]] = []
        for heading in post.headings:
            slips = [e.id for e in errata().values() if e.at(post, heading)]
            wanted.append((post.place(heading), f"{post.address}#{heading.anchor}", slips))
            wanted += [(None, "", [])] * len(heading.items)
        found = []
        for row in table.select("tbody tr"):
            there, here = row.select("td")
            assert here.get_text(strip=True)
            outside = "".join(str(a["href"]) for a in there.select("a"))
            slips = [str(a["href"]).partition("errata.html#")[2] for a in here.select("a")]
            found.append((row.get("id"), outside, [slip for slip in slips if slip]))
        assert found == wanted


@pytest.mark.parametrize("page", ["coverage", "errata"])
def test_links_that_are_called_alike_lead_to_one_place(site: Path, page: str) -> None:
    called: dict[str, set[str]] = {}
    for link in soup(site / f"book/{page}.html").select("article a.internal"):
        name = str(link.get("aria-label") or link.get_text(strip=True))
        called.setdefault(name, set()).add(str(link["href"]))
    assert len(called) > len(errata())
    assert [name for name, places in called.items() if len(places) > 1] == []


@pytest.mark.parametrize("page", ["blog", "notation", "symbols"])
def test_a_table_made_from_data_has_a_name(site: Path, page: str) -> None:
    tables = soup(site / f"book/{page}.html").select("article table")
    names = {str(table.get("aria-label", "")) for table in tables}
    assert len(names - {""}) == len(tables) > 1
