"""What the Wolfram reader reads, by how tightly its operators bind.

    sum         x + y, x - y
    product     x * y, x / y, two values side by side; a sign in front of a product's part
    dot         x . y
    power       x^y, from the right: 2^3^2 is 2^9

A value is a number, a list {1, 2} or a matrix {{1, 2}, {3, 4}}; `wolfram_values` computes with it.
A letter or word, Greek too, is the symbol of that name, but for e, E, pi, Pi, π and I, the
imaginary unit; ab is one symbol and not a times b. Behind a digit, e with digits is a power of
ten: 2e3 is 2000, 2e is 2 times e. After ^, braces around one number only group.
"""

import re
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import sympy as sp

from companion.worked_example.wolfram_values import Arithmetic, NoValueError, Value

LONGEST = 4000
"""Characters that are read."""

DEEPEST = 50
"""How deep brackets, signs and powers may lie in each other."""

AROUND = 24
"""Characters shown on each side of the place where something is wrong."""

_TOKEN = re.compile(
    r"""(?P<number> (?: [0-9]+ \.? [0-9]* | \.[0-9]+ ) (?: (?: [eE] | \*\^ ) [-+]?[0-9]+ )? )
    | (?P<name> [^\W\d_] \w* )
    | (?P<sign> [-+*/^.,()\[\]{}] )""",
    re.VERBOSE,
)
_OTHER_SIGNS = str.maketrans({"\N{MINUS SIGN}": "-", "×": "*", "·": "*", "\N{DOT OPERATOR}": "*"})
_SUM, _PRODUCT, _DOT, _POWER = 1, 2, 3, 4
_BINDS = {"+": _SUM, "-": _SUM, "*": _PRODUCT, "/": _PRODUCT, ".": _DOT, "^": _POWER}
_CLOSES = {"(": ")", "[": "]"}
_CONSTANTS = {"e": sp.E, "E": sp.E, "pi": sp.pi, "Pi": sp.pi, "π": sp.pi, "I": sp.I}
_FUNCTIONS = ("exp", "transpose")
_T = sp.Symbol("T")
_A_VALUE = "a number, a letter or an opening bracket"


class WolframError(ValueError):
    """An input that has no value here.

    Parameters
    ----------
    text : str
        The input.
    place : int
        Where in the text it goes wrong, counted from 0.
    says : str
        What is wrong there.
    """

    def __init__(self, text: str, place: int, says: str) -> None:
        before, after = text[:place], text[place:]
        shown = ("…" if len(before) > AROUND else "") + before[-AROUND:] + "⟨here⟩"
        shown += after[:AROUND] + ("…" if len(after) > AROUND else "")
        super().__init__(f"character {place + 1}: {says}: {shown!r}")


class _Token(NamedTuple):
    kind: str  # number, name, sign or end
    text: str
    place: int

    def __str__(self) -> str:
        return repr(self.text) if self.text else "the end"


