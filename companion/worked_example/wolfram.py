"""The published Wolfram inputs, evaluated exactly as they are typed.

Wolfram|Alpha's reading, not the strict language: e^{x} is the exponential of x, a list
of numbers is a column, and a product (written * or by standing side by side) is the
matrix product where the shapes ask for one, else elementwise. `wolfram_reader` has the grammar.
"""

from decimal import ROUND_HALF_UP, Decimal

import numpy as np
import sympy as sp

from companion.worked_example.example import worked_example
from companion.worked_example.wolfram_reader import Reader


def evaluate(text: str) -> sp.Matrix | sp.Expr:
    """Evaluate an input exactly: decimals become fractions, e stays e.

    Returns
    -------
    value : Expr or Matrix
        A number, with symbols where the text has letters; or a matrix, a list being a column.

    Raises
    ------
    WolframError
        A ValueError, if the text is not in the grammar of `wolfram_reader` or has no value: one
        line with the place, what is there and what was expected.
    """
    with np.errstate(all="ignore"):  # sympy's own floats may overflow when it compares numbers
        value = Reader(text).read()
    return sp.Matrix(value) if np.ndim(value) else value


def output(name: str) -> str:
    """Return what the published input `name` (W1 to W4) comes to, in the published form."""
    return printed(evaluate(worked_example().wolfram[name].input))


def printed(value: sp.Matrix | sp.Expr) -> str:
    """Write a value as Wolfram|Alpha does: six significant figures, no trailing zeros."""
    if not isinstance(value, sp.MatrixBase):
        return significant(value)
    rows = (", ".join(significant(x) for x in row) for row in value.tolist())
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
    """Return 50 digits of an exact value: far more than any rounding here looks at.

    Raises
    ------
    ValueError
        If it is no real number: it has a symbol in it, or the imaginary unit.
    """
    number = sp.N(sp.sympify(value), 50)
    if not number.is_Number:
        raise ValueError(f"the value is {value}; expected a real number")
    return Decimal(str(number))
