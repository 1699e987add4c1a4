"""The Wolfram reader: what each spelling comes to, that NumPy agrees, and what is refused."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fractions import Fraction
from typing import Any, NamedTuple

import numpy as np
import pytest
import sympy as sp
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from companion.worked_example.wolfram import evaluate
from companion.worked_example.wolfram_reader import LONGEST, WolframError
from numrec.activations import Array

x, A, B = sp.symbols("x A B")
SLOPE = sp.exp(-sp.Rational(9, 5))
PAIR, SQUARE = sp.Matrix([1, 2]), sp.Matrix([[1, 2], [3, 4]])


# The plain spellings of each operator are drawn below, and compared with NumPy.
@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("e^(-1.8)", SLOPE),
        ("e^-1.8", SLOPE),
        ("e^{-1.8}", SLOPE),
        ("e^-{1.8}", SLOPE),
        ("E^\N{MINUS SIGN}1.8", SLOPE),
        ("Exp[x]", sp.exp(x)),
        ("exp(x)", sp.exp(x)),
        ("2 exp[-x] x", 2 * x * sp.exp(-x)),
        ("exp({0, 1})", sp.Matrix([1, sp.E])),
        ("2^3", 8),
        ("2^3^2", 512),
        ("2^-2^2", sp.Rational(1, 16)),
        ("-2^2", -4),
        ("2 -3", -1),
        ("2--3", 5),
        ("1 - -+2", 3),
        ("e^{x}^2", sp.exp(x**2)),
        ("{{1,2,3}}^{2}", sp.Matrix([[1, 4, 9]])),
        ("2^{1,2}", sp.Matrix([2, 4])),
        ("e^{1,2}", sp.Matrix([sp.E, sp.exp(2)])),
        ("e^{{1,2}}", sp.Matrix([[sp.E, sp.exp(2)]])),
        ("{2,3}^{3,2}", sp.Matrix([8, 9])),
        (".5", sp.Rational(1, 2)),
        ("1e-3", sp.Rational(1, 1000)),
        ("1.5E+2", 150),
        ("1e3x", 1000 * x),
        ("2e", 2 * sp.E),
        ("2e - 3", 2 * sp.E - 3),
        ("2e^3", 2 * sp.exp(3)),
        ("2 .5", 1),
        ("2 . 5", 10),
        ("2x", 2 * x),
        ("1/2x", x / 2),
        ("6/2(1+2)", 9),
        ("x(1-x)", x * (1 - x)),
        ("xA", sp.Symbol("xA")),
        ("omega \N{GREEK SMALL LETTER DELTA}_1", sp.Symbol("omega") * sp.Symbol("δ_1")),
        ("2 Pi(1+2)", 6 * sp.pi),
        ("pi - Pi + \N{GREEK SMALL LETTER PI}", sp.pi),
        ("I^2", -1),
        ("2·3\N{DOT OPERATOR}4", 24),
        ("3\N{NO-BREAK SPACE}\N{MINUS SIGN} 5", -2),
        ("A . B", A * B),
        ("2{1,2} . {3,4}^2", 82),
        ("2^-1 . 6", 3),
        ("({{1,2},{3,4}} * {5,6}) . {1,2}", 95),
        ("{1,2} . -{3,4} x", -11 * x),
        ("Transpose[A]", A),
        ("Transpose[{{1,2},{3,4}}]", SQUARE.T),
        ("{{1,2},{3,4}}^T", SQUARE.T),
        ("{1,2}^T", PAIR.T),
        ("{{1,2},{3,4}}^T . {1,2}", sp.Matrix([7, 10])),
        ("2^T", 2 ** sp.Symbol("T")),
        ("1 - {0.5, x}", sp.Matrix([sp.Rational(1, 2), 1 - x])),
        ("{1,2} + {{3},{4}}", sp.Matrix([4, 6])),
        ("{2,x}/{1,2}", sp.Matrix([2, x / 2])),
        ("1/{1,2}", sp.Matrix([1, sp.Rational(1, 2)])),
        ("{1,2}^x", sp.Matrix([1, 2**x])),
        ("{{1,2} {3,4}, 2 * {5,6}}", sp.Matrix([[3, 8], [10, 12]])),
        ("8^(1/3)", 2),
        ("+".join(f"{k}^.5" for k in range(3, 17)), sum(map(sp.sqrt, range(3, 17)))),
        ("x/(e^9999 - pi)", x / (sp.exp(9999) - sp.pi)),
    ],
)
def test_each_spelling_has_its_value(text: str, value: Any) -> None:
    found = evaluate(text)
    assert found == value
    assert getattr(found, "shape", ()) == getattr(value, "shape", ())


@pytest.mark.parametrize(
    ("text", "marked", "says"),
    [
        ("", "⟨here⟩", "found the end, expected a number, a letter or an opening bracket"),
        ("2 +", "2 +⟨here⟩", "found the end"),
        ("(1+2", "(1+2⟨here⟩", "found the end, expected ')'"),
        ("{1, 2", "{1, 2⟨here⟩", "found the end, expected ',' or '}'"),
        ("Exp[1)", "Exp[1⟨here⟩)", "found ')', expected ']'"),
        ("1)", "1⟨here⟩)", "found ')', expected an operator or the end"),
        ("1,5", "1⟨here⟩,5", "found ','"),
        ("{}", "{⟨here⟩}", "found '}'"),
        ("{1,}", "{1,⟨here⟩}", "found '}'"),
        ("2**3", "2*⟨here⟩*3", "found '*'"),
        ("2 $ 3", "2 ⟨here⟩$ 3", "found '$', expected digits, letters"),
        ("x²", "⟨here⟩x²", "found 'x²'"),
        ("2\n$", "2\n⟨here⟩$", "found '$'"),
        ("1.2.3", "1.2⟨here⟩.3", "a second point"),
        ("1..5", "1.⟨here⟩.5", "a second point"),
        ("exp x", "exp ⟨here⟩x", "found 'x', expected '[' or '('"),
        ("2 sin(x)", "2 ⟨here⟩sin(x)", "found 'sin' as a function, expected exp or transpose"),
        ("x[1]", "⟨here⟩x[1]", "found 'x' as a function"),
        ("1/0", "1⟨here⟩/0", "a division by zero"),
        ("1/{1, x-x}", "1⟨here⟩/{1, x-x}", "a division by zero"),
        ("1/((1+e)^2-1-2e-e^2)", "1⟨here⟩/((1+e)^2-1-2e-e^2)", "a division by zero"),
        ("0^-1", "0⟨here⟩^-1", "0 to the power -1"),
        ("0^0", "0⟨here⟩^0", "0 to the power 0"),
        ("0^x", "0⟨here⟩^x", "0 to the power x"),
        ("{1,2}+{1,2,3}", "{1,2}⟨here⟩+{1,2,3}", "shapes (2,) and (3,), expected both the same"),
        (
            "{1,2} {1,2,3}",
            "{1,2} ⟨here⟩{1,2,3}",
            "shapes (2,) and (3,), expected both the same, or",
        ),
        ("{1,2} . {1,2,3}", "{1,2} ⟨here⟩. {1,2,3}", "shapes (2,) and (3,), expected the left"),
        ("{{1,2}} . {{1,2}}", "{{1,2}} ⟨here⟩. {{1,2}}", "shapes (1, 2) and (1, 2), expected"),
        ("{{1,2},{3}}", "{{1,2},⟨here⟩{3}}", "shape (1,) in a list of shapes (2,)"),
        ("{1,{2}}", "{1,⟨here⟩{2}}", "shape (1,) in a list of shapes ()"),
        ("{{{1}}}", "{⟨here⟩{{1}}}", "a list of matrices, expected numbers or rows"),
        ("{1,2}^T^2", "{1,2}⟨here⟩^T^2", "found T**2 as the exponent of a list, expected T"),
        ("9^9^9^9", "9^9⟨here⟩^9^9", "an exponent beyond 10000"),
        ("(2x)^(10^9)", "(2x)⟨here⟩^(10^9)", "an exponent beyond 10000"),
        ("e^e^e^e", "e⟨here⟩^e^e^e", "an exponent beyond 10000"),
        ("(9^999)^999", "(9^999)⟨here⟩^999", "a number of more than 1000 digits"),
        ("(9^999)^0.5", "(9^999)⟨here⟩^0.5", "or one on the way to a root"),
        ("(7^.5/3000)^1e-9", "(7^.5/3000)⟨here⟩^1e-9", "or one on the way to a root"),
        ("12^(2000/7919) 12^(3000/7907)", " 12⟨here⟩^(3000", "or one on the way to a root"),
        ("((x^101)^pi)^.5", "x⟨here⟩^101", "or 100 where a letter or I is in the base"),
        ("2^(pi 2^(x+1e10))", "pi 2⟨here⟩^(x+1e10)", "an exponent beyond 10000"),
        ("9^999 9^999", "9^999 ⟨here⟩9^999", "a number of more than 1000 digits"),
        ("1e99999", "⟨here⟩1e99999", "a number of more than 1000 digits"),
        ("1e-99999", "⟨here⟩1e-99999", "a number of more than 1000 digits"),
        ("(" * 400 + "1" + ")" * 400, "((⟨here⟩((", "more than 50 brackets"),
        ("1" + "-" * 400 + "1", "--⟨here⟩--", "more than 50 brackets, signs"),
        ("2^" * 400 + "1", "2^⟨here⟩2^", "more than 50 brackets, signs and powers"),
        ("{{x,y},{z,w}}" * 99, "}}⟨here⟩{{", "more than 200000 numbers and letters"),
        ("{" + "x," * 900 + "x}{{" + "y," * 900 + "y}}", "x}⟨here⟩{{y", "more than 200000"),
        ("1+" * LONGEST, "1+⟨here⟩1+", f"{2 * LONGEST} characters, expected {LONGEST} at most"),
    ],
)
def test_what_has_no_value_is_refused_in_a_line_that_marks_the_place(
    text: str, marked: str, says: str
) -> None:
    with pytest.raises(WolframError) as refused:
        evaluate(text)
    line = str(refused.value)
    assert len(line.splitlines()) == 1
    assert says in line
    assert repr(marked)[1:-1] in line
    before, _, after = marked.partition("⟨here⟩")
    place = int(line.removeprefix("character ").partition(":")[0])
    assert text[: place - 1].endswith(before)
    assert text[place - 1 :].startswith(after)


@pytest.mark.parametrize(
    "text",
    [
        "(" * 49 + "1" + ")" * 49,
        "1/(1+" * 49 + "x" + ")" * 49,
        "-" * 50 + "1",
        "3^" * 2 + "4",
        "1".rjust(LONGEST),
    ],
)
def test_what_a_person_would_type_lies_within_the_limits(text: str) -> None:
    assert sp.sympify(evaluate(text)).is_finite is not False


ALPHABET = st.text("0123456789.eExXT+-*/^(){}[], \N{MINUS SIGN}×ω$\n", max_size=40)
WORDS = st.lists(
    st.sampled_from(
        "1 2 .5 9 1e-3 1e999 e x T pi I Exp[ exp( Transpose[ { {1,2} {{1,2},{3,4}} } ( ) ] , "
        "+ - * / ^ . ^T ^{ - ^2 ^9^9 $ 0".split(" ")
    ),
    max_size=25,
).map(" ".join)


@contextmanager
def noted(lines: list[str]) -> Iterator[None]:
    """Note the line of a refusal, and let any other error through."""
    try:
        yield
    except WolframError as error:
        lines.append(str(error))


@settings(max_examples=500, deadline=None)
@given(ALPHABET | WORDS | st.text(max_size=20))
def test_any_text_has_a_value_or_that_one_error(text: str) -> None:
    refusal: list[str] = []
    with noted(refusal):
        assert isinstance(evaluate(text), (sp.Expr, sp.MatrixBase))
    assert all(len(line.splitlines()) == 1 for line in refusal)


SYMBOLS = {"x": 0.5, "omega": -1.25, "δ": 2.0}
ATOM, POWER, SIGNED, DOT, PRODUCT, SUM = 5, 4, 3, 2, 1, 0
"""How tightly what a text ends with binds; a sign in front binds as a product's part."""


