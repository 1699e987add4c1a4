"""The published Wolfram inputs, evaluated exactly as they are typed.

Wolfram|Alpha's reading, not the strict language: e^{x} is the exponential of x, a list
of numbers is a column, and a product (written * or by standing side by side) is the
matrix product where the shapes ask for one, else elementwise.
"""

import re
from decimal import ROUND_HALF_UP, Decimal

import sympy as sp

from companion.worked_example.example import worked_example

_TOKEN = re.compile(r"\s*(\d+\.?\d*|[-+*/^(){},e])")


def evaluate(text: str) -> sp.Matrix | sp.Expr:
    """Evaluate an input exactly: decimals become fractions, e stays e.

    Raises
    ------
    ValueError
        If the text is not in the small grammar that the published inputs use, or two
        shapes have no product; names the text.
    """
    reader = _Reader(text)
    value = reader.sum()
    if reader.next is not None:
        raise ValueError(f"{text!r}: {reader.next!r} is not expected here")
    return value


def output(name: str) -> str:
    """Return what the published input `name` (W1 to W4) comes to, in the published form."""
    return printed(evaluate(worked_example().wolfram[name].input))


def printed(matrix: sp.Matrix) -> str:
    """Write a matrix as Wolfram|Alpha does: six significant figures, no trailing zeros."""
    rows = (", ".join(significant(x) for x in row) for row in matrix.tolist())
    return "{" + ", ".join("{" + row + "}" for row in rows) + "}"


def significant(value: sp.Expr, figures: int = 6) -> str:
    """Round an exact value to significant figures, half away from zero."""
    number = to_decimal(value)
    if number == 0:
        return "0"
    last = Decimal(1).scaleb(number.adjusted() - figures + 1)
    return format(number.quantize(last, ROUND_HALF_UP).normalize(), "f")


def places(value: sp.Expr, digits: int = 3) -> str:
    """Round an exact value to decimal places, half away from zero."""
    rounded = to_decimal(value).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    return format(rounded, "f")


def to_decimal(value: sp.Expr) -> Decimal:
    """Return 50 digits of an exact value: far more than any rounding here looks at."""
    return Decimal(str(sp.N(sp.sympify(value), 50)))


class _Reader:
    """Reads sums of products of powers, one token at a time."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = _TOKEN.findall(text)
        if "".join(self.tokens) != re.sub(r"\s", "", text):
            raise ValueError(f"{text!r}: has a character that no published input has")

    @property
    def next(self) -> str | None:
        return self.tokens[0] if self.tokens else None

    def take(self, expected: str) -> None:
        if self.next != expected:
            raise ValueError(f"{self.text!r}: found {self.next!r}, expected {expected!r}")
        self.tokens.pop(0)

    def sum(self) -> sp.Matrix | sp.Expr:
        value = self.product()
        while self.next in ("+", "-"):
            sign = self.tokens.pop(0)
            term = self.product()
            value = value + term if sign == "+" else value - term
        return value

    def product(self) -> sp.Matrix | sp.Expr:
        value = self.signed()
        while self.next is not None and self.next not in "+-)},":
            if self.next == "/":
                self.take("/")
                value = value / self.signed()
                continue
            if self.next == "*":
                self.take("*")
            value = _times(value, self.signed(), self.text)
        return value

    def signed(self) -> sp.Matrix | sp.Expr:
        if self.next == "-":
            self.take("-")
            return -self.signed()
        return self.power()

    def power(self) -> sp.Matrix | sp.Expr:
        base = self.atom()
        if self.next != "^":
            return base
        self.take("^")
        self.take("{")
        exponent = self.sum()
        self.take("}")
        return base**exponent

    def atom(self) -> sp.Matrix | sp.Expr:
        if self.next == "(":
            self.take("(")
            value = self.sum()
            self.take(")")
            return value
        if self.next == "{":
            return self.braces()
        if self.next == "e":
            self.take("e")
            return sp.E
        if self.next is None or not self.next[0].isdigit():
            raise ValueError(f"{self.text!r}: found {self.next!r}, expected a value")
        return sp.Rational(self.tokens.pop(0))

    def braces(self) -> sp.Matrix:
        """Read a list: of numbers, a column; of lists, a matrix with a list a row."""
        self.take("{")
        items = [self.sum()]
        while self.next == ",":
            self.take(",")
            items.append(self.sum())
        self.take("}")
        if any(isinstance(item, sp.MatrixBase) for item in items):
            return sp.Matrix.vstack(*(item.T for item in items))
        return sp.Matrix(items)


def _times(left: sp.Matrix, right: sp.Matrix, text: str) -> sp.Matrix:
    both = isinstance(left, sp.MatrixBase) and isinstance(right, sp.MatrixBase)
    if not both or left.cols == right.rows:
        return left * right
    if left.shape == right.shape:
        return left.multiply_elementwise(right)
    raise ValueError(f"{text!r}: shapes {left.shape} and {right.shape} have no product")
