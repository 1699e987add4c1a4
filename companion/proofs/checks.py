"""The checks of a step: proved by sympy, the same as numrec's code, measured, true in many cases.

Every check raises `CheckFailed`, with what was left over, unless it holds; then it
returns the card that the page shows. Every planted mistake must be refused, or the check
fails too.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

import numpy as np
import sympy as sp

from companion.proofs.card import Card, CheckFailed, refused
from companion.proofs.cases import Case, random_case
from companion.symbols import evaluate, free_indices, in_range
from numrec.activations import Array

Algorithm = TypeVar("Algorithm")
OneCase = TypeVar("OneCase")

LONGEST_SHOWN = 300
"""Signs of LaTeX, about two lines: nobody reads what is longer."""


def prove(
    step: str,
    claimed: sp.Expr,
    derived: sp.Expr,
    planted: Mapping[str, sp.Expr],
    case: Case | None = None,
    tag: str = "",
    *,
    kind: str = "any width",
) -> Card:
    """Prove that sympy's result is the page's formula, for any differentiable f.

    Parameters
    ----------
    step : str
        The step's id.
    claimed, derived : sympy expression
        The formula on the page, and what sympy derived from the definitions.
    planted : mapping of str to sympy expression
        Plausible wrong formulas, by what is wrong: at least one. Each is refused by a
        case in numbers where it differs from what sympy derived.
    case : Case, optional
        That case; without it, a network with numbers for the output layer's symbols.
    tag : str
        Tells two proofs of one step apart, where it states two equations.
    kind : str
        How far the proof reaches: "any width"; "quadratic loss" where the formula is for any
        loss and sympy is asked with that one, in the top layer; "by sympy" for what is about one
        number and has no width. It is "given H1" where sympy was given deltas.

    Raises
    ------
    CheckFailed
        If the difference does not simplify to 0, or a planted mistake is not refused.
    """
    case = case or random_case(np.random.default_rng(0), [2, 3, 3], output="sigmoid")
    left = _difference(claimed, derived, case)
    if left != 0:
        raise CheckFailed(f"step {step}: claimed minus derived leaves {left}, expected 0")
    _close(step, "sympy's derivative in numbers", *_numbers(case, claimed, derived))

    def leaves(wrong: sp.Expr) -> str | None:
        found, truth = _numbers(case, wrong, derived)
        if not np.abs(found - truth).max() > 1e-6:
            return None
        left = sp.latex(sp.factor(_difference(wrong, derived, case)))
        return f"leaves {f'${left}$' if len(left) <= LONGEST_SHOWN else 'a long sum that is not 0'}"

    evidence = refused(f"step {step}", planted, leaves)
    kind = "given H1" if takes_deltas(derived) else kind
    return Card(step, (kind, "planted"), "Claimed minus derived is 0.", evidence, tag)


def takes_deltas(derived: sp.Expr) -> bool:
    """Say whether sympy was given deltas as letters, which stand for all that is above them.

    That the rates along the paths are added (H1) is then put in and not found.
    """
    letters = derived.atoms(sp.IndexedBase, sp.MatrixSymbol)
    return any(str(letter).startswith((r"\delta", r"(\partial C")) for letter in letters)


def agrees(
    step: str,
    formula: sp.Expr,
    case: Case,
    computed: Array,
    *,
    measured: Array | None = None,
    planted: Mapping[str, sp.Expr] | None = None,
    tolerance: float = 1e-12,
    tag: str = "",
) -> Card:
    """Compare a formula in numbers with numrec's code, and with finite differences.

    Parameters
    ----------
    step : str
        The step's id.
    formula : sympy expression
        In the case's symbols; its free indices run over their layers.
    case : Case
        A random network.
    computed : array
        What numrec's code gave for it.
    measured : array, optional
        The same, measured by central differences.
    planted : mapping, optional
        Wrong formulas that the comparison must refuse.
    tolerance : float
        Largest difference from `computed`, relative to its largest entry.
    tag : str
        Tells two proofs of one step apart.

    Raises
    ------
    CheckFailed
        If formula and code or measurement differ, or a planted mistake does not.
    """
    values = evaluate(formula, case.values)
    checks, says = ["agrees"], "The formula in numbers is what numrec computes"
    _close(step, "numrec", values, computed, tolerance)
    if measured is not None:
        _close(step, "the finite difference", values, measured, 1e-6)
        checks += ["measured"]
        says += ", and what finite differences measure"

    def off_by(wrong: sp.Expr) -> str | None:
        found, right = _numbers(case, wrong, formula)
        gap = float(np.abs(found - right).max())
        return f"off by {gap:.2g}" if gap > 1e-3 else None

    evidence = refused(f"step {step}", planted, off_by) if planted else ()
    checks += ["planted"] if planted else []
    return Card(step, tuple(checks), says + ".", evidence, tag)


def holds(
    step: str,
    property: Callable[[Algorithm, OneCase], bool],
    algorithm: Algorithm,
    cases: Iterable[OneCase],
    planted: Mapping[str, Algorithm],
    says: str,
) -> Card:
    """Check a property of an algorithm in seeded cases, and of its wrong versions.

    An algorithm is not one equation. What can be said of it is a property: what comes out is
    the derivative, the update is the formula, the samples come in order.

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
    cases = list(cases)
    if not cases:
        raise CheckFailed(f"step {step}: there is no case, so nothing was tested")

    def failing(version: Algorithm) -> list[OneCase]:
        found = []
        for case in cases:
            answer = property(version, case)
            if not isinstance(answer, (bool, np.bool_)):
                raise TypeError(f"the property gave {answer!r} in {case}; expected True or False")
            found += [] if answer else [case]
        return found

    def fails(wrong: Algorithm) -> str | None:
        return f"fails in {len(found)} of {len(cases)} cases" if (found := failing(wrong)) else None

    if found := failing(algorithm):
        where = f"fails in {len(found)} of {len(cases)} cases, first in {found[0]}"
        raise CheckFailed(f"step {step}: {says}: {where}")
    evidence = refused(f"step {step}", planted, fails)
    return Card(step, ("property", "planted"), f"In {len(cases)} seeded cases: {says}.", evidence)


def _difference(left: sp.Expr, right: sp.Expr, case: Case) -> sp.Expr:
    # a symbol for a long part, the same on both sides: what is 0 with it is 0 without
    short = (in_range(left) - in_range(right)).xreplace(case.short)
    return sp.simplify(sp.expand(short))


def _numbers(case: Case, one: sp.Expr, other: sp.Expr) -> tuple[Array, Array]:
    axes = free_indices(case.values, one, other)
    return (
        evaluate(one, case.values, axes),
        evaluate(other, case.values, axes),
    )


def _close(step: str, what: str, values: Array, found: Array, tolerance: float = 1e-12) -> None:
    found = np.squeeze(np.asarray(found))
    try:
        values = np.broadcast_to(values, found.shape)  # a formula without j is the same for each j
    except ValueError as error:
        shapes = f"the formula has shape {values.shape}, {what} {found.shape}"
        raise CheckFailed(f"step {step}: {shapes}") from error
    gap = float(np.abs(values - found).max() / max(float(np.abs(found).max()), 1.0))
    if not gap <= tolerance:
        raise CheckFailed(f"step {step}: formula and {what} differ by {gap:.3g} (> {tolerance:g})")
