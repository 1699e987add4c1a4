"""The page of further reading: each entry of references.bib, and what to read it for.

sphinxcontrib-bibtex reads that file, writes the entries, and links to them from {cite:t}`he2015`.
Here stand how it writes them, and the directive `{reading} he2015`, an entry with words about it
and the chapters that cite it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

import pybtex.plugin
from docutils import nodes
from pybtex.style.formatting.unsrt import Style
from pybtex.style.template import field as entry_field
from pybtex.style.template import first_of, href, optional, sentence
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective
from sphinxcontrib.bibtex.plugin import register_plugin
from sphinxcontrib.bibtex.style.referencing import (
    BaseReferenceStyle,
    BracketStyle,
    GroupReferenceStyle,
    PersonStyle,
)
from sphinxcontrib.bibtex.style.referencing.basic_author_year import (
    BasicAuthorYearParentheticalReferenceStyle,
    BasicAuthorYearTextualReferenceStyle,
)
from sphinxcontrib.bibtex.style.template import join, reference, year

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment
    from sphinxcontrib.bibtex.domain import BibtexDomain

logger = logging.getLogger(__name__)

AND_OTHERS = PersonStyle(other=" and others")


@dataclass
class Named(BasicAuthorYearTextualReferenceStyle):
    """He and others (2015), all of it the link: a year alone says too little where it leads."""

    def inner(self, role_name: str) -> Any:
        """Write one entry's name and year."""
        names = self.person.author_or_editor_or_title(full="s" in role_name)
        return reference[join(sep=" ")[names, join["(", year, ")"]]]


@dataclass
class PlainReference(GroupReferenceStyle):
    """How a chapter names an entry: as above, or as (He and others, 2015)."""

    person: PersonStyle = field(default_factory=lambda: AND_OTHERS)
    styles: list[BaseReferenceStyle] = field(
        default_factory=lambda: [
            BasicAuthorYearParentheticalReferenceStyle(
                bracket=BracketStyle(left="(", right=")", sep="; "), person=AND_OTHERS
            ),
            Named(person=AND_OTHERS),
        ]
    )


class PlainEntry(Style):  # type: ignore[misc]
    """How the page writes an entry: the title links to an open page, the number to the record."""

    def format_title(self, e: Any, which_field: str, as_sentence: bool = True) -> Any:
        """Write the title as the file has it, as a link where the entry has an address."""
        title = entry_field(which_field)
        linked = first_of[optional[href(entry_field("url", raw=True))[title]], title]
        return sentence[linked] if as_sentence else linked

    def format_btitle(self, e: Any, which_field: str, as_sentence: bool = True) -> Any:
        """Write a book's title as a paper's; the one of a collection is no link."""
        if which_field == "title":
            return self.format_title(e, which_field, as_sentence)
        return super().format_btitle(e, which_field, as_sentence)

    def format_web_refs(self, e: Any) -> Any:
        """Write the number of the record alone: the title has the address already."""
        return sentence[optional[self.format_doi(e)]]


class place_of_entry(nodes.General, nodes.Element):  # type: ignore[misc]
    """Where an entry of the bibliography will stand."""


class ReadingDirective(SphinxDirective):
    """The directive `{reading} key`: an entry of references.bib, and what to read it for."""

    required_arguments = 1
    has_content = True

    def run(self) -> list[nodes.Node]:
        """Leave a place for the entry, and put the words about it below."""
        self.env.metadata[self.env.docname]["reading"] = True
        self.assert_has_content()
        box = nodes.container(classes=["reading"])
        box += place_of_entry("", key=self.arguments[0])
        self.state.nested_parse(self.content, self.content_offset, box)
        self.set_source_info(box)
        return [box]


class EachToItsWords(SphinxPostTransform):
    """Take each entry to the words about it, and name the chapters that cite it."""

    default_priority = 6  # the bibliography has been written, and no link resolved

    def run(self, **_: Any) -> None:
        """Move the entries; warn of one without words, and of words without an entry."""
        entries = {entry["ids"][0]: entry for entry in self.document.findall(nodes.citation)}
        for place in list(self.document.findall(place_of_entry)):
            key, box = place["key"], cast("nodes.Element", place.parent)
            entry = entries.pop(nodes.make_id(f"source-{key}"), None)
            if entry is None:
                words = f"references.bib has no {key}, or this page has it twice"
                logger.warning(words, location=box)
                box.remove(place)
                continue
            entry.parent.remove(entry)
            # Its label is a number, to which nobody refers; its role is one that ARIA has given up.
            parts = [child for child in entry if not isinstance(child, nodes.label)]
            place.replace_self(nodes.container("", *parts, ids=entry["ids"], classes=["entry"]))
            cast("nodes.Element", box.children[-1]).extend(self._cited_in(key))
        for left in entries:
            logger.warning(f"{left} has no words about it; expected a {{reading}}")

    def _cited_in(self, key: str) -> list[nodes.Node]:
        domain = cast("BibtexDomain", self.env.get_domain("cite"))
        order = list(self.config.external_site_map)
        found = {ref.docname for ref in domain.citation_refs if key in _keys(ref)}
        said: list[nodes.Node] = []
        for page in sorted(found, key=order.index):
            address = self.app.builder.get_relative_uri(self.env.docname, page)
            said.append(nodes.Text(", " if said else " Cited in "))
            words = self.env.titles[page].astext()
            said.append(nodes.reference("", words, internal=True, refuri=address))
        return [*said, nodes.Text(".")] if said else []


def cited_anew(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Name the page to write again when other chapters cite an entry, or are called otherwise."""
    refs = cast("BibtexDomain", env.get_domain("cite")).citation_refs
    cited = {(ref.docname, env.titles[ref.docname].astext(), *sorted(_keys(ref))) for ref in refs}
    if getattr(env, "numrec_cited", None) == cited:
        return []
    env.numrec_cited = cited  # type: ignore[attr-defined]
    return [page for page, about in env.metadata.items() if "reading" in about]


def _keys(ref: Any) -> set[str]:
    return {target.key for target in ref.targets}


def setup(app: Sphinx) -> dict[str, Any]:
    """Register both styles, the directive, and what fills it and fills it anew."""
    pybtex.plugin.register_plugin("pybtex.style.formatting", "plain-entry", PlainEntry)
    register_plugin("sphinxcontrib.bibtex.style.referencing", "plain-reference", PlainReference)
    app.add_node(place_of_entry)
    app.add_directive("reading", ReadingDirective)
    app.add_post_transform(EachToItsWords)
    app.connect("env-updated", cited_anew)
    return {"version": "1", "parallel_read_safe": True}
