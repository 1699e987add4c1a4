"""What the cells of the assignment *Derive it, then write it* check, a call a task.

Each call says that the task holds, or raises what is wrong: the mistake, where the book knows it.
"""

import functools
from collections.abc import Callable
from typing import Any, NamedTuple

from companion.exercises.answers import check
from companion.exercises.line_cases import cases, is_near, names_of, outcome, value
from companion.exercises.lines import Line, line_of

HIDES = "H7", "leaky_relu"
"""The line in which a mistake is to be hidden, and the activation that hides it."""


def check_answer(label: str, given: Any) -> None:
    """Say that an answer is right, or raise what a wrong one means.

    Parameters
    ----------
    label : str
        The exercise's, as in exercises.toml.
    given : number, str or list
        The answer.

    Raises
    ------
    AssertionError
        If it is not right.
    """
    says = str(check(label, given))
    if says != "Right.":
        raise AssertionError(says)
    print(says)


class Result(NamedTuple):
    """What a function gives on one random network: its activation, the names, found and right."""

    hidden: str
    names: dict[str, Any]
    found: Any
    right: Any

    @property
    def holds(self) -> bool:
        """Whether it is right."""
        return is_near(self.found, self.right)


def results(line: Line, function: Callable[..., Any]) -> list[Result]:
    """Try a function on each random network; None is found where Python refuses."""
    tried = []
    for network, scope in cases(line):
        names = names_of(line, scope)
        found = outcome(functools.partial(function, **names))
        tried.append(Result(network["hidden"], names, found, value(line.right, scope)))
    return tried


def check_line(name: str, function: Callable[..., Any]) -> None:
    """Say that a function gives what numrec computes, or raise which mistake is in it.

    Parameters
    ----------
    name : str
        The step, as in lines.toml.
    function : callable
        Its parameters are what the line may name.

    Raises
    ------
    AssertionError
        If its result differs on some of the random networks.
    """
    line = line_of(name)
    tried = results(line, function)
    if all(one.holds for one in tried):
        print(f"Right, on {len(tried)} random networks.")
        return
    if all(one.found is None for one in tried):
        raise AssertionError(f"Python refuses it: {refusal(function, tried[0].names)}")
    for mistake in line.mistakes:
        pairs = [(one.found, value(mistake.typed[0], one.names)) for one in tried]
        ran = [(one, other) for one, other in pairs if one is not None and other is not None]
        if ran and all(is_near(*pair) for pair in ran):
            raise AssertionError(f"Not yet. {mistake.says}")
    wrong = sum(not one.holds for one in tried)
    asked = f"{line.asks}, comes out wrong in {wrong} of {len(tried)} random networks"
    raise AssertionError(f"Not yet: {asked}.")


def check_hidden_mistake(function: Callable[..., Any]) -> None:
    """Say that a mistake is hidden by one activation and shown by another, or raise why not.

    Parameters
    ----------
    function : callable
        The step down one layer, with a mistake in it.

    Raises
    ------
    AssertionError
        If leaky ReLU shows it too, or if nothing does.
    """
    step, hides = HIDES
    tried = results(line_of(step), function)
    if any(one.found is None for one in tried):
        raise AssertionError("Python refuses it: it has to run on every network, and be wrong.")
    shown = {one.hidden for one in tried if not one.holds}
    if hides in shown:
        raise AssertionError(f"Networks of {hides} come out wrong too: there it is not hidden.")
    if not shown:
        raise AssertionError("That is right on every network: where is the mistake?")
    print(f"Hidden in every network of {hides}, and wrong in those of {', '.join(sorted(shown))}.")


def refusal(function: Callable[..., Any], names: dict[str, Any]) -> str:
    """Return Python's own words where it refuses a function."""
    try:
        function(**names)
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return "it returns None; expected an array"
