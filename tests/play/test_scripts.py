"""The scripts of the play pages: short files, self-contained, and light over the wire."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from play_page import package_scripts

from benchmarks.in_the_browser import own_files, weight
from companion.play.pages import PAGES

EVERY = sorted(package_scripts().glob("*.js"))
SCRIPTS = [path for path in EVERY if not path.stem.endswith("_data")]  # packed data, not code
LONGEST_FILE, LONGEST_LINE = 250, 100
MOST_BYTES = {"train": 700_000}  # its digits; 400,000 for the others

# What a page that is opened from a folder cannot do, and what asks other files for something.
REFUSED = [
    r"\bfetch\(",
    r"^\s*(import|export)\b",
    r"\bimport\(",
    "XMLHttpRequest",
    r"\beval\(",
    "://",
]


def faults(text: str) -> list[str]:
    """Name what is wrong with a script."""
    lines = text.splitlines()
    found = [f"line {n} is too long" for n, line in enumerate(lines, 1) if len(line) > LONGEST_LINE]
    if len(lines) > LONGEST_FILE:
        found.append("the file is too long")
    if not text.startswith("// "):
        found.append("it does not say what it is for")
    code = text.replace("http://www.w3.org/2000/svg", "")  # a name, which nobody asks for
    return found + [what for what in REFUSED if re.search(what, code, re.MULTILINE)]


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_a_script_is_short_and_asks_for_nothing(path: Path) -> None:
    assert faults(path.read_text("utf-8")) == []


@pytest.mark.parametrize(
    "planted",
    [
        "x" * 101,
        "\n" * 251,
        "const x = 1;",
        "// a\nfetch('x')",
        "// a\nimport x from 'y'",
        "// //cdn://",
    ],
)
def test_a_planted_fault_is_named(planted: str) -> None:
    assert faults(planted)


def test_every_script_is_used() -> None:
    used = {script for scripts in PAGES.values() for script in scripts}
    assert {path.stem for path in EVERY} == used | {"notebook"}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_light(site: Path, name: str) -> None:
    paths = own_files(site, name)
    assert {f"{script}.js" for script in PAGES[name]} <= {path.name for path in paths}
    assert weight(paths) <= MOST_BYTES.get(name, 400_000)


def test_the_scripts_are_on_their_own_pages_alone(site: Path) -> None:
    for page in site.rglob("*.html"):
        is_play = page.parent.name == "play" and page.stem in PAGES
        assert ("_static/play/" in page.read_text("utf-8")) == is_play, page
