"""What a reader typed as an answer, read as the page's field reads it: play/answers/read.js.

A number is a formula as for Wolfram or as in Python: 7/8, .5, 2 s^2 (1 - s), 2*s**2*(1 - s). A list
has its brackets or not, of any kind; rows of a matrix are lists in a list, or stand behind each
other with a semicolon between. Plain numbers of a list may have spaces between.
"""

import re
from collections.abc import Iterable
from typing import Any

from companion.worked_example.wolfram import evaluate

LONGEST = 300
_NUMBER = re.compile(r"(?<!\w)(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?")
_PLAIN = r"[-+]?[\d./]+(?:[eE][-+]?\d+)?"
_GAPS = re.compile(rf"{_PLAIN}(\s+{_PLAIN})+")


def read_answer(text: str, kind: str, letters: Iterable[str] = ()) -> Any:
    """Return the number that was typed, or the numbers in lists, exactly.

    `letters` are those that the answer may have.

    Raises
    ------
    ValueError
        If it cannot be read.
    """
    if len(text) > LONGEST:
        raise ValueError(f"more than {LONGEST} signs")
    plain = re.sub("[\u2212\u2013\u2014]", "-", text)  # in print, and what phones make of a minus
    plain = re.sub(r"^\s*>>>|;?\s*(#.*)?$", "", plain).replace("np.exp", "exp").replace("**", "^")
    plain = re.sub(r"\^\s*\{([^{}]*)\}", r"^(\1)", plain)
    plain = plain.replace("{", "[").replace("}", "]").strip()
    if kind in {"vector", "order", "matrix"} and _inside(plain) is None:
        rows = _split(plain, ";") if kind == "matrix" else [plain]
        plain = ",".join(f"[{row}]" for row in rows)
        plain = f"[{plain}]" if kind == "matrix" else plain
    words = {*re.findall(r"[^\W\d]\w*", _NUMBER.sub(" ", plain))}
    if strange := words - {"e", "pi", "exp", *letters}:
        raise ValueError(f"{strange} is not known here")  # even where it is multiplied by 0
    return _nested(plain)


def _nested(text: str) -> Any:
    inside = _inside(text)
    if inside is not None:
        return [_nested(part) for part in _split(inside, ",")]
    if "[" in text:
        raise ValueError(f"{text} is no number")
    return evaluate(text)


def _split(text: str, sign: str) -> list[str]:
    """Return the parts between the signs that no bracket holds together."""
    if sign == "," and _GAPS.fullmatch(text):
        return text.split()
    parts, depth = [""], 0
    for letter in text:
        depth += (letter in "([") - (letter in ")]")
        if letter == sign and depth == 0:
            parts.append("")
        else:
            parts[-1] += letter
    return [part.strip() for part in parts]


def _inside(text: str) -> str | None:
    """Return a list without its brackets, where they belong together; round ones need a comma."""
    if text[:1] + text[-1:] not in ("[]", "()"):
        return None
    depth = 0
    for place, letter in enumerate(text):
        depth += (letter in "([") - (letter in ")]")
        if depth == 0 and place < len(text) - 1:
            return None
    inside = text[1:-1].strip()
    return inside if depth == 0 and (text[0] == "[" or len(_split(inside, ",")) > 1) else None
