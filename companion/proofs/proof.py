"""The checks of a step: proved by sympy, the same as numrec's code, measured.

Every check raises `CheckFailed`, with what was left over, unless it holds; then it
gives the card that the page shows. Every planted mistake must be refused, or the check
fails too: a check that cannot fail proves nothing.
"""

from collections.abc import Mapping

import numpy as np
import sympy as sp

from companion.proofs import symbolic
from companion.proofs.card import Card, CheckFailed, known_step
from companion.proofs.random_case import Case, random_case
from numrec.activations import Array

LONGEST_SHOWN = 300
"""Letters of LaTeX, about two lines: nobody reads what is longer."""


def prove(
    step: str,
    claimed: sp.Expr,
    derived: sp.Expr,
    planted: Mapping[str, sp.Expr],
    case: Case | None = None,
    tag: str = "",
) -> Card:
    """Prove that sympy's result is the page's formula, for any width and any f.

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

    Raises
    ------
    CheckFailed
        If the difference does not simplify to 0, or a planted mistake is not refused.
    """
    known_step(step)
    case = case or random_case(np.random.default_rng(0), [2, 3, 3], output="sigmoid")
    left = _difference(claimed, derived, case)
    if left != 0:
        raise CheckFailed(f"step {step}: claimed minus derived leaves {left}, expected 0")
    if not planted:
        raise CheckFailed(f"step {step}: no mistake was planted, so nothing shows the proof refuse")
    _close(step, "sympy's derivative in numbers", *_numbers(case, claimed, derived))
    refused = []
    for mistake, wrong in planted.items():
        found, truth = _numbers(case, wrong, derived)
        if not np.abs(found - truth).max() > 1e-6:
            raise CheckFailed(f"step {step}: the planted mistake {mistake!r} was not refused")
        left = sp.latex(sp.factor(_difference(wrong, derived, case)))
        shown = f"${left}$" if len(left) <= LONGEST_SHOWN else "a long sum that is not 0"
        refused.append((mistake, f"leaves {shown}"))
    return Card(step, ("proved", "planted"), "Claimed minus derived is 0.", tuple(refused), tag)


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
    known_step(step)
    values = symbolic.evaluate(formula, case.values)
    checks, says = ["agrees"], "The formula in numbers is what numrec computes"
    _close(step, "numrec", values, computed, tolerance)
    if measured is not None:
        _close(step, "the finite difference", values, measured, 1e-6)
        checks += ["measured"]
        says += ", and what finite differences measure"
    refused = []
    for mistake, wrong in (planted or {}).items():
        found, values = _numbers(case, wrong, formula)
        gap = float(np.abs(found - values).max())
        if not gap > 1e-3:
            raise CheckFailed(f"step {step}: the planted mistake {mistake!r} was not refused")
        refused.append((mistake, f"off by {gap:.2g}"))
    checks += ["planted"] if refused else []
    return Card(step, tuple(checks), says + ".", tuple(refused), tag)


def _difference(left: sp.Expr, right: sp.Expr, case: Case) -> sp.Expr:
    # a letter for a long part, the same on both sides: what is 0 with it is 0 without
    short = (symbolic.in_range(left) - symbolic.in_range(right)).xreplace(case.short)
    return sp.simplify(sp.expand(short))


def _numbers(case: Case, one: sp.Expr, other: sp.Expr) -> tuple[Array, Array]:
    axes = symbolic.free_indices(case.values, one, other)
    return (
        symbolic.evaluate(one, case.values, axes),
        symbolic.evaluate(other, case.values, axes),
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