class Written(NamedTuple):
    """A text, what NumPy makes of it, and how tightly its parts hold together."""

    text: str
    value: Any
    binds: int


Draw = Callable[[st.SearchStrategy[Any]], Any]


def number(draw: Draw) -> Written:
    value = Fraction(draw(st.integers(0, 400)), 100)
    decimal = f"{float(value):g}"
    hundredfold = str(value * 100)
    spellings = [decimal, f"{hundredfold}e-2", f"{hundredfold}*^-2", f"{hundredfold}E-02"]
    spellings += [
        f"{float(value):.3f}",
        decimal.removeprefix("0") if "." in decimal else "0" + decimal,
    ]
    spellings += [f"{decimal}."] if "." not in decimal else []
    return Written(draw(st.sampled_from(spellings)), float(value), ATOM)


def bracketed(draw: Draw, part: Written, least: int) -> str:
    """Write a part, in brackets where it has to be, and sometimes where not."""
    if part.binds >= least and draw(st.integers(0, 4)) < 4:
        return part.text
    return f"({part.text})"


def entries(draw: Draw, shape: tuple[int, ...], depth: int) -> Written:
    """A number, a letter, a call, or a list of what is written in turn."""
    if shape:
        items = [written(draw, shape[1:], depth - 1) for _ in range(shape[0])]
        between = draw(st.sampled_from([",", ", ", " ,\n"]))
        text = "{" + between.join(item.text for item in items) + "}"
        return Written(text, np.array([item.value for item in items]), ATOM)
    if draw(st.booleans()):
        return number(draw)
    return Written(name := draw(st.sampled_from([*SYMBOLS])), SYMBOLS[name], ATOM)


