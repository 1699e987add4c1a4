"""What the studies found: rows of models/studies/, which `make studies` makes, and their means.

A mean stands with its interval: 95 of 100 such intervals hold the mean of all seeds, if the seeds'
scores scatter normally (Student's t).
"""

import json
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import mpmath

FOLDER = Path(__file__).parent.parent / "models" / "studies"


@dataclass(frozen=True)
class Study:
    """One study, as it is stored.

    Attributes
    ----------
    question : str
        What it asks.
    command : str
        What makes it again.
    recipe : dict
        What all rows have in common.
    rows : list of dict
        Each has "of", its settings, and "found".
    """

    question: str
    command: str
    recipe: dict[str, Any]
    rows: list[dict[str, Any]]

    def found(self, name: str, **of: Any) -> list[Any]:
        """Return what the rows with these settings found under a name, in the rows' order.

        Parameters
        ----------
        name : str
            A key of "found".
        **of
            Settings: rows with others are left out.

        Raises
        ------
        ValueError
            If no row has them.
        """
        rows = [row for row in self.rows if row["of"].items() >= of.items()]
        if not rows:
            raise ValueError(f"no row of {self.command} has {of}")
        return [row["found"][name] for row in rows]


def study(name: str) -> Study:
    """Load a study by its name, such as "losses".

    Raises
    ------
    FileNotFoundError
        If it was not made yet.
    """
    stored = json.loads((FOLDER / f"{name}.json").read_text("utf-8"))
    return Study(*(stored[key] for key in ("question", "command", "recipe", "rows")))


def mean_interval(values: Sequence[float], share: float = 0.95) -> tuple[float, float]:
    """Return the mean, and how far its interval reaches to each side.

    Parameters
    ----------
    values : sequence of float
        One for each seed, at least 2.
    share : float
        How many of such intervals hold the true mean, in (0, 1).

    Raises
    ------
    ValueError
        If there are fewer than two values.
    """
    n = len(values)
    if n < 2:
        raise ValueError(f"{n} value; expected two or more, since an interval needs a scatter")
    scatter = statistics.stdev(values) / n**0.5
    return statistics.mean(values), _student_t(n - 1, share) * scatter


def paired(ours: Sequence[float], others: Sequence[float]) -> tuple[float, float]:
    """Return the mean of ours less others, seed by seed, and how far its interval reaches.

    Raises
    ------
    ValueError
        If the two are not equally many, or fewer than two.
    """
    if len(ours) != len(others):
        raise ValueError(f"{len(ours)} of ours, {len(others)} of others; expected equally many")
    return mean_interval([one - other for one, other in zip(ours, others, strict=True)])


def percent(values: Sequence[float], digits: int = 1) -> str:
    """Return a mean of shares with its interval in words, such as "97.1 ± 0.2 %"."""
    mean, reach = mean_interval(values)
    return f"{100 * mean:.{digits}f} ± {100 * reach:.{digits}f} %"


def _student_t(degrees: int, share: float) -> float:
    """Return t such that a variable of Student's with these degrees lies within -t to t so often.

    Outside lies the share I_x(degrees / 2, 1 / 2) with x = degrees / (degrees + t^2), Abramowitz
    and Stegun 26.7.1.
    """

    def missed(t: float) -> Any:
        outside = mpmath.betainc(degrees / 2, 0.5, 0, degrees / (degrees + t * t), regularized=True)
        return 1 - outside - share

    return float(mpmath.findroot(missed, (0, 1000), solver="bisect"))
