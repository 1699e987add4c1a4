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
    ask : str
        A question that each of the first rows asks, with a box to tick for each choice.
    choices : sequence of str
        What may be ticked; without any, a row is only folded.
    first : int
        How many rows ask it; the others are told in one fold at the end.

    Raises
    ------
    ValueError
        If there is no row, or a part of one is empty.
    """

    rows: Sequence[tuple[str, str, str]]
    ask: str = ""
    choices: Sequence[str] = ()
    first: int = 0

    def __post_init__(self) -> None:
        if not self.rows:
            raise ValueError("there is no row; expected one at least")
        for number, row in enumerate(self.rows):
            if not all(part.strip() for part in row):
                raise ValueError(f"row {number} is {row}; expected no part of it to be empty")

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        plain = [f"{name}\n    {code}\n    {told}" for name, code, told in self.rows]
        asked = self.first if self.choices else 0
        page = "".join(map(self._asked, self.rows[:asked]))
        rest = "".join(map(_folded, self.rows[asked:]))
        if asked and rest:
            more = len(self.rows) - asked
            rest = f"<details><summary>The other {more}</summary>{rest}</details>"
        return {
            "text/html": f'<div class="guesses">{page}{rest}</div>',
            "text/plain": "\n".join(plain),
        }

    def _asked(self, row: tuple[str, str, str]) -> str:
        name, code, told = map(escape, row)
        boxes = "".join(
            f'<label><input type="checkbox"> {escape(choice)}</label>' for choice in self.choices
        )
        return (
            f"<fieldset><legend>{name}</legend><p><code>{code}</code></p>"
            f"<p>{escape(self.ask)} {boxes}</p>"
            f"<details><summary>Answer</summary><p>{told}</p></details></fieldset>"
        )


def _folded(row: tuple[str, str, str]) -> str:
    name, code, told = map(escape, row)
    return f"<details><summary>{name}<br><code>{code}</code></summary><p>{told}</p></details>"