def pair(draw: Draw, shape: tuple[int, ...], depth: int) -> list[Written]:
    """Two that come to a shape by entries: a number goes with each, a list is a column."""
    shapes = [(shape, shape), (shape, ()), ((), shape)]
    if shape[1:] == (1,):
        shapes += [(shape, shape[:1]), (shape[:1], shape)]
    two = [written(draw, one, depth) for one in draw(st.sampled_from(shapes))]
    column = (-1,) + (1,) * (len(shape) - 1)
    return [
        x._replace(value=np.reshape(x.value, column)) if np.ndim(x.value) == 1 else x for x in two
    ]


def sums(draw: Draw, shape: tuple[int, ...], depth: int) -> Written:
    left, right = pair(draw, shape, depth)
    sign = draw(st.sampled_from(["+", "-", "\N{MINUS SIGN}"]))
    text = f"{bracketed(draw, left, SUM)} {sign} {bracketed(draw, right, PRODUCT)}"
    return Written(text, left.value + right.value if sign == "+" else left.value - right.value, SUM)


def signed(draw: Draw, shape: tuple[int, ...], depth: int) -> Written:
    part = written(draw, shape, depth)
    sign = draw(st.sampled_from(["-", "\N{MINUS SIGN} ", "+", "- -"]))
    value = part.value if sign in ("+", "- -") else -part.value
    return Written(f"{sign}{bracketed(draw, part, SIGNED)}", value, SIGNED)


