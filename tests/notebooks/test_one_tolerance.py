"""Each chapter draws the gradient check's line where checking_gradients.ipynb says why."""

import json
import re
from pathlib import Path

from companion.proofs.detection import TOLERANCE

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
HONEST = {f"{TOLERANCE:.0e}".replace("e-0", "e-"), "TOLERANCE", "1e-10"}
"""By central differences, and for the complex step."""


def test_no_chapter_draws_a_line_of_its_own() -> None:
    drawn = {}
    for path in NOTEBOOKS.glob("*.ipynb"):
        cells = json.loads(path.read_text("utf-8"))["cells"]
        code = "\n".join("".join(cell["source"]) for cell in cells)
        drawn[path.stem] = {*re.findall(r"relative_error\s*[<>]=?\s*([\w.-]+)", code)}
    assert {name: lines - HONEST for name, lines in drawn.items() if lines - HONEST} == {}
    assert set.union(*drawn.values()) == HONEST, "each of them is found"
