"""Look at the spelling of everything, and at the words of what readers read.

codespell knows common misspellings and reads every text file of the project. Harper has a
dictionary of British English and reads prose: the Markdown of notebooks and pages, and what pages
take from TOML. Both work without a network. Equations, code and addresses are skipped.

The project's own words, and the phrases that it does without, stand in book/words.toml.
"""

import json
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from itertools import pairwise, zip_longest
from pathlib import Path
from typing import Any, NamedTuple

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.mdit import create_md_parser

ROOT = Path(__file__).parent.parent
LIST = ROOT / "book" / "words.toml"
RULES = ("SpellCheck", "RepeatedWords", "LongSentences")
"""Those of Harper's rules that cry no wolf here; the last is a warning."""

NAMES = r"[A-Za-z]\.?|[A-Z]\d+|\d+'s|float\d+"
"""Letters of formulas, initials, steps such as H7, digits such as 7's, types: in no dictionary."""

TITLED = ("{dropdown}", "{grid-item-card}", "{admonition}")
"""Directives whose argument is read as words."""

SKIPPED = "`x`"
"""What stands in a sentence for an equation or for code: Harper passes over it."""

PROSE = {"asks", "before", "can", "goal", "hint", "letters", "meant", "mistakes", "plan"}
PROSE |= {"question", "rust_says", "says", "seen", "watch"}
"""The keys of TOML whose values readers see as sentences."""

MYST = {"amsmath", "attrs_block", "colon_fence", "deflist", "dollarmath", "tasklist"}
"""As _config.yml has them."""


class Paragraph(NamedTuple):
    """A paragraph as it is read, on one line, and where it stands."""

    place: str
    words: str


class Complaint(NamedTuple):
    """What is wrong, and whether it is no more than a warning."""

    place: str
    says: str
    warning: bool = False


def paragraphs(root: Path) -> Iterator[Paragraph]:
    """Yield every paragraph of the project that a reader sees.

    Parameters
    ----------
    root : Path
        The folder of the project.
    """
    for path in sorted((root / "notebooks").glob("*.ipynb")):
        name = path.relative_to(root).as_posix()
        for cell in json.loads(path.read_text("utf-8"))["cells"]:
            if cell["cell_type"] == "markdown":
                for _, words in prose("".join(cell["source"])):
                    yield Paragraph(f"{name}, cell {cell['id']}", words)
    pages = [path for room in ("book", "companion") for path in sorted((root / room).rglob("*.md"))]
    beside = [root / name for name in ("README.md", "CHANGELOG.md", "CONTRIBUTING.md")]
    for path in [*pages, *beside]:
        for line, words in prose(path.read_text("utf-8")):
            yield Paragraph(f"{path.relative_to(root).as_posix()}:{line}", words)
    for path in sorted((root / "companion").rglob("*.toml")):
        for said in _said(tomllib.loads(path.read_text("utf-8"))):
            for _, words in prose(said):
                yield Paragraph(f"{path.relative_to(root).as_posix()}: {said[:30]!r}", words)


def prose(markdown: str, line: int = 1) -> Iterator[tuple[int, str]]:
    """Yield the paragraphs of MyST Markdown with their lines, also those within directives."""
    for token in _parser().parse(markdown):
        at = line + (token.map[0] if token.map else 0)
        if token.type == "inline":
            yield at, _read_all(token.children or []).strip()
        elif token.type in ("fence", "colon_fence") and token.info.startswith("{"):
            argument = token.info.partition("}")[2].strip()
            options = re.match(r"(:[\w-]+:.*\n)*", token.content)
            body = token.content[options.end() :] if options else token.content
            skipped = token.content.count("\n") - body.count("\n")
            if token.info.startswith(TITLED):
                yield from prose(argument, at)
            yield from prose(body, at + 1 + skipped)


def _parser() -> MarkdownIt:
    config = MdParserConfig(enable_extensions=MYST)
    return create_md_parser(config, lambda _: RendererHTML())


