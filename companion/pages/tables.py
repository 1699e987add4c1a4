"""Tables for the pages: every product of a sum, in fractions where the numbers are exact."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import sympy as sp

from companion.worked_example.wolfram import places


@dataclass(frozen=True)
class Table:
    """A table that a page shows, and a terminal prints.

    Attributes
    ----------
    head : sequence of str
        The columns' names, in Markdown; each has a word, for what finds no words in a
        formula tells its listener that the column has no name.
    rows : sequence of sequence
        As many cells a row as the head has; a cell is shown as `str` writes it.

    Raises
    ------
    ValueError
        If a row is longer or shorter than the head, or a column's name is a formula alone.
    """

    head: Sequence[str]
    rows: Sequence[Sequence[object]]

    def __post_init__(self) -> None:
        for name in self.head:
            if not re.search(r"\w", re.sub(r"\$[^$]*\$", "", name)):
                raise ValueError(
                    f"the column {name!r} is a formula alone; expected a word beside it"
                )
        for number, row in enumerate(self.rows):
            if len(row) != len(self.head):
                raise ValueError(
                    f"row {number} has {len(row)} cells; expected {len(self.head)}, as the head has"
                )

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        rows = [[str(cell) for cell in row] for row in self.rows]
        lines = [self.head, ["---"] * len(self.head), *rows]
        return {
            "text/markdown": "\n".join("| " + " | ".join(line) + " |" for line in lines),
            "text/plain": "\n".join(" | ".join(line) for line in (self.head, *rows)),
        }


def number(value: Any, digits: int = 6) -> str:
    """Write a fraction as it is, and any other exact number or float to decimal places."""
    value = sp.sympify(value)
    if value.is_Rational:
        return str(Fraction(int(value.p), int(value.q)))
    return places(value, digits)


def both(value: Any) -> str:
    """Write a fraction with its decimals beside it, all of them where they end."""
    value = sp.Rational(value)
    if value.is_Integer:
        return str(value)
    ends = next((d for d in range(1, 13) if (value * 10**d).is_Integer), None)
    return f"{value} = {places(value, ends)}" if ends else f"{value} ≈ {places(value, 6)}"


def product(left: Any, right: Any, digits: int = 6) -> str:
    """Write a product out: factor times factor = product."""
    factors = [number(x, digits) for x in (left, right)]
    if factors[1].startswith("-"):
        factors[1] = f"({factors[1]})"
    return " · ".join(factors) + " = " + number(sp.sympify(left) * sp.sympify(right), digits)


def products(left: Iterable[Any], right: Iterable[Any], digits: int = 6) -> list[str]:
    """Write every product of a sum out, term by term."""
    return [product(u, v, digits) for u, v in zip(left, right, strict=True)]
