"""What a book with a public address has beside its pages; CITATION.cff holds that address.

With the address of a repository: buttons for the source, an edit, an issue, a download, and to run
a chapter. With the book's own: canonical addresses, a sitemap, a page for broken addresses, and the
picture and words that go with a link to it. Without them there is nothing of all this.

The pages themselves still ask nothing of another host: what leads out is a link.
"""

from __future__ import annotations

from functools import cache
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

from citation import Citation, read_citation
from docutils import nodes
from docutils.statemachine import StringList
from made_from import made_from
from sphinx import addnodes
from sphinx.errors import ConfigError
from sphinx.util.docutils import SphinxDirective

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.config import Config

CARD, MAP, MISSING = "card.png", "sitemap.xml", "404"
"""Files of a published book, and the page that a host shows where there is none."""

TAKE_ALONG = {"book.pdf": "PDF", "book.epub": "EPUB", "book-offline.zip": "a folder, zipped"}
"""The whole book in other forms: .github/workflows/book.yml puts them beside its pages."""

ALT = "Beside it a small network, with arrows that lead back from the errors of its outputs."
"""What is on the card beside the title: companion/figures/card.py draws it."""

WORDS = {
    "source-repository-button": ("Source of the book", "fab fa-{provider}"),
    "source-edit-button": ("Suggest an edit", "fas fa-pencil"),
    "source-issues-button": ("Report a mistake", "fas fa-lightbulb"),
    "download-source-button": ("The notebook of this chapter", "fas fa-code"),
    "download-pdf-button": ("Print this page", "fas fa-file"),
    "Binder": ("Run it on {binder}, another site", "fas fa-rocket"),
    "JupyterLite": ("Run it in this browser", "fas fa-rocket"),
}
"""What the theme's buttons say and show; the logos of services would be two files more a page."""


def citation_of(app: Sphinx) -> Citation:
    """Return what CITATION.cff says."""
    return app.numrec_citation  # type: ignore[attr-defined,no-any-return]


def set_addresses(app: Sphinx, config: Config) -> None:
    """Tell the theme of the addresses that there are."""
    try:
        citation = read_citation(Path(app.confdir) / config.citation_file)
    except (OSError, ValueError) as error:
        raise ConfigError(str(error)) from error
    app.numrec_citation = citation  # type: ignore[attr-defined]
    options = config.html_theme_options
    # the theme looks for a repository as soon as it is to launch anything
    launch = options.pop("launch_buttons", {})
    if citation.repository:
        options |= {
            "repository_url": citation.repository,
            "launch_buttons": launch,
            "use_repository_button": True,
            "use_edit_page_button": True,
            "use_issues_button": True,
        }
    if citation.repository or citation.url:
        options["use_download_button"] = True
        config.html_copy_source = True
    config.html_baseurl = citation.url


def shape_buttons(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
) -> None:
    """Put the theme's buttons into the book's words, each saying where it leads."""
    citation, theme = citation_of(app), app.config.html_theme_options
    names = {
        "provider": (urlsplit(citation.repository).hostname or "").partition(".")[0],
        "binder": urlsplit(theme.get("launch_buttons", {}).get("binderhub_url", "")).hostname,
    }
    for group in context.get("header_buttons", []):
        for button in group.get("buttons", [group]):
            known = button.get("label") or button["text"]
            if known in WORDS:
                words, icon = (text.format(**names) for text in WORDS[known])
                button |= {"icon": icon, "tooltip": words}
                button["text"] = words if "buttons" in group else ""
        if group.get("label") == "download-buttons":
            if not app.env.doc2path(pagename).endswith(".ipynb"):
                group["buttons"] = [b for b in group["buttons"] if b["type"] == "javascript"]
            if citation.url:
                group["buttons"] += [
                    {
                        "type": "link",
                        "url": citation.url + name,
                        "text": f"The whole book as {what}",
                        "icon": "fas fa-download",
                    }
                    for name, what in TAKE_ALONG.items()
                ]


def add_card(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
) -> None:
    """Add what goes with a link to a page: its title, what it is about, and the book's picture."""
    citation = citation_of(app)
    if not citation.url or doctree is None:
        return
    title = app.env.titles[pagename].astext()
    properties = {
        "og:type": "website",
        "og:site_name": citation.title,
        "og:title": title,
        "og:description": summaries(app).get(pagename, citation.abstract),
        "og:url": citation.url + app.builder.get_target_uri(pagename),
        "og:image": citation.url + CARD,
        "og:image:width": "1200",
        "og:image:height": "630",
        "og:image:alt": f"{citation.title}. {ALT}",
    }
    tags = [
        f'<meta property="{name}" content="{escape(value)}" />'
        for name, value in properties.items()
    ]
    tags.append('<meta name="twitter:card" content="summary_large_image" />')
    context["metatags"] += "\n" + "\n".join(tags)


