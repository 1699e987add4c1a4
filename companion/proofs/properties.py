"""The check of an algorithm: its property holds in many seeded cases.

An algorithm is not one equation. What can be said of it is a property: what comes out is
the derivative, the update is the formula, the samples come in order. `holds` runs the
property over cases drawn at random from seeds, and over wrong versions of the algorithm,
each of which has to fail somewhere.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

import numpy as np

from companion.proofs.card import Card, CheckFailed, known_step

Algorithm = TypeVar("Algorithm")
OneCase = TypeVar("OneCase")


def holds(
    step: str,
    property: Callable[[Algorithm, OneCase], bool],
    algorithm: Algorithm,
    cases: Iterable[OneCase],
    planted: Mapping[str, Algorithm],
    says: str,
) -> Card:
    """Check a property of an algorithm, case by case, and of its wrong versions.

    Parameters
    ----------
    step : str
        The step's id.
    property : callable
        (algorithm, case) to bool: does it hold there? What it raises is not caught, so
        that a mistake in the property is no evidence.
    algorithm : object
        What numrec runs: mostly a function.
    cases : iterable
        What the property takes beside it; str(case) should tell a case apart.
    planted : mapping of str to object
        Wrong versions, by what is wrong: at least one. Each must fail in some case.
    says : str
        The property in words, as it stands on the card: "backprop is the derivative".

    Raises
    ------
    CheckFailed
        If there is no case or no planted mistake, if the property fails (names the case),
        or if a planted mistake passes in every case.
    TypeError
        If the property gives something other than True or False.
    """
    known_step(step)
    cases = list(cases)
    if not cases:
        raise CheckFailed(f"step {step}: there is no case, so nothing was tested")
    if not planted:
        raise CheckFailed(f"step {step}: no mistake was planted, so nothing shows the test refuse")
    if failing := _failing(property, algorithm, cases):
        found = f"fails in {len(failing)} of {len(cases)} cases, first in {failing[0]}"
        raise CheckFailed(f"step {step}: {says}: {found}")
    refused = []
    for mistake, wrong in planted.items():
        failing = _failing(property, wrong, cases)
        if not failing:
            raise CheckFailed(f"step {step}: the planted mistake {mistake!r} was not refused")
        refused.append((mistake, f"fails in {len(failing)} of {len(cases)} cases"))
    return Card(
        step, ("property", "planted"), f"In {len(cases)} seeded cases: {says}.", tuple(refused)
    )


def _failing(
    property: Callable[[Algorithm, OneCase], bool], algorithm: Algorithm, cases: list[OneCase]
) -> list[OneCase]:
    failing = []
    for case in cases:
        answer = property(algorithm, case)
        if not isinstance(answer, (bool, np.bool_)):
            raise TypeError(f"the property gave {answer!r} in {case}; expected True or False")
        if not answer:
            failing.append(case)
    return failing
