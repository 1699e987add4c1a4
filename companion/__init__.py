"""companion: what the book needs around numrec. Proofs, figures, exercises, the play pages.

A name below loads its module when it is first used: the play pages need NumPy alone, the proofs
sympy, and `from companion import figures` Matplotlib.
"""

from importlib import import_module
from typing import Any

_NAMES = {
    "cost": ("costs_of", "count_products"),
    "exercises.answers": ("check",),
    "pages.guesses": ("Guesses",),
    "pages.source": ("code_of", "lines_of"),
    "pages.tables": ("Table",),
    "play.notebook": ("show",),
    "proofs.card": ("CheckFailed",),
    "proofs.cases": (
        "batch_case",
        "hidden_case",
        "layers_above",
        "random_case",
        "softmax_case",
        "start_case",
    ),
    "proofs.checks": ("agrees", "holds", "prove"),
    "proofs.errata": ("shows_erratum",),
    "proofs.mutants": ("MUTANTS", "Mutant", "line", "plant"),
    "proofs.published": ("published", "published_wolfram"),
    "proofs.symbolic_execution": (
        "runs_on_symbols",
        "runs_with_cross_entropy",
        "softmax_runs_on_symbols",
    ),
    "studies": ("mean_interval", "paired", "percent", "study"),
    "worked_example.exact": ("exact_gradients",),
    "worked_example.network": ("worked_network",),
}
_HOME = {name: module for module, names in _NAMES.items() for name in names}

__all__ = list(_HOME)


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'companion' has no attribute {name!r}")
    return getattr(import_module(f"companion.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
