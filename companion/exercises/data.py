"""The exercises' answers, read from exercises.toml."""

import base64
import json
import random
import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

import numpy as np
import sympy as sp

from companion.exercises.typed import read_answer
from companion.worked_example.wolfram import evaluate

Values = np.ndarray[Any, np.dtype[np.float64]]

TOLERANCE = 5e-4
POINTS = 3
"""At how many values of its letters an expression is compared."""
KINDS = ("number", "fraction", "vector", "matrix", "expression", "choice", "order")


class Exercise(NamedTuple):
    """One exercise's answer.

    Attributes
    ----------
    right : array or str
        What is right: an array, of numbers alone; for a choice the option's letter.
    mistakes : tuple of (array or str, str)
        A wrong value, and what it means.
    options : dict of str to str
        What a choice is made from, by letter; empty for the other kinds.
    steps : tuple of str
        The steps of the derivation that it asks about, for the reader's map.
    points : dict of str to tuple of float
        For an expression the values of its letters at which it is compared; its arrays have an
        entry a point.
    written : str
        What is right, as exercises.toml has it.
    written_mistakes : tuple of (str, str)
        The mistakes, with their wrong values as exercises.toml has them.
    """

    id: str
    kind: str
    right: Any
    mistakes: tuple[tuple[Any, str], ...]
    hint: str
    tolerance: float
    options: dict[str, str]
    steps: tuple[str, ...]
    points: dict[str, tuple[float, ...]]
    written: str
    written_mistakes: tuple[tuple[str, str], ...]


@cache
def exercises() -> dict[str, Exercise]:
    """Return the exercises by their label.

    Raises
    ------
    ValueError
        If a kind is not known, something is left out, or a mistake has the value of the answer;
        names the exercise.
    """
    text = files("companion.exercises").joinpath("exercises.toml").read_text("utf-8")
    return {name: _exercise(name, row) for name, row in tomllib.loads(text).items()}


def _exercise(name: str, row: dict[str, Any]) -> Exercise:
    for owed in ("kind", "answer", "hint", "mistakes"):
        if not row.get(owed):
            raise ValueError(f"{name}: has no {owed}; expected some")
    if row["kind"] not in KINDS:
        raise ValueError(f"{name}: kind {row['kind']!r}; expected one of {', '.join(KINDS)}")
    seeded = random.Random(0)
    points = {
        letter: tuple(seeded.uniform(0.2, 0.9) for _ in range(POINTS))
        for letter in row.get("letters", [])
    }

    def read(text: str) -> Any:
        return text if row["kind"] == "choice" else values(evaluate(text), points)

    right = read(row["answer"])
    mistakes = tuple((read(wrong), says) for wrong, says in row["mistakes"])
    if any(np.array_equal(wrong, right) for wrong, _ in mistakes):
        raise ValueError(f"{name}: a mistake has the value of the answer")
    tolerance = 0.0 if row["kind"] == "order" else row.get("tolerance", TOLERANCE)
    return Exercise(
        name,
        row["kind"],
        right,
        mistakes,
        row["hint"],
        tolerance,
        row.get("options", {}),
        tuple(row.get("steps", [])),
        points,
        row["answer"],
        tuple((wrong, says) for wrong, says in row["mistakes"]),
    )


def values(given: Any, points: dict[str, tuple[float, ...]]) -> Values:
    """Return what was given as floats: of an expression, its value at each point.

    Raises
    ------
    ValueError, TypeError, OverflowError, RecursionError
        If something in it is no number, is too large or lies too deep, or has a letter that no
        point gives a value.
    """
    if points:
        expression = sp.sympify(given, strict=True)
        if not isinstance(expression, sp.Expr):
            raise TypeError(f"{expression} is no formula")
        letters = [letter for letter in expression.free_symbols if letter.name in points]
        return np.array(
            [
                float(expression.subs({letter: points[letter.name][k] for letter in letters}))
                for k in range(POINTS)
            ]
        )
    if isinstance(given, sp.MatrixBase):
        rows = given.tolist()
        given = [row[0] for row in rows] if given.cols == 1 else rows
    return np.array(_floats(given), dtype=np.float64)


def _floats(given: Any) -> Any:
    if isinstance(given, str):
        return _floats(read_answer(given, "number"))
    if isinstance(given, np.ndarray):
        return _floats(given.tolist())
    if isinstance(given, (list, tuple)):
        return [_floats(item) for item in given]
    if isinstance(given, (bool, bytes, np.bool_, np.complexfloating)):  # float() would take them
        raise TypeError(f"{given!r} is no number")
    return float(given)


def packed(wanted: Sequence[str]) -> str:
    """Return exercises as the page's fields get them: JSON in base64, not to be read at a glance.

    Raises
    ------
    KeyError
        If one is not known.
    """
    told = {name: _told(exercises()[name]) for name in wanted}
    return base64.b64encode(json.dumps(told, separators=(",", ":")).encode()).decode()


def _told(exercise: Exercise) -> dict[str, Any]:
    """Return what a field needs; the hint stands in the page already."""
    left_out = {"id", "hint", "written", "written_mistakes"}
    rows = exercise._asdict().items()
    return {key: _plain(value) for key, value in rows if key not in left_out}


def _plain(value: Any) -> Any:
    if isinstance(value, np.ndarray):
        return value.tolist()
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return (
        {name: _plain(item) for name, item in value.items()} if isinstance(value, dict) else value
    )
