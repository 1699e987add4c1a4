"""The lint of decimals typed in prose or formulas, where a computed number belongs."""

import re
import tomllib
from collections.abc import Iterable
from pathlib import Path

# Two dots, as in 1.0.4, make a version; a unit or a letter may follow a number at once.
_DECIMAL = re.compile(r"(?<![\w.])(?:\d+\.\d+(?!\.?\d)|\.\d+)")
_CODE = r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)"
_FENCE = re.compile(r"\s*(`{3,}|~{3,}|:{3,})\s*(\S*)(.*)$")


def typed_numbers(markdown: str, allowed: dict[str, str]) -> list[str]:
    """Return the decimals typed in prose or formulas that are not allowed.

    Code, links and directives' options are left out: a number there is not a claim to the
    reader. Code that is a number and nothing else is one, and so is an alt text.
    """
    return _DECIMAL.findall(_without(prose(markdown), allowed))


def _without(text: str, phrases: Iterable[str]) -> str:
    for phrase in phrases:
        text = re.sub(rf"(?<![\w.]){re.escape(phrase)}(?!\w|\.\d)", " ", text)
    return text


def uses(markdown: str, phrase: str) -> bool:
    """Tell whether allowing the phrase spares a number of this text."""
    text = prose(markdown)
    return _without(text, [phrase]) != text


def prose(markdown: str) -> str:
    """Return what a reader reads as words and formulas, without code, addresses and options."""
    kept = []
    directives: list[str] = []  # the fences of those that we are in
    code = ""  # the fence of a block of code
    options = False  # just below a directive's name
    for line in markdown.splitlines():
        mark = _FENCE.match(line)
        if code:
            if mark and not mark[2] and mark[1].startswith(code):
                code = ""
        elif mark and not mark[2] and directives and mark[1].startswith(directives[-1]):
            directives.pop()
        elif mark and (mark[1][0] == ":" or re.match(r"\{(?!code|literal)", mark[2])):
            directives.append(mark[1])
            kept.append(mark[3])
            options = True
        elif mark:
            code = mark[1]
        elif not (options and re.match(r"\s*:(?!alt:|caption:)[\w-]+:", line)):
            options = options and line.lstrip().startswith(":")
            kept.append(line)
    return _inline("\n".join(kept))


def _inline(text: str) -> str:
    text = re.sub(
        r"\{[\w:-]+\}" + _CODE, lambda m: m[2] if m[0].startswith("{math}") else " ", text
    )
    number = re.compile(r"[\s<>=≈~±+\u2212-]*\d*\.\d+\s*%?\s*")
    text = re.sub(_CODE, lambda m: m[2] if number.fullmatch(m[2]) else " ", text)
    return re.sub(r"\]\([^)]*\)|<[A-Za-z/!][^>]*>|https?://[^\s)>]+", " ", text)


def allowed_numbers(path: Path) -> dict[str, str]:
    """Read the phrases that may hold a decimal, each with its reason."""
    return {entry["phrase"]: entry["why"] for entry in tomllib.loads(path.read_text())["allow"]}
