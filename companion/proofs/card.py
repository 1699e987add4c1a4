"""The card that a passed check shows in its notebook, and that the coverage reads back."""

from dataclasses import dataclass
from typing import Any

from companion.steps import CHECKS, steps

CARD_TYPE = "application/vnd.numrec.check+json"


@dataclass(frozen=True)
class Card:
    """A check that held.

    Attributes
    ----------
    step : str
        The step's id, or a slip's.
    checks : tuple of str
        Names from `CHECKS`.
    says : str
        One sentence of Markdown: what was found.
    refused : tuple of (str, str)
        Each planted mistake, and what gave it away, in Markdown.
    tag : str
        Tells apart two cards of one step and check.
    """

    step: str
    checks: tuple[str, ...]
    says: str
    refused: tuple[tuple[str, str], ...] = ()
    tag: str = ""

    @property
    def anchor(self) -> str:
        """Where links to this card lead."""
        return "-".join(filter(None, ("check", self.step, self.checks[0], self.tag)))

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


def known_step(step: str) -> None:
    """Refuse a step that steps.toml does not list."""
    if step not in steps():
        raise CheckFailed(f"step {step!r} is not in steps.toml")