@cache
def summaries(app: Sphinx) -> dict[str, str]:
    """Return what the first page, which lists the chapters, says of each."""
    items = app.env.get_doctree(app.config.root_doc).findall(nodes.definition_list_item)
    return {
        link["reftarget"]: " ".join(item.children[-1].astext().split())
        for item in items
        if (link := item.next_node(addnodes.pending_xref))
    }


def missing_page(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Yield the page that a host shows in the place of one that is not there.

    It may be shown for an address of any depth, so its links are told where it really lies.
    """
    citation = citation_of(app)
    if citation.url:
        first = app.builder.get_target_uri(app.config.root_doc)
        body = (
            "<h1>There is no such page</h1>\n<p>The address may have a slip in it, or the page may "
            f'have moved. <a href="{first}">The first page</a> lists all of them, and the search '
            "knows their words.</p>\n"
        )
        base = urlsplit(citation.url).path + MISSING + ".html"
        context = {
            "title": "There is no such page",
            "body": body,
            "metatags": f'<base href="{escape(base)}" />',
            "pageurl": None,  # it stands for no page of its own
        }
        yield MISSING, context, "page.html"


def write_files(app: Sphinx, error: Exception | None) -> None:
    """Write the card and the sitemap of a book that is published."""
    citation = citation_of(app)
    if error is not None or app.builder.format != "html" or not citation.url:
        return
    from companion.figures.card import write_card  # loads matplotlib, for this alone

    first = citation.abstract.partition(". ")[0] + "."
    write_card(Path(app.outdir) / CARD, citation.title, first)
    pages = [app.builder.get_target_uri(name) for name in sorted(app.env.found_docs)]
    root = ElementTree.Element("urlset", xmlns="http://www.sitemaps.org/schemas/sitemap/0.9")
    for page in pages:
        place = ElementTree.SubElement(ElementTree.SubElement(root, "url"), "loc")
        place.text = citation.url + page
    ElementTree.indent(root)
    ElementTree.ElementTree(root).write(Path(app.outdir) / MAP, "utf-8", xml_declaration=True)


class PublicationDirective(SphinxDirective):
    """The directive `{publication}`: what a page says of the book's addresses, where there are any.

    `cite` is its citation, `report` where to report a mistake, `take-along` its other forms.
    """

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Make the lines, in Markdown."""
        made_from(self.env, "citation")
        citation = citation_of(self.env.app)
        says = {"cite": _cite, "report": _report, "take-along": _take_along}
        if self.arguments[0] not in says:
            raise self.error(f"{self.arguments[0]} is unknown; expected one of {[*says]}")
        lines = says[self.arguments[0]](citation, str(self.config.copyright))
        box = nodes.container()
        self.state.nested_parse(StringList(lines, "CITATION.cff"), self.content_offset, box)
        return list(box.children)


def _cite(citation: Citation, year: str) -> list[str]:
    doi = [f"Its DOI is [{citation.doi}](https://doi.org/{citation.doi}).", ""]
    entry = ["```bibtex", *citation.bibtex(year).splitlines(), "```"]
    return [*(doi if citation.doi else []), *entry]


def _report(citation: Citation, year: str) -> list[str]:
    host = urlsplit(citation.repository).hostname
    issues = f"[an issue in the book's repository]({citation.repository}/issues), on {host}"
    where = issues if citation.repository else "an issue in the repository that you got this from"
    return [f"Please report a mistake as {where}."]


def _take_along(citation: Citation, year: str) -> list[str]:
    links = [f"[{what}]({citation.url}{name})" for name, what in TAKE_ALONG.items()]
    return [f"The whole book to take along: {', '.join(links)}."] if citation.url else []


def setup(app: Sphinx) -> dict[str, Any]:
    """Register all this; the addresses are set before the theme looks for them."""
    app.add_config_value("citation_file", "CITATION.cff", "html", types=(str,))
    app.add_directive("publication", PublicationDirective)
    app.connect("config-inited", set_addresses, priority=400)
    app.connect("html-page-context", shape_buttons, priority=600)
    app.connect("html-page-context", add_card)
    app.connect("html-collect-pages", missing_page)
    app.connect("build-finished", write_files)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
