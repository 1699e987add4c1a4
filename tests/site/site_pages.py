"""Which pages the site has, from the table of contents."""

import ast
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[2]


def book_pages() -> list[str]:
    """Return the pages of the table of contents, without the ending."""
    contents = yaml.safe_load((ROOT / "_toc.yml").read_text("utf-8"))
    chapters = [chapter["file"] for part in contents["parts"] for chapter in part["chapters"]]
    return [contents["root"], *chapters]


def code_pages() -> list[str]:
    """Return the pages of the packages' files: of each that holds more than a docstring."""
    found = []
    for package, folder in (("numrec", "code"), ("companion", "code/companion")):
        for path in sorted((ROOT / package).rglob("*.py")):
            if len(ast.parse(path.read_text("utf-8")).body) > 1:
                file = path.relative_to(ROOT / package).with_suffix("").as_posix()
                found.append(f"{folder}/{file}")
    return found


PAGES = [*book_pages(), "search"]

# One of the pages of the code stands for all in the browser: they differ in their lines only.
SHOWN = [*PAGES, "code/network"]
