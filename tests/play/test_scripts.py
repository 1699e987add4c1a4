"""The scripts of the play pages: they need no server, ask for nothing, and are light."""

import re
from itertools import chain
from pathlib import Path

import pytest

from benchmarks.in_the_browser import own_files, weight
from companion.play.pages import LINES, MAP, PAGES, REMEMBER
from companion.play.pages import SCRIPTS as PLAYED

FOLDER = Path(__file__).parents[2] / "companion" / "play"
SCRIPTS = sorted({*chain(*PLAYED.values()), *LINES, *MAP, *REMEMBER, "shared/notebook.js"})
MOST_BYTES = {"train": 700_000}  # its digits; 400,000 for the others

# What a page that is opened from a folder cannot do, and what asks other files for something.
REFUSED = re.compile(
    r"\bfetch\(|^\s*(import|export)\b|\bimport\(|XMLHttpRequest|\beval\(|\bFunction\(|://",
    re.MULTILINE,
)


def asks(text: str) -> str | None:
    """Return what a script asks for and may not; the name of SVG is only a name."""
    found = REFUSED.search(text.replace("http://www.w3.org/2000/svg", ""))
    return found and found.group()


def test_the_scripts_say_what_they_are_for_ask_for_nothing_and_are_used() -> None:
    for script in SCRIPTS:
        text = (FOLDER / script).read_text("utf-8")
        assert text.startswith("// "), script
        assert asks(text) is None, script
    for planted in ("fetch('x')", "import x from 'y'", "f('//cdn://')", "new Function('x')"):
        assert asks(f"// a\n{planted}")
    assert SCRIPTS == sorted(str(path.relative_to(FOLDER)) for path in FOLDER.glob("*/*.js"))


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_light(site: Path, name: str) -> None:
    paths = own_files(site, name)
    assert site / "_static" / "play" / f"{name}.js" in paths
    assert weight(paths) <= MOST_BYTES.get(name, 400_000)


def test_what_plays_has_one_script_of_its_own_and_other_pages_have_none(site: Path) -> None:
    for page in site.rglob("*.html"):
        text = page.read_text("utf-8")
        scripts = re.findall(r' src="[^"]*_static/play/([^"?]+)\.js', text)
        assert scripts == ([page.stem] if '<div class="play" data-play=' in text else []), page
