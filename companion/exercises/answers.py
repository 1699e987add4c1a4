"""A reader's own answer, told right or wrong, and which known mistake it looks like."""

from html import escape
from typing import Any

import numpy as np

from companion.exercises.data import Exercise, Values, exercises, values
from companion.exercises.typed import read_answer

LONGEST_SHOWN = 60
UNANSWERED = "No answer yet: put yours in place of None, and run the cell again."
HOW = {
    "number": "expected a number: 0.25, or Fraction(1, 4) or '1/4'",
    "fraction": "expected a fraction: Fraction(1, 4), or '1/4' in quotes, or 0.25",
    "vector": "expected a list of numbers: [1, 2], or ['1/2', 3]",
    "matrix": "expected a list of rows: [[1, 2], [3, 4]]",
    "expression": "expected a formula, in quotes as for Wolfram, or of sympy",
    "choice": "expected one of the letters",
    "order": "expected a list with each number once: [2, 1, 3]",
}


class Verdict:
    """What is said of an answer, and a hint to unfold; on the page a field takes its place."""

    def __init__(self, known: Exercise, says: str) -> None:
        self.known, self.says = known, says

    def __repr__(self) -> str:
        return self.says

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        hint = f"<details><summary>Hint</summary><p>{_html(self.known.hint)}</p></details>"
        words = f"<p>{_html(self.says)}</p>{hint}"
        place = f'<div class="exercise-answer" data-exercise="{self.known.id}">{words}</div>'
        return {"text/plain": self.says, "text/html": place}


def _html(words: str) -> str:
    return escape(words, quote=False)


def check(exercise: str, given: Any = None) -> Verdict:
    """Say whether an answer is right; of a wrong one, which mistake gives it.

    Parameters
    ----------
    exercise : str
        The exercise's label, as in exercises.toml.
    given : number, str, list, array or sympy expression, or None
        The reader's answer; None while there is none.

    Raises
    ------
    KeyError
        If there is no such exercise.
    """
    if exercise not in exercises():
        raise KeyError(f"no exercise {exercise!r}; expected a label of exercises.toml")
    known = exercises()[exercise]
    return Verdict(known, _judge(known, given))


def _judge(known: Exercise, given: Any) -> str:
    if given is None:
        return UNANSWERED
    if known.kind == "choice":
        return _judge_choice(known, given)
    try:
        if isinstance(given, str):
            answer = values(read_answer(given, known.kind, known.points), known.points)
            if not np.isfinite(answer).all():
                raise OverflowError(given)
        else:
            answer = values(given, known.points)
    except (TypeError, ValueError, OverflowError, RecursionError):
        return f"{_shown(given)} is not understood: {HOW[known.kind]}."
    if answer.shape != known.right.shape:
        verb = "has" if answer.shape else "is"
        return f"Your answer {verb} {_shape(answer)}; expected {_shape(known.right)}."
    if known.kind == "order" and sorted(answer) != sorted(known.right):
        return f"{_shown(given)} is no order: {HOW['order']}."
    if _near(answer, known.right, known.tolerance):
        return "Right."
    for wrong, says in known.mistakes:
        if _near(answer, wrong, known.tolerance):
            return f"Not yet. {says}"
    return f"Not yet. A hint: {known.hint}"


def _judge_choice(known: Exercise, given: Any) -> str:
    letter = given.strip().lower() if isinstance(given, str) else None
    if letter not in known.options:
        return f"{_shown(given)} is not understood: {HOW['choice']} {', '.join(known.options)}."
    if letter == known.right:
        return "Right."
    return f"Not yet. {dict(known.mistakes)[letter]}"


def _shown(given: Any) -> str:
    """Return what was given in one line, however long it is."""
    line = " ".join(repr(given).split())
    return line if len(line) <= LONGEST_SHOWN else f"{line[:LONGEST_SHOWN]}..."


def _shape(value: Values) -> str:
    return f"the shape {value.shape}" if value.shape else "a single number"


def _near(one: Any, other: Any, tolerance: float) -> bool:
    if one.shape != other.shape:
        return False
    # a digit more, so that an answer rounded half up is not lost to its own rounding
    return bool((np.abs(one - other) <= tolerance * (1 + 1e-6)).all())
