"""The published digits, reproduced from exact values."""

from typing import Any

import numpy as np

from companion.proofs.card import Card, CheckFailed
from companion.worked_example import wolfram
from companion.worked_example.example import worked_example


def published(step: str, values: Any, printed: Any) -> Card:
    """Round exact values half up and compare them with the digits in print.

    Parameters
    ----------
    step : str
        The step's id.
    values : nested list or array
        Exact numbers: fractions or sympy expressions.
    printed : nested list of str
        As printed; the digits behind the point say how far to round.

    Raises
    ------
    CheckFailed
        At the first value that rounds to other digits.
    """
    exact, digits = np.array(values, dtype=object).ravel(), np.array(printed).ravel()
    if exact.shape != digits.shape:
        raise CheckFailed(f"step {step}: {exact.size} values for {digits.size} printed numbers")
    for value, text in zip(exact, digits, strict=True):
        rounded = wolfram.places(value, len(text.partition(".")[2]))
        if rounded != text:
            raise CheckFailed(f"step {step}: the exact value rounds to {rounded}, printed {text}")
    return Card(
        step,
        ("published",),
        f"All {digits.size} printed numbers come out, to each digit.",
    )


def published_wolfram(step: str, name: str) -> Card:
    """Evaluate the published Wolfram input `name` and compare its output, as text."""
    run = worked_example().wolfram[name]
    ours = wolfram.output(name)
    if ours != run.output:
        raise CheckFailed(f"{name}: the input comes to {ours}, printed {run.output}")
    return Card(step, ("published",), f"{name} as typed comes to `{ours}`, as printed.", tag=name)
