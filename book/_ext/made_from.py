"""Pages that are made from something else: read again when that has changed, and only then.

A page says what it is made from: `made_from(env, "numrec", "checks")`. What each of these was is
kept as a stamp. The times of single files Sphinx keeps itself, see its `note_dependency`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from companion.pages import trust

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


def title_of(notebook: Path) -> str:
    """Return a chapter's heading."""
    first = "".join(json.loads(notebook.read_text("utf-8"))["cells"][0]["source"])
    return first.splitlines()[0].removeprefix("# ")


def headings(app: Sphinx) -> list[tuple[str, str]]:
    """Return the chapters in the order of the book, each with its heading."""
    pages = [page for page in app.config.external_site_map if page.startswith("notebooks/")]
    return [(page, title_of(Path(app.srcdir, f"{page}.ipynb"))) for page in pages]


def files(app: Sphinx, package: str) -> list[tuple[str, bytes]]:
    """Return each file of a package beside the book, without what Python compiled of it."""
    paths = [path for path in sorted(Path(app.srcdir, package).rglob("*.*")) if path.is_file()]
    return [(path.name, path.read_bytes()) for path in paths if path.suffix != ".pyc"]


STAMPS: dict[str, Callable[[Any], object]] = {
    "numrec": lambda app: files(app, "numrec"),
    "companion": lambda app: files(app, "companion"),
    "static": lambda app: files(app, "book/_static"),
    "headings": headings,
    "checks": lambda app: (app.numrec_coverage, app.numrec_errata),
    "counts": lambda app: trust.numbers(Path(app.srcdir), app.numrec_coverage),
    "citation": lambda app: (app.numrec_citation, app.config.copyright),
}
"""What a page can be made from, by its name."""


def made_from(env: BuildEnvironment, *names: str) -> None:
    """Note what the page is made from that is being read.

    Parameters
    ----------
    env : BuildEnvironment
        Sphinx's.
    *names : str
        Keys of `STAMPS`.
    """
    _made(env).setdefault(env.docname, set()).update(names)


def _made(env: BuildEnvironment) -> dict[str, set[str]]:
    if not hasattr(env, "numrec_made"):
        env.numrec_made, env.numrec_stamps = {}, {}  # type: ignore[attr-defined]
    return cast("dict[str, set[str]]", env.numrec_made)  # type: ignore[attr-defined]


@cache  # asked before the pages are read and after
def _stamp(app: Sphinx, name: str) -> str:
    return hashlib.sha256(repr(STAMPS[name](app)).encode()).hexdigest()


def outdated(
    app: Sphinx,
    env: BuildEnvironment,
    added: set[str],
    changed: set[str],
    removed: set[str],
) -> list[str]:
    """Name the pages that are made from what has changed."""
    made = {page: names for page, names in _made(env).items() if page in env.found_docs}
    kept = cast("dict[str, str]", env.numrec_stamps)  # type: ignore[attr-defined]
    new = {name for name in set().union(*made.values()) if _stamp(app, name) != kept.get(name)}
    return sorted(page for page, names in made.items() if names & new)


def keep_stamps(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Keep what the pages were made from, now that all are read."""
    names = set().union(*_made(env).values())
    env.numrec_stamps = {name: _stamp(app, name) for name in names}  # type: ignore[attr-defined]
    return []


def forget(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    """Drop a page that is read again."""
    _made(env).pop(docname, None)


def merge(app: Sphinx, env: BuildEnvironment, docnames: list[str], other: BuildEnvironment) -> None:
    """Collect what a parallel reader noted."""
    _made(env).update({page: names for page, names in _made(other).items() if page in docnames})


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the events."""
    app.connect("env-get-outdated", outdated)
    app.connect("env-purge-doc", forget)
    app.connect("env-merge-info", merge)
    app.connect("env-updated", keep_stamps)
    return {"version": "1", "env_version": 1, "parallel_read_safe": True}