def products(draw: Draw, shape: tuple[int, ...], depth: int) -> Written:
    """Multiply by entries, or as matrices where the shapes ask for that."""
    shapes: list[tuple[tuple[int, ...], tuple[int, ...]]] = [
        (shape, ()),
        ((), shape),
        (shape, shape),
    ]
    if shape:
        inner = draw(st.integers(1, 3))
        shapes.append(((shape[0], inner), (inner, *shape[1:])))
    left, right = (written(draw, one, depth) for one in draw(st.sampled_from(shapes)))
    sign = draw(st.sampled_from([" * ", "*", "×", " · ", " "]))
    firmly = POWER if sign == " " else PRODUCT + 1  # 2 -3 is a difference
    before, after = bracketed(draw, left, PRODUCT), bracketed(draw, right, firmly)
    if sign == " " and before.endswith("omega") and after.startswith("("):
        sign = "*"  # a word in front of a bracket would be a function
    text = before + sign + after
    l, r = np.array(left.value), np.array(right.value)
    as_matrices = l.ndim and r.ndim and (l.shape[1] if l.ndim == 2 else 1) == len(r)
    value = (l @ r if l.ndim == 2 else l * r) if as_matrices else l * r
    return Written(text, value, PRODUCT)


def dots(draw: Draw, shape: tuple[int, ...], depth: int) -> Written:
    inner = (draw(st.integers(0, 3)),)
    if inner == (0,):  # a number, which multiplies each
        shapes = draw(st.permutations([shape, ()]))
    else:
        shapes = [shape[:1] * (len(shape) == 2) + inner, inner + shape[-1:] * (len(shape) > 0)]
    left, right = (written(draw, one, depth) for one in shapes)
    text = f"{bracketed(draw, left, DOT)} . {bracketed(draw, right, SIGNED)}"
    value = left.value @ right.value if inner > (0,) else left.value * right.value
    return Written(text, value, DOT)


