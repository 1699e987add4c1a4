"""From the sources to the book: the posts heading by heading, what they promise, their slips.

Everything stands in companion/sources; each row has an id of its own, so that chapters can link to
it. Markdown is put together and parsed, so a row may hold formulas, links and {eq}.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from docutils import nodes
from docutils.statemachine import StringList
from made_from import made_from
from sphinx.util.docutils import SphinxDirective

from companion.pages.coverage import StepCoverage
from companion.sources import address
from companion.sources.blog import Heading, Item, Post, posts, promises, slug
from companion.sources.errata import Erratum, errata
from companion.sources.program import version
from companion.steps import NO_POST, steps

if TYPE_CHECKING:
    from sphinx.application import Sphinx

BOOK = "../"
"""From the pages of these directives, which live in book/, to the root of the project."""


class SourceDirective(SphinxDirective):
    """What the directives below share."""

    def parsed(self, markdown: str) -> list[nodes.Node]:
        """Return Markdown as nodes."""
        made_from(self.env, "checks", "companion", "headings")
        box = nodes.container()
        self.state.nested_parse(StringList(markdown.splitlines(), "companion/sources"), 0, box)
        return list(box.children)

    def places(self, at: tuple[str, ...]) -> str:
        """Return links in Markdown to where the book works something out."""
        links: dict[str, list[str]] = {}
        coverage = cast("dict[str, StepCoverage]", self.env.app.numrec_coverage)  # type: ignore[attr-defined]
        for place in at:
            if place in steps():
                chapter = coverage[place].claimed_in
                if chapter is None:
                    raise self.error(f"step {place} has no chapter, and a source points at it")
                links.setdefault(f"[]({BOOK}{chapter})", []).append(f"{{eq}}`{place}`")
            elif place.startswith("book/"):
                links.setdefault(f"[]({place.removeprefix('book/')}.md)", [])
            else:
                chapter, _, section = place.partition("#")
                page = f"{BOOK}notebooks/{chapter}.ipynb"
                sections = links.setdefault(f"[]({page})", [])
                sections += [f"[]({page}#{section})"] if section else []
        return "; ".join(", ".join([page, *equations]) for page, equations in links.items())

    def table(self, name: str, label: str, head: list[str]) -> tuple[nodes.table, nodes.tbody]:
        """Return an empty table and its body; `label` is read out in place of a caption."""
        table, group = nodes.table(classes=[name]), nodes.tgroup(cols=len(head))
        table["aria-label"] = label
        table += group
        group += [nodes.colspec(colwidth=1) for _ in head]
        thead, body = nodes.thead(), nodes.tbody()
        group += [thead, body]
        thead += self.row(head)
        return table, body

    def row(self, cells: list[str], identity: str = "") -> nodes.row:
        """Return a row of cells in Markdown; links can lead to its id."""
        row = nodes.row(ids=[identity] if identity else [])
        for cell in cells:
            entry = nodes.entry()
            entry += self.parsed(cell)
            row += entry
        return row

    def anchor(self, identity: str, title: str) -> None:
        """Let [...](page.md#identity) find a place that is no heading."""
        known = self.env.temp_data.setdefault("source_anchors", {})
        known[identity] = (self.lineno, identity, title)


class PostDirective(SourceDirective):
    """The directive `{blog-post} post 1`: a post, heading by heading, and where the book goes."""

    required_arguments = 1
    final_argument_whitespace = True

    def run(self) -> list[nodes.Node]:
        """Make the table: a row a heading, a displayed equation or a figure."""
        post = posts()[self.arguments[0]]
        table, body = self.table("blog-post", post.title, ["In the post", "In this book"])
        for heading in post.headings:
            body += self._heading(post, heading)
            body += [self._item(item) for item in heading.items]
        return [*self.parsed(f"[The post]({post.address}) is dated {post.date}."), table]

    def _heading(self, post: Post, heading: Heading) -> nodes.row:
        self.anchor(post.place(heading), heading.title)
        link = f"**[{heading.title}]({post.address}#{heading.anchor})**"
        slips = ", ".join(
            f"[slip {erratum.id}](errata.md#{erratum.id})"
            for erratum in errata().values()
            if erratum.at(post, heading)
        )
        where = "; ".join(filter(None, [self.places(heading.at), slips]))
        words = " ".join(filter(None, [heading.says, where])) or "–"
        row = self.row([link, words], post.place(heading))
        row["classes"] = ["heading", f"level-{heading.level}"]
        return row

    def _item(self, item: Item) -> nodes.row:
        what = f"${item.equation}$" if item.equation else f"Figure: {item.figure}"
        says = f"{what}, {item.says}" if item.says else what
        return self.row([says, self.places(item.at)])


class PromisesDirective(SourceDirective):
    """The directive `{blog-promises}`: what the posts say is to come, and where the book has it."""

    def run(self) -> list[nodes.Node]:
        """Make the table."""
        label = "What the posts promise"
        table, body = self.table("promises", label, ["Where", "What is to come", "In this book"])
        for promise in promises():
            post = posts()[promise.post]
            title = next(h.title for h in post.headings if h.anchor == promise.anchor)
            where = f"[{promise.post.capitalize()}, {title}]({post.address}#{promise.anchor})"
            body += self.row([where, promise.says, self.places(promise.at)])
        return [table]


class BeyondDirective(SourceDirective):
    """The directive `{beyond-the-blog}`: the steps that no post has."""

    def run(self) -> list[nodes.Node]:
        """Make the table; those that the program alone has are told apart from ours."""
        label = "Steps that no post has"
        table, body = self.table("beyond", label, ["Step", "Where it comes from", "In this book"])
        for step in steps().values():
            if set(step.blog) <= {*NO_POST}:
                where = ", ".join(NO_POST[source] for source in step.blog)
                body += self.row([step.title, where, self.places((step.id,))])
        return [table]


class ErrataDirective(SourceDirective):
    """The directive `{errata}`: each slip, what is printed, what is meant, how one sees it."""

    def run(self) -> list[nodes.Node]:
        """Make a short section a slip."""
        return [self._slip(erratum) for erratum in errata().values()]

    def _slip(self, erratum: Erratum) -> nodes.Node:
        self.anchor(erratum.id, f"Slip {erratum.id}")
        box = nodes.container(classes=["erratum"], ids=[erratum.id])
        lines = [f"**{erratum.id}** · {self._where(erratum)}", ""]
        for name, words in (
            ("Printed", erratum.printed),
            ("Meant", erratum.meant),
            ("How one sees it", erratum.seen),
        ):
            lines += [name, f": {words}", ""]
        box += self.parsed("\n".join(lines))
        box += self._shown(erratum)
        return box

    def _where(self, erratum: Erratum) -> str:
        if erratum.source in posts():
            post = posts()[erratum.source]
            anchor = next(h.anchor for h in post.headings if erratum.at(post, h))
            return f"[{post.title}, {erratum.heading}]({post.address}#{anchor})"
        readme = f"{address('program')}/blob/{version().commit}/README.md"
        return f"[README of the Rust program, {erratum.heading}]({readme}#{slug(erratum.heading)})"

    def _shown(self, erratum: Erratum) -> nodes.paragraph:
        cards = cast("dict[str, tuple[str, str]]", self.env.app.numrec_errata)  # type: ignore[attr-defined]
        if erratum.shown:
            return self.parsed(f"Told in []({BOOK}{erratum.shown}.ipynb).")[0]
        if erratum.id not in cards:
            raise self.error(f"no chapter shows erratum {erratum.id}")
        notebook, anchor = cards[erratum.id]
        page = self.env.app.builder.get_relative_uri(
            self.env.docname, notebook.removesuffix(".ipynb")
        )
        line = nodes.paragraph("", "Computed in ")
        line += self.parsed(f"[]({BOOK}{notebook})")[0].children
        line += nodes.Text(": ")
        words = "both readings, in numbers"
        link = nodes.reference("", words, internal=True, refuri=f"{page}#{anchor}")
        link["aria-label"] = f"{erratum.id}: {words}"
        line += link
        line += nodes.Text(".")
        return line


def note_anchors(app: Sphinx, doctree: nodes.document) -> None:
    """Hand the rows' ids to MyST, which looks for them when a link names one."""
    found = app.env.temp_data.pop("source_anchors", {})
    if found:
        slugs = app.env.metadata[app.env.docname].setdefault("myst_slugs", {})
        slugs.update(found)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the directives."""
    app.add_directive("blog-post", PostDirective)
    app.add_directive("blog-promises", PromisesDirective)
    app.add_directive("beyond-the-blog", BeyondDirective)
    app.add_directive("errata", ErrataDirective)
    app.connect("doctree-read", note_anchors)
    return {"version": "1", "parallel_read_safe": True}
