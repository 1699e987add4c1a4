"""What is said of a reader's function: it holds, or what is wrong, by its name where it has one."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any, NamedTuple

import numpy as np

from companion.exercises.workshop import solution
from companion.exercises.workshop.blank import functions_of, titles
from companion.exercises.workshop.cases import START_SIZES, WORKED, Case, cases_of
from companion.exercises.workshop.mistakes import Mistake, mistakes_in, pairs_in, plant
from companion.exercises.workshop.outcomes import (
    Printed,
    Trouble,
    expected_parts,
    line_of_def,
    parts_of,
    run,
    watched,
)
from numrec.activations import Array

Parts = dict[str, Array]
Outcome = Parts | Trouble

RELATIVE, ABSOLUTE = 1e-9, 1e-11
"""What is as good as equal: rounding leaves less, the least of the mistakes far more."""

BY_MEASURING = 1e-7
"""The same for a central difference, which is an approximation by itself."""

BY_LOT = 0.03
"""The same for weights that are drawn: their spread is known within a few per cent."""


class Finding(NamedTuple):
    """What is wrong with one function.

    Attributes
    ----------
    function : str
        Which one.
    says : str
        What is wrong, in one line.
    line : int or None
        The reader's own line, where it is known.
    mistakes : tuple of str
        The names of the mistakes that give just this, if any do.
    blank : bool
        Whether it is not written yet.
    """

    function: str
    says: str
    line: int | None = None
    mistakes: tuple[str, ...] = ()
    blank: bool = False


class Report(NamedTuple):
    """A stage: what is wrong (nothing, if it holds), and what printed something."""

    stage: int
    findings: tuple[Finding, ...]
    prints: tuple[Printed, ...] = ()


def judge_stage(
    stage: int,
    namespace: dict[str, Any],
    blank: frozenset[str] = frozenset(),
    alarm: Callable[[], Any] = lambda: None,
) -> Report:
    """Try a stage's functions.

    Parameters
    ----------
    stage : int
        Which.
    namespace : dict
        The names of the reader's file, loaded, or of the reader's notebook.
    blank : set of str
        The functions that are not written yet.
    alarm : callable
        What is called before each call of the reader's code, to set its deadline.

    Returns
    -------
    Report
        A finding for each function that does not hold.
    """
    findings, prints = list[Finding](), list[Printed]()
    for name in functions_of(stage):
        if name in blank:
            findings.append(Finding(name, "still blank", blank=True))
            continue
        function = namespace.get(name)
        if not callable(function):
            found = "is no function" if name in namespace else "is missing"
            findings.append(Finding(name, f"{found}; expected def {name}(...)"))
            continue
        file = getattr(getattr(function, "__code__", None), "co_filename", "")
        with watched(file) as recorder, the_others_right(namespace, name):
            finding = judge_function(name, function, file, alarm)
        if finding:
            if recorder.first and "None" in finding.says:
                found = finding.says.partition(":")[0]
                says = f"{found}; it prints, and has to return"
                finding = finding._replace(says=says, line=recorder.first.line)
            findings.append(finding)
        if recorder.first:
            prints.append(recorder.first)
    return Report(stage, tuple(findings), tuple(prints))


@contextmanager
def the_others_right(namespace: dict[str, Any], name: str) -> Iterator[None]:
    """Put the solution in for all other functions, so that one is judged by itself alone."""
    names = [other for stage in titles() for other in functions_of(stage) if other != name]
    before = {other: namespace[other] for other in names if other in namespace}
    try:
        namespace |= {other: getattr(solution, other) for other in names}
        yield
    finally:
        for other in set(names) - set(before):
            del namespace[other]
        namespace.update(before)


def judge_function(
    name: str,
    function: Callable[..., Any],
    file: str,
    alarm: Callable[[], Any] = lambda: None,
) -> Finding | None:
    """Try one function on all of its cases; return what is wrong with it, or None."""
    outcomes: list[Outcome] = []
    first: Finding | None = None
    for case in cases_of(name):
        alarm()
        outcome = outcome_of(name, function, case, file)
        outcomes.append(outcome)
        first = first or compared(name, case, outcome, line_of_def(function))
    if first is None:
        return _not_repeated(name, function, file, outcomes[0]) if name == "start" else None
    found = named(name, outcomes)
    if found:
        because = ". And when ".join(mistake.says for mistake in found)
        says = f"{first.says}. This is what one gets when {because}"
        return first._replace(says=says, mistakes=tuple(mistake.name for mistake in found))
    factor = _in_proportion(name, outcomes)
    again = None if factor else _not_repeated(name, function, file, outcomes[0])
    return again or first._replace(says=first.says + factor)


def outcome_of(name: str, function: Callable[..., Any], case: Case, file: str) -> Outcome:
    """Call a function and take apart what it gives, or say why that cannot be done."""
    try:
        return parts_of(name, run(function, name, case.arguments, file), case.expected)
    except Trouble as trouble:
        return trouble


def compared(name: str, case: Case, outcome: Outcome, line: int | None) -> Finding | None:
    """Say how an outcome differs from what is expected, if it does."""
    if isinstance(outcome, Trouble):
        return Finding(name, outcome.says, outcome.line or line)
    expected = expected_parts(name, case.expected)
    for part, right in expected.items():
        found = outcome[part]
        it = f"{part} has" if part else "the result has"
        if found.shape != right.shape:
            shape = right.shape if right.ndim else "a number"
            return Finding(name, f"{it} shape {found.shape}; expected {shape}", line)
    observed, wanted = observe(name, outcome), observe(name, expected)
    for part, right in wanted.items():
        if not _close(name, observed[part], right):
            return Finding(name, _difference(name, case, part, observed[part], right), line)
    return None


def observe(name: str, parts: Parts) -> Parts:
    """Return what is compared: the parts themselves, or of drawn weights their spread and mean."""
    if name != "start":
        return parts
    seen: Parts = {}
    for part, array in parts.items():
        spread = array.std() * np.sqrt(START_SIZES[int(part[-2]) - 1])
        mean = array.mean() / (array.std() or 1)
        drawn = [spread, mean] if part.startswith("omega") else [float((array != 0).any())]
        seen[part] = np.array([*drawn, *array.shape])
    return seen


def _difference(name: str, case: Case, part: str, found: Array, right: Array) -> str:
    if name == "start" and part.startswith("omega"):
        spread, wanted = (x[0] / np.sqrt(START_SIZES[int(part[-2]) - 1]) for x in (found, right))
        return f"{part} has the spread {spread:.3g}; expected about {wanted:.3g} ({case.where})"
    if name == "start":
        return f"{part} is not zero; expected zeros"
    wrong = ~np.isclose(found, right, _relative(name), ABSOLUTE)
    place = tuple(int(k) for k in np.argwhere(wrong)[0])
    entry = f"{part or 'the result'}{list(place) if place else ''}"
    both, nearly = (found[place], right[place]), ""
    is_, expected = (_number(x, case) for x in both)
    if is_ == expected:
        is_, expected = (f"{x:.12g}" for x in both)
        nearly = ". That's near: is something rounded, or a little added?"
    says = f"{entry} is {is_}; expected {expected}"
    where = "in" if case.where.startswith(("the ", "a ")) else "for"
    return f"{says}, {where} {case.where}{nearly}"


def _number(x: Any, case: Case) -> str:
    return f"{x:.3f}" if case.where.startswith(WORKED) and 5e-3 < abs(x) < 1e3 else f"{x:.4g}"


def _relative(name: str) -> float:
    return {"central_difference": BY_MEASURING, "start": BY_LOT}.get(name, RELATIVE)


def _close(name: str, found: Array, right: Array) -> bool:
    if found.shape != right.shape:
        return False
    absolute = BY_LOT if name == "start" else ABSOLUTE
    return bool(np.allclose(found, right, _relative(name), absolute, equal_nan=True))


def named(name: str, outcomes: list[Outcome]) -> tuple[Mistake, ...]:
    """Find the mistake, or the two, that give the same outcomes; empty where none does."""
    for mistake in mistakes_in(name):
        if _alike(name, outcomes, _outcomes_with(mistake)):
            return (mistake,)
    for pair in pairs_in(name):
        if _alike(name, outcomes, _outcomes_with(*pair)):
            return pair
    return ()


def _outcomes_with(*mistakes: Mistake) -> list[Outcome]:
    return _outcomes_by_name(mistakes[0].function, *(mistake.name for mistake in mistakes))


@cache
def _outcomes_by_name(function: str, *names: str) -> list[Outcome]:
    by_name = {mistake.name: mistake for mistake in mistakes_in(function)}
    return outcomes_of(function, plant(*(by_name[name] for name in names)))


def outcomes_of(name: str, function: Callable[..., Any]) -> list[Outcome]:
    """Return what a function of ours, right or with a mistake in it, does on every case."""
    with np.errstate(all="ignore"):
        return [outcome_of(name, function, case, "") for case in cases_of(name)]


def _alike(name: str, outcomes: list[Outcome], others: list[Outcome]) -> bool:
    """Tell whether two have the same outcomes, and at least one that is no error."""
    some = False
    for outcome, other in zip(outcomes, others, strict=True):
        if isinstance(outcome, Trouble) or isinstance(other, Trouble):
            if type(outcome) is not type(other):
                return False
        else:
            one, two = observe(name, outcome), observe(name, other)
            if not all(_close(name, one[part], two[part]) for part in one):
                return False
            some = True
    return some


def changes(mistake: Mistake) -> bool:
    """Tell whether a mistake changes what its function gives on the cases."""
    right = [expected_parts(mistake.function, c.expected) for c in cases_of(mistake.function)]
    return not _alike(mistake.function, list(right), _outcomes_with(mistake))


def _in_proportion(name: str, outcomes: list[Outcome]) -> str:
    """Say by which one factor all numbers are off, if it is one."""
    ratios: list[Array] = []
    for case, outcome in zip(cases_of(name), outcomes, strict=True):
        expected = expected_parts(name, case.expected)
        if isinstance(outcome, Trouble):
            return ""
        for part, right in expected.items():
            if part == "a[0]" or outcome[part].shape != right.shape:
                continue
            ratios.append((outcome[part] / right)[right != 0])
    every = np.concatenate([np.zeros(0), *map(np.ravel, ratios)])
    factor = float(np.median(every)) if every.size else 1.0
    if name == "start" or not np.allclose(every, factor, 1e-6) or abs(factor - 1) < 1e-6:
        return ""
    if not factor:
        return ". All of them are 0"
    return f". All of them are {factor:.4g} times what they should be"


def _not_repeated(
    name: str, function: Callable[..., Any], file: str, outcome: Outcome
) -> Finding | None:
    """Call a function again: with the same it gives the same, with another rng other weights."""
    if isinstance(outcome, Trouble):
        return None
    case, line = cases_of(name)[0], line_of_def(function)
    if not _the_same(outcome, outcome_of(name, function, case, file)):
        says = "gives something else when it is called again with the same: "
        if name == "start":
            return Finding(name, says + "draw from the rng that is handed in", line)
        return Finding(name, says + "does it draw, or keep something from call to call?", line)
    if name == "start":
        other = case._replace(arguments=(START_SIZES, np.random.default_rng(2)))
        if _the_same(outcome, outcome_of(name, function, other, file)):
            return Finding(name, "draws the same from any rng: use the one that is handed in", line)
    return None


def _the_same(one: Parts, other: Outcome) -> bool:
    return not isinstance(other, Trouble) and all(
        np.array_equal(one[part], other[part], equal_nan=True) for part in one
    )