def quotients(draw: Draw, shape: tuple[int, ...], depth: int) -> Written:
    left, right = pair(draw, shape, depth)
    assume((np.abs(right.value) > 0.01).all())
    text = f"{bracketed(draw, left, PRODUCT)} / {bracketed(draw, right, DOT)}"
    return Written(text, left.value / right.value, PRODUCT)


def powers(draw: Draw, shape: tuple[int, ...], depth: int) -> Written:
    base = written(draw, shape, depth)
    power = draw(st.integers(-3, 3).filter(bool))
    assume(power > 0 or (np.abs(base.value) > 0.1).all())
    written_power = draw(st.sampled_from(["{}", "({})", "{{{}}}", "(1 - 1 + {})"])).format(power)
    return Written(
        f"{bracketed(draw, base, ATOM)}^{written_power}", base.value ** float(power), POWER
    )


def exponentials(draw: Draw, shape: tuple[int, ...], depth: int) -> Written:
    part = written(draw, shape, depth)
    assume((np.abs(part.value) < 5).all())
    if draw(st.booleans()):
        form = draw(st.sampled_from(["exp({})", "Exp[{}]", "E^({})", "e^({})"]))
        return Written(form.format(part.text), np.exp(part.value), POWER)
    least = ATOM + 1 if shape == (1,) else SIGNED  # e^{x} is no list
    return Written(f"e^{bracketed(draw, part, least)}", np.exp(part.value), POWER)


def transposes(draw: Draw, shape: tuple[int, ...], depth: int) -> Written:
    part = written(draw, shape[::-1], depth)
    form = draw(st.sampled_from(["({})^T", "Transpose[{}]", "transpose({})"]))
    return Written(form.format(part.text), part.value.T, POWER)


def written(draw: Draw, shape: tuple[int, ...], depth: int) -> Written:
    """Draw an expression of a shape, of at most so many operators in each other."""
    forms = [entries]
    if depth > 0:
        forms = [entries, sums, signed, products, dots, quotients, powers, exponentials]
        forms += [transposes] * (len(shape) == 2)
    made = draw(st.sampled_from(forms))(draw, shape, depth - 1)
    assume((np.abs(made.value) < 1e5).all())
    return made


@st.composite
def expressions(draw: Draw) -> tuple[str, Array]:
    """An input of the grammar, in one of its spellings, and NumPy's value."""
    shape = draw(st.sampled_from([(), (2,), (3,), (1, 2), (2, 1), (2, 2), (2, 3)]))
    made = written(draw, shape, 3)
    return made.text, np.asarray(made.value, float)


@settings(max_examples=300, deadline=None)
@given(expressions())
def test_numpy_comes_to_the_same(made: tuple[str, Array]) -> None:
    text, right = made
    value = evaluate(text)
    found = np.array(sp.Matrix([value]).subs(SYMBOLS).evalf(30), float).reshape(right.shape)
    assert np.allclose(found, right, 1e-9, 1e-7), text
