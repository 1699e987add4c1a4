"""CITATION.cff, read: how the book is cited, and the one place that holds its own addresses."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

ADDRESSES = {
    "repository-code": (
        r"https://git(hub|lab)\.com/[\w.-]+/[\w.-]+(?<!\.git)",
        "https://github.com/OWNER/NAME, or the same on gitlab.com",
    ),
    "url": (r"https?://[\w.-]+(:\d+)?(/[\w.~-]+)*/", "https://HOST/FOLDER/ with a / at its end"),
    "doi": (r"10\.\d{4,9}/\S+", "10.5281/zenodo.NUMBER, without https://doi.org/"),
}
"""The keys that may be missing, what each has to look like, and that in words."""


@dataclass(frozen=True)
class Citation:
    """What CITATION.cff says; an address that it does not give is empty.

    Attributes
    ----------
    title, version, abstract : str
        Of the book.
    authors : tuple of str
        Their names, as they are printed.
    year : str
        Of the release, or empty before there is one.
    repository, url, doi : str
        Where its source lies, where it can be read, and what libraries know it by.
    """

    title: str
    version: str
    abstract: str
    authors: tuple[str, ...]
    year: str = ""
    repository: str = ""
    url: str = ""
    doi: str = ""

    def bibtex(self, year: str) -> str:
        """Return the book as an entry of BibTeX.

        Parameters
        ----------
        year : str
            Of a book that is not released.
        """
        # Braces keep a name that is no person's, and the capitals of a title, as they are.
        fields = {
            "author": " and ".join(f"{{{author}}}" for author in self.authors),
            "title": f"{{{self.title}}}",
            "year": self.year or year,
            "note": f"Version {self.version}",
            "url": self.url or self.repository,
            "doi": self.doi,
        }
        lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
        key = "".join(re.findall(r"\w+", self.title.lower()))
        return "\n".join([f"@misc{{{key},", *lines, "}"])


def read_citation(path: Path) -> Citation:
    """Read a file in the Citation File Format.

    Raises
    ------
    ValueError
        If an address is none, or a key that the book needs is missing.
    """
    found: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
    for key, (pattern, expected) in ADDRESSES.items():
        if key in found and not re.fullmatch(pattern, str(found[key])):
            raise ValueError(f"{path.name}: {key} is {found[key]!r}; expected {expected}")
    for key in ("title", "version", "abstract", "authors"):
        if not found.get(key):
            raise ValueError(f"{path.name}: {key} is missing; expected what the book is cited by")
    return Citation(
        title=found["title"],
        version=str(found["version"]),
        abstract=" ".join(found["abstract"].split()),
        authors=tuple(_name(author) for author in found["authors"]),
        year=str(found.get("date-released", ""))[:4],
        repository=found.get("repository-code", ""),
        url=found.get("url", ""),
        doi=found.get("doi", ""),
    )


def _name(author: dict[str, str]) -> str:
    """Return the name of an entity, or of a person."""
    return author.get("name") or f"{author['given-names']} {author['family-names']}"
