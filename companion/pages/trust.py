"""The numbers of the page *What is checked, and what is not*: counted, so that nobody types them.

They come from the notebooks' cards, from what *Sixteen mistakes* printed, from tests/mutants.json
and from the study of rounding.
"""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from companion.pages.coverage import StepCoverage
from companion.proofs.card import CARD_TYPE
from companion.sources.errata import errata
from companion.steps import CERTAINTY
from companion.studies import study
from numrec.activations import Array

PASSES = {"z": "forward: error of z", "dC_domega": "backward: error of ∂C/∂ω"}
"""What the study of rounding found, and the words for its axes."""

_CATCHES = re.compile(r"^(.+): catches (\d+)$", re.MULTILINE)
_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_REFUSED = re.compile(r"\nRefused:\n\n((?:- .*\n)+)")


def numbers(root: Path, covered: Mapping[str, StepCoverage]) -> dict[str, str]:
    """Return each number by its name, in words that a sentence can take.

    Parameters
    ----------
    root : Path
        The project's folder.
    covered : mapping
        What `read_coverage` found in its notebooks.

    Raises
    ------
    ValueError
        If *Sixteen mistakes* does not say how many each check catches.
    """
    cards = list(_cards(root / "notebooks"))
    found = {
        "steps": len(covered),
        "cards": len(cards),
        "refused": sum(map(_refusals, cards)),
        "errata": len(errata()),
        "errata computed": sum(not erratum.shown for erratum in errata().values()),
        **_by_kind(covered),
        **_catches(root / "notebooks" / "sixteen_mistakes.ipynb"),
    }
    words = {name: str(number) for name, number in found.items()}
    example = " · ".join(CERTAINTY[kind] for kind in covered["H7"].step.certainty)
    return {**words, "line of H7": example, **_rounding()}


def rounding() -> dict[str, dict[str, tuple[Array, Array]]]:
    """Return bounds and measured errors, both (networks, L), by axis and by precision."""
    rows = study("rounding")

    def arrays(name: str, dtype: str) -> tuple[Array, Array]:
        found = rows.found(name, dtype=dtype)
        bound, measured = (np.array([row[k] for row in found]) for k in ("bound", "measured"))
        return bound, measured

    return {
        words: {dtype: arrays(name, dtype) for dtype in ("float32", "float64")}
        for name, words in PASSES.items()
    }


def _by_kind(covered: Mapping[str, StepCoverage]) -> dict[str, int]:
    kinds = [kind for row in covered.values() for kind in row.step.certainty]
    return {f"steps {kind}": kinds.count(kind) for kind in CERTAINTY}


def _catches(notebook: Path) -> dict[str, int]:
    cells = json.loads(notebook.read_text("utf-8"))["cells"]
    outputs = (output for cell in cells for output in cell.get("outputs", []))
    printed = "".join("".join(output.get("text", "")) for output in outputs)
    found = {f"caught {check}": int(number) for check, number in _CATCHES.findall(printed)}
    if not found:
        raise ValueError(f"{notebook.name}: no line says '...: catches N'; run the notebook")
    return found


def _rounding() -> dict[str, str]:
    """Say of each precision how far off the forward pass can be, and is, at its worst layer."""
    return {
        f"{what} {dtype}": _power(values.max())
        for dtype, pair in rounding()[PASSES["z"]].items()
        for what, values in zip(("bound", "measured"), pair, strict=True)
    }


def _power(value: float) -> str:
    """Write a number to one figure, a small one with a power of ten."""
    figure, exponent = f"{value:.0e}".split("e")
    if int(exponent) > -3:
        return f"{value:.1g}"
    raised = str(int(exponent)).translate(_RAISED)
    return f"{figure}\N{NO-BREAK SPACE}·\N{NO-BREAK SPACE}10{raised}"


def _cards(notebooks: Path) -> Iterator[dict[str, Any]]:
    for path in sorted(notebooks.glob("*.ipynb")):
        for cell in json.loads(path.read_text("utf-8"))["cells"]:
            for output in cell.get("outputs", []):
                if CARD_TYPE in (data := output.get("data", {})):
                    yield data


def _refusals(card: Mapping[str, Any]) -> int:
    listed = _REFUSED.search("".join(card["text/markdown"]))
    return len(listed[1].splitlines()) if listed else 0
