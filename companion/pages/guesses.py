"""Rows of which a page shows the first half: the reader guesses, and then opens the second."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any


@dataclass(frozen=True)
class Guesses:
    """Questions with their answers folded below them; it needs no script.

    Attributes
    ----------
    rows : sequence of (str, str, str)
        What is asked about in words, its line of code, and what is told.

    Raises
    ------
    ValueError
        If there is no row, or a part of one is empty.
    """

    rows: Sequence[tuple[str, str, str]]

    def __post_init__(self) -> None:
        if not self.rows:
            raise ValueError("there is no row; expected one at least")
        for number, row in enumerate(self.rows):
            if not all(part.strip() for part in row):
                raise ValueError(f"row {number} is {row}; expected no part of it to be empty")

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        plain = [f"{name}\n    {code}\n    {told}" for name, code, told in self.rows]
        folded = [
            f"<details><summary>{escape(name)}<br><code>{escape(code)}</code></summary>"
            f"<p>{escape(told)}</p></details>"
            for name, code, told in self.rows
        ]
        return {
            "text/html": f'<div class="guesses">{"".join(folded)}</div>',
            "text/plain": "\n".join(plain),
        }
