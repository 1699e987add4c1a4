"""The card that a passed check shows in its notebook, and that the coverage reads back.

A check that cannot fail proves nothing, so a card lists the planted mistakes that were refused.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from companion.sources.errata import errata
from companion.steps import CHECKS, PROOFS, steps

Wrong = TypeVar("Wrong")

CARD_TYPE = "application/vnd.numrec.check+json"


@dataclass(frozen=True)
class Card:
    """A check that held.

    Attributes
    ----------
    step : str
        The step's id, or an erratum's.
    checks : tuple of str
        Names from `CHECKS`.
    says : str
        One sentence of Markdown: what was found.
    refused : tuple of (str, str)
        Each planted mistake, and what gave it away, in Markdown.
    tag : str
        Tells apart two cards of one step and check.

    Raises
    ------
    CheckFailed
        If steps.toml lists no such step.
    """

    step: str
    checks: tuple[str, ...]
    says: str
    refused: tuple[tuple[str, str], ...] = ()
    tag: str = ""

    def __post_init__(self) -> None:
        if self.step not in {**steps(), **errata()}:
            raise CheckFailed(f"step {self.step!r} is not in steps.toml")

    @property
    def anchor(self) -> str:
        """Where links to this card lead."""
        check = "proved" if self.checks[0] in PROOFS else self.checks[0]
        return "-".join(filter(None, ("check", self.step, check, self.tag)))

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        title = f"✓ {self.step} {CHECKS[self.checks[0]]}"
        lines = [f"**{title}.** {self.says}"]
        if self.refused:
            lines += ["", "Refused:", ""]
            lines += [f"- {mistake}: {evidence}" for mistake, evidence in self.refused]
        body = "\n".join(lines)
        return {
            "text/plain": f"{title}. {self.says}",
            "text/markdown": f'<div class="check-card" id="{self.anchor}">\n\n{body}\n\n</div>',
            CARD_TYPE: {
                "step": self.step,
                "checks": list(self.checks),
                "anchor": self.anchor,
            },
        }


class CheckFailed(AssertionError):
    """A step's check does not hold; the message says which, and what was left over."""


def refused(
    where: str, planted: Mapping[str, Wrong], gives_away: Callable[[Wrong], str | None]
) -> tuple[tuple[str, str], ...]:
    """Name each planted mistake with what gave it away, as a card lists them.

    Parameters
    ----------
    where : str
        What is checked, for the message: "step B4".
    planted : mapping
        Wrong things, by what is wrong: at least one.
    gives_away : callable
        A wrong thing to the evidence against it in Markdown, or None where there is none.

    Raises
    ------
    CheckFailed
        If nothing is planted, or nothing gives a planted mistake away.
    """
    if not planted:
        raise CheckFailed(f"{where}: no mistake was planted, so nothing shows the check refuse")
    found = []
    for mistake, wrong in planted.items():
        evidence = gives_away(wrong)
        if evidence is None:
            raise CheckFailed(f"{where}: the planted mistake {mistake!r} was not refused")
        found.append((mistake, evidence))
    return tuple(found)