def _read_all(tokens: list[Token]) -> str:
    # A link without words gets the title of its page, as an equation gets its number.
    kinds = [token.type for token in tokens]
    wordless = [pair == ("link_open", "link_close") for pair in pairwise(kinds)]
    return "".join(
        SKIPPED if here else _read(token)
        for token, here in zip_longest(tokens, wordless, fillvalue=False)
        if isinstance(token, Token)
    )


def _read(token: Token) -> str:
    if token.type == "text":
        return token.content
    if token.type in ("softbreak", "hardbreak"):
        return " "
    if token.type == "image":
        return _read_all(token.children or [])
    return SKIPPED if token.content and token.type != "html_inline" else ""


def _said(value: Any, key: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _said(inner, name)
    elif isinstance(value, list):
        for inner in value:
            yield from _said(inner, key)
    elif isinstance(value, str) and key in PROSE and len(re.findall("[A-Za-z]{2,}", value)) > 2:
        yield value


def spelling(read: list[Paragraph], own: set[str]) -> Iterator[Complaint]:
    """Yield what Harper finds in paragraphs, without the project's own words, in any case.

    Raises
    ------
    RuntimeError
        If Harper did not do its work; says what it printed.
    """
    with tempfile.TemporaryDirectory() as folder:
        text = Path(folder, "text.md")
        text.write_text("\n\n".join(paragraph.words for paragraph in read), "utf-8")
        command: list[str | Path] = [_installed("harper"), "lint", text, "--quiet"]
        command += ["--dialect", "uk", "--only", ",".join(RULES), "--format", "json"]
        # No word that this machine's owner taught Harper counts here.
        command += ["--user-dict-path", Path(folder, "none"), "--file-dict-path", folder]
        ran = subprocess.run(
            command, capture_output=True, encoding="utf-8", check=False, timeout=300
        )
    try:
        lints = json.loads(ran.stdout)[0]["lints"]
    except (ValueError, LookupError) as error:
        raise RuntimeError(f"harper: {ran.stdout[:200]!r} {ran.stderr[:400]!r}") from error
    for lint in lints:
        place, words = read[(lint["line"] - 1) // 2].place, lint["matched_text"]
        if lint["rule"] == "LongSentences":
            yield Complaint(place, f"{lint['message']} {words[:50]} ...", True)
        elif words.lower().removesuffix("'s") not in own and not re.fullmatch(NAMES, words):
            better = ", ".join(re.findall("“(.+?)”", " ".join(lint["suggestions"])))
            yield Complaint(place, f"{words!r}; perhaps {better or 'a slip'}")


def _installed(program: str) -> str:
    if found := shutil.which(program, path=str(Path(sys.executable).parent)):
        return found
    install = f"{sys.executable} -m pip install -r requirements-test.txt"
    raise SystemExit(f"no {program} beside {sys.executable}: {install}")


def style(read: list[Paragraph], refused: dict[str, str]) -> Iterator[Complaint]:
    """Yield the phrases that the book does without, each with what to do instead."""
    for place, words in read:
        for phrase, instead in refused.items():
            if found := re.search(rf"\b{phrase}\b", words, re.I):
                yield Complaint(place, f"{found[0]!r}: {instead}")


def main() -> int:
    """Print what is wrong, and how many sentences are long; return 1 if anything is wrong."""
    codespell = subprocess.run([_installed("codespell")], cwd=ROOT, check=False, timeout=300)
    listed = tomllib.loads(LIST.read_text("utf-8"))
    read = [paragraph for paragraph in paragraphs(ROOT) if paragraph.words]
    found = [*spelling(read, {*listed["own"]}), *style(read, listed["refused"])]
    wrong = [complaint for complaint in found if not complaint.warning]
    for complaint in found if "--long" in sys.argv else wrong:
        print(f"{complaint.place}: {complaint.says}")
    if wrong:
        print(f"a word that is right and the dictionary lacks goes into {LIST.relative_to(ROOT)}")
    long = len(found) - len(wrong)
    print(f"{long} sentences have more than 40 words: python -m tools.words --long")
    return bool(wrong or codespell.returncode)


if __name__ == "__main__":
    sys.exit(main())
