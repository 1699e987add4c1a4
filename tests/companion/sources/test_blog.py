"""What the book says of its sources names places that exist, there and here."""

import json
import re
from hashlib import sha256
from pathlib import Path

import pytest

from companion.sources import address
from companion.sources.blog import Post, heading_of, posts, promises, slug
from companion.sources.errata import errata
from companion.steps import NO_POST, Step, steps

ROOT = Path(__file__).parents[3]
CHAPTERS = sorted((ROOT / "notebooks").glob("*.ipynb"))
HEADINGS = {f"{key}: {h.title}": h for key, post in posts().items() for h in post.headings}
PLACES = {post.place(h): (key, h) for key, post in posts().items() for h in post.headings}

IN_POST = re.compile(r"\[([^\]]*)\]\(\.\./book/blog\.md#(post-\d)([\w-]*)\)([^\[]*)")
"""A chapter's link to a row of the page From the blog to the book, and what follows it."""


OUTLINES = {
    "post 1": "a7f7d388baa3c27d5058528f84a61b17f402e32edeb0eff99433544ce7b1c996",
    "post 2": "959e5405659818f2a92db675e8f69747d4ba4f0b3b9ae92e87048e43a66c7f06",
}


def outline(post: Post) -> str:
    """Return a post's headings with a word for each equation and figure, in their order."""
    lines = []
    for heading in post.headings:
        lines.append("#" * heading.level + f" {heading.title}")
        lines += ["equation" if item.equation else "figure" for item in heading.items]
    return "\n".join(lines)


def exists(place: str) -> bool:
    """Tell whether something of the book is where the data point."""
    if place in steps() or place.startswith("book/"):
        return place in steps() or (ROOT / f"{place}.md").is_file()
    chapter, _, section = place.partition("#")
    cells = json.loads((ROOT / f"notebooks/{chapter}.ipynb").read_text("utf-8"))["cells"]
    text = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    titles = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return not section or section in map(slug, titles)


def test_the_posts_are_whole() -> None:
    counts = {
        key: (
            len(post.headings),
            sum(bool(item.equation) for h in post.headings for item in h.items),
            sum(bool(item.figure) for h in post.headings for item in h.items),
        )
        for key, post in posts().items()
    }
    # Counted in the posts' sources at the commit that blog.toml names, and so were the outlines
    # made: a line for each heading, "## Notation", and for what stands below it.
    assert counts == {"post 1": (25, 64, 3), "post 2": (17, 2, 0)}
    outlines = {key: sha256(outline(post).encode()).hexdigest() for key, post in posts().items()}
    assert outlines == OUTLINES
    assert len(PLACES) == 42
    assert posts()["post 2"].headings[9].anchor == "arguments-1"


@pytest.mark.parametrize("words", HEADINGS)
def test_a_heading_and_all_below_it_lead_into_the_book_or_say_why_not(words: str) -> None:
    heading = HEADINGS[words]
    assert heading.at or heading.says
    assert all(item.at and bool(item.equation) != bool(item.figure) for item in heading.items)
    places = [*heading.at, *(place for item in heading.items for place in item.at)]
    assert [place for place in places if not exists(place)] == []


def test_a_promise_stands_at_a_heading_and_is_kept() -> None:
    for promise in promises():
        assert f"{promise.post.replace(' ', '-')}-{promise.anchor}" in PLACES
        assert promise.at
        assert all(exists(place) for place in promise.at)


@pytest.mark.parametrize("step", steps().values(), ids=lambda step: step.id)
def test_a_step_is_where_the_post_has_it(step: Step) -> None:
    for source in step.blog:
        if source in NO_POST:
            continue
        _, heading = heading_of(source)
        below = [*heading.at, *(place for item in heading.items for place in item.at)]
        assert step.id in below, source


def test_most_steps_come_from_a_post_and_the_others_from_the_code_or_from_us() -> None:
    ours = {s.id for s in steps().values() if set(s.blog) <= {*NO_POST}}
    assert ours == {"A2", "S2", "S3", "S4", "S5", "O1", "O2", "V1", "T1", "G1", "G2"}
    assert {s.id for s in steps().values() if len(s.blog) > 1} == {"I3", "A1"}
    assert all(s.blog for s in steps().values())


@pytest.mark.parametrize("words", ["post 1: Batches", "post 3: Notation", "post 2: Arguments"])
def test_a_heading_that_is_not_there_or_is_there_twice_is_refused(words: str) -> None:
    with pytest.raises(ValueError, match=f"'{words}' names [02] headings"):
        heading_of(words)


def complaints(markdown: str) -> list[str]:
    """Name what a chapter says of the posts and the posts do not have."""
    found = []
    for line in markdown.splitlines():
        for words, post, anchor, told in IN_POST.findall(line):
            if anchor and post + anchor not in PLACES:
                found.append(f"no heading {post}{anchor}")
            cited = re.findall(r"^\*(.+)\*$", words)
            if re.match(r", (?:the )?(?:first |second )?sections? \*", told):
                cited += re.findall(r"\*([^*]+)\*", told.split(". ")[0])
            titles = {h.title for h in posts()[post.replace("-", " ")].headings}
            found += [f"no section {title} in {post}" for title in cited if title not in titles]
    return found


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
def test_a_chapter_cites_headings_that_exist(path: Path) -> None:
    for cell in json.loads(path.read_text("utf-8"))["cells"]:
        text = "".join(cell["source"])
        assert complaints(text) == []
        assert "max-amb.github.io" not in text
        assert address("blog").removeprefix("https://") not in text, "held in addresses.toml"
        for link in re.findall(rf"{address('program')}[^)]*", text):
            assert re.search(r"/(commit|blob)/[0-9a-f]{40}", link), "of the program: one version"


def test_a_heading_that_never_was_is_found() -> None:
    link = "It follows [the post](../book/blog.md#post-2), section *{}*, and more. Then *this*."
    for then in ("", " [*Returning*](../book/blog.md#post-2-returning)"):
        assert complaints(link.format("Batches") + then) == ["no section Batches in post-2"]
        assert complaints(link.format("The one layer") + then) == []
    assert complaints("[*Clone*](../book/blog.md#post-2)") == ["no section Clone in post-2"]
    assert complaints("[the post](../book/blog.md#post-1-batches)") == ["no heading post-1-batches"]


def test_other_files_have_the_addresses_that_are_held_in_one_place() -> None:
    """A README cannot read data; it is held to them."""
    for name in ("README.md", "LICENSE-text", "book/about.md", "book/index.md", "CITATION.cff"):
        text = (ROOT / name).read_text("utf-8")
        assert "max-amb.github.io" not in text, name
        for found in re.findall(r"https://[\w./-]*max-amb[\w./-]*", text):
            assert found.startswith((address("blog"), address("program"))), (name, found)


def test_a_slip_names_a_heading_and_a_page_that_tells_it() -> None:
    assert list(errata()) == [f"E{n}" for n in range(1, 18)]
    for erratum in errata().values():
        if erratum.source == "README":
            assert erratum.heading
        else:
            assert f"{erratum.source}: {erratum.heading}" in HEADINGS
        assert all((erratum.printed, erratum.meant, erratum.seen))
        if erratum.shown:
            text = (ROOT / f"{erratum.shown}.ipynb").read_text("utf-8")
            assert f"errata.md#{erratum.id})" in text, f"{erratum.shown} does not tell {erratum.id}"