class Reader:
    """One reading of a text.

    Parameters
    ----------
    text : str
        The input.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        if len(text) > LONGEST:
            raise self._fault(LONGEST, f"{len(text)} characters, expected {LONGEST} at most")
        self._tokens = self._cut(text.translate(_OTHER_SIGNS))
        self._depth = 0
        self._compute = Arithmetic()

    def read(self) -> Value:
        """Return the value of the whole text.

        Raises
        ------
        WolframError
            If it has none, in one line that marks the place.
        """
        value = self._expression()
        if self._next.kind != "end":
            raise self._unexpected("an operator or the end")
        return value

    def _fault(self, place: int, says: str) -> WolframError:
        return WolframError(self._text, place, says)

    def _unexpected(self, expected: str) -> WolframError:
        return self._fault(self._next.place, f"found {self._next}, expected {expected}")

    def _cut(self, text: str) -> list[_Token]:
        """Cut the text into tokens, the last of them its end; they are kept from back to front."""
        tokens, place = [], 0
        while rest := text[place:].lstrip():
            place = len(text) - len(rest)
            found = _TOKEN.match(text, place)
            if found is None or (found["name"] and not found[0].isidentifier()):
                expected = "digits, letters, + - * / ^ . , or brackets"
                there = found[0] if found else text[place]
                raise self._fault(place, f"found {there!r}, expected {expected}")
            tokens.append(_Token(str(found.lastgroup), found[0], place))
            place = found.end()
            if tokens[-1].kind == "number" and text[place : place + 1] == ".":
                raise self._fault(place, "found a second point in a number, expected one")
        return [_Token("end", "", len(text)), *reversed(tokens)]

    @property
    def _next(self) -> _Token:
        return self._tokens[-1]

    def _take(self, *expected: str) -> _Token:
        if expected and self._next.text not in expected:
            raise self._unexpected(" or ".join(map(repr, expected)))
        return self._tokens.pop()

    def _expression(self, above: int = 0) -> Value:
        """Read a value, and the operators behind it that bind more tightly than `above`."""
        value = self._value(above)
        while self._binding() > above:
            value = self._with_operator(value)
        return value

    def _inner(self, above: int = 0) -> Value:
        """Read an expression in brackets, behind a sign or in an exponent: a level deeper."""
        self._depth += 1
        if self._depth > DEEPEST:
            says = f"more than {DEEPEST} brackets, signs and powers in each other"
            raise self._fault(self._next.place, says)
        value = self._expression(above)
        self._depth -= 1
        return value

    def _binding(self) -> int:
        """Say how tightly the next token binds; what begins a value is a factor."""
        if self._next.kind in ("number", "name") or self._next.text in ("(", "{"):
            return _PRODUCT
        return _BINDS.get(self._next.text, 0)

    def _with_operator(self, left: Value) -> Value:
        """Read an operator and what is on its right, and compute."""
        operator = self._next
        if operator.text == "^":
            return self._power(left)
        binds = self._binding()
        if operator.text in _BINDS:
            self._take()
        operation = {
            "+": self._compute.plus,
            "-": self._compute.minus,
            "/": self._compute.divided,
            ".": self._compute.dot,
        }.get(operator.text, self._compute.times)
        return self._computed(operator, operation, left, self._expression(binds))

    def _power(self, base: Value) -> Value:
        """Read an exponent, with the powers in it; T behind a list or matrix transposes it."""
        operator = self._take("^")
        exponent = self._inner(_POWER - 1)
        if np.ndim(base) and not isinstance(exponent, np.ndarray) and _T in exponent.free_symbols:
            if exponent != _T:
                says = f"found {exponent} as the exponent of a list, expected T alone"
                raise self._fault(operator.place, says)
            return self._compute.transposed(base)
        return self._computed(operator, self._compute.power, base, exponent)

    def _computed(self, at: _Token, operation: Callable[..., Value], *values: object) -> Value:
        try:
            return operation(*values)
        except NoValueError as error:
            raise self._fault(at.place, str(error)) from None

    def _value(self, above: int) -> Value:
        """Read a signed value, a number, a name, a call, what is in brackets, or a list."""
        token = self._next
        if token.kind == "number":
            return self._computed(self._take(), self._compute.number, token.text)
        if token.kind == "name":
            return self._name()
        if token.text in ("+", "-"):
            self._take()
            value, sign = self._inner(max(above, _PRODUCT)), sp.S(f"{token.text}1")
            return self._computed(token, self._compute.times, sign, value)
        if token.text == "(":
            return self._in_brackets()
        if token.text == "{":
            return self._list()
        raise self._unexpected(_A_VALUE)

    def _name(self) -> Value:
        name = self._take()
        if name.text.lower() in _FUNCTIONS:
            if self._next.text not in _CLOSES:
                raise self._unexpected(f"'[' or '(' after {name.text}")
            value = self._in_brackets()
            if name.text.lower() == "transpose":
                return self._compute.transposed(value)
            return self._computed(name, self._compute.power, sp.E, value)
        if name.text in _CONSTANTS:
            return _CONSTANTS[name.text]
        if self._next.text == "[" or (self._next.text == "(" and len(name.text) > 1):
            expected = " or ".join(_FUNCTIONS)
            says = f"found {name} as a function, expected {expected}, or * between two factors"
            raise self._fault(name.place, says)
        return sp.Symbol(name.text)

    def _in_brackets(self) -> Value:
        opening = self._take()
        value = self._inner()
        self._take(_CLOSES[opening.text])
        return value

    def _list(self) -> Value:
        """Read a list, of numbers or of rows; after ^, braces around one number are brackets."""
        groups = re.search(r"\^[-+\N{MINUS SIGN}\s]*\Z", self._text[: self._next.place])
        starts, items = [self._next.place], []
        closing = self._take("{")
        while closing.text != "}":
            starts.append(self._next.place)
            items.append(self._inner())
            closing = self._take(",", "}")
            if np.shape(items[-1]) != np.shape(items[0]):
                shapes = f"shape {np.shape(items[-1])} in a list of shapes {np.shape(items[0])}"
                raise self._fault(starts[-1], f"{shapes}, expected the same for each")
            if np.ndim(items[-1]) > 1:
                raise self._fault(starts[-1], "a list of matrices, expected numbers or rows")
        if groups and len(items) == 1 and not np.ndim(items[0]):
            return items[0]
        return np.array(items, dtype=object)
