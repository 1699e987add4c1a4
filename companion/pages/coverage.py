"""Which step is claimed where, and which checks it has: read from the notebooks.

A chapter claims a step by labelling an equation with its id: $$ ... $$ (B4). A check is
the card that `prove`, `agrees` or a sister left in a stored output, whose JSON is read
back here, or a proof by hand, :::{proof} B4 ... :::.
`python -m companion.pages.coverage` prints the table, and fails when a claimed step owes
a check, or shows a kind of certainty that it does not claim.
"""

import json
import re
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from companion.proofs.card import CARD_TYPE
from companion.sources.errata import errata
from companion.steps import CERTAINTY, CHECKS, Step, steps

_PROOF_BY_HAND = re.compile(r"^:::+\{proof\}((?: \w+)+)$", re.MULTILINE)
_LABELLED_EQUATION = re.compile(r"\$\$([^$]+)\$\$\s*\((\w+)\)")


@dataclass
class StepCoverage:
    """What the notebooks say of one step.

    Attributes
    ----------
    claimed_in : str or None
        The notebook that derives it, from the project's root.
    latex : str or None
        The equation that it labels there.
    checks : dict of str to (notebook, anchor)
        The card that holds each check.
    """

    step: Step
    claimed_in: str | None = None
    latex: str | None = None
    checks: dict[str, tuple[str, str]] = field(default_factory=dict)

    @property
    def missing(self) -> list[str]:
        """The checks that a claimed step owes."""
        if self.claimed_in is None:
            return []
        return [check for check in self.step.needs if check not in self.checks]

    @property
    def unclaimed(self) -> list[str]:
        """The kinds of certainty that are shown and that the list of steps does not name."""
        return [c for c in self.checks if c in CERTAINTY and c not in self.step.certainty]


def read_coverage(notebooks_folder: Path) -> dict[str, StepCoverage]:
    """Read every notebook of a folder, in the order of their names.

    Raises
    ------
    ValueError
        If a card names a step or a check that does not exist, two cards share an
        anchor, or two chapters claim one step. Names the notebook.
    """
    covered = {step.id: StepCoverage(step) for step in steps().values()}
    anchors: set[str] = set()
    for path in sorted(notebooks_folder.glob("*.ipynb")):
        name = f"{notebooks_folder.name}/{path.name}"
        for cell in json.loads(path.read_text("utf-8"))["cells"]:
            if cell["cell_type"] == "markdown":
                source = "".join(cell["source"])
                for latex, label in _LABELLED_EQUATION.findall(source):
                    _claim(covered, label, latex.strip(), name)
                for proved in _PROOF_BY_HAND.findall(source):
                    for step in proved.split():
                        _record(covered, anchors, _by_hand(step), name)
            for card in _cards(cell):
                _record(covered, anchors, card, name)
    return covered


def _by_hand(step: str) -> dict[str, Any]:
    """Return what a proof by hand shows, as a card would say it."""
    return {"step": step, "anchor": f"proof-{step}", "checks": ["by hand"]}


def read_errata(notebooks_folder: Path) -> dict[str, tuple[str, str]]:
    """Return the notebook and the card's anchor of each slip that is shown."""
    shown = {}
    for path in sorted(notebooks_folder.glob("*.ipynb")):
        for cell in json.loads(path.read_text("utf-8"))["cells"]:
            for card in _cards(cell):
                if card["step"] in errata():
                    shown[card["step"]] = (
                        f"{notebooks_folder.name}/{path.name}",
                        card["anchor"],
                    )
    return shown


def _cards(cell: dict[str, Any]) -> list[dict[str, Any]]:
    outputs = cell.get("outputs", [])
    return [o["data"][CARD_TYPE] for o in outputs if CARD_TYPE in o.get("data", {})]


def _claim(covered: dict[str, StepCoverage], label: str, latex: str, name: str) -> None:
    if label not in covered:
        return  # an equation of another kind
    earlier = covered[label].claimed_in
    if earlier is not None:
        raise ValueError(f"{name}: step {label} is derived in {earlier} already")
    covered[label].claimed_in, covered[label].latex = name, latex


def _record(
    covered: dict[str, StepCoverage], anchors: set[str], card: dict[str, Any], name: str
) -> None:
    step, anchor = card["step"], card["anchor"]
    if step not in covered and step not in errata():
        raise ValueError(f"{name}: a card names the step {step!r}, which steps.toml has not")
    if anchor in anchors:
        raise ValueError(f"{name}: two cards have the anchor {anchor!r}")
    anchors.add(anchor)
    for check in card["checks"]:
        if check not in CHECKS:
            raise ValueError(f"{name}: a card names the check {check!r}, which there is not")
        if step in covered:
            covered[step].checks.setdefault(check, (name, anchor))


def main(notebooks_folder: Path) -> int:
    """Print the table; give 1 when a step owes a check, or shows what it does not claim."""
    covered = read_coverage(notebooks_folder)
    columns = [check for check in CHECKS if check != "shown"]
    print(f"{'step':<5}{'chapter':<20}" + "".join(f"{check:<10}" for check in columns))
    for row in covered.values():
        chapter = Path(row.claimed_in).stem if row.claimed_in else "to come"
        marks = ["yes" if c in row.checks else "OWED" if c in row.missing else "" for c in columns]
        print(f"{row.step.id:<5}{chapter:<20}" + "".join(f"{m:<10}" for m in marks))
    claimed = [row for row in covered.values() if row.claimed_in]
    shown = read_errata(notebooks_folder)
    computed = sum(not erratum.shown for erratum in errata().values())
    print(f"{len(claimed)} of {len(covered)} steps, {len(shown)} of {computed} slips to compute")
    wrong = [row for row in claimed if row.missing or row.unclaimed]
    for row in wrong:
        for says, checks in (("owes", row.missing), ("shows and does not claim", row.unclaimed)):
            if checks:
                named = ", ".join(CHECKS[check] for check in checks)
                print(f"{row.claimed_in}: step {row.step.id} {says}: {named}", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else "notebooks")))
