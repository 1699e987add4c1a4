"""No page types a decimal where a computed number belongs, and the lint is seen to refuse."""

import json
from pathlib import Path

import pytest

from tools.typed_numbers import allowed_numbers, typed_numbers, uses

ROOT = Path(__file__).parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
PAGES = sorted((ROOT / "book").rglob("*.md"))
ALLOWED = allowed_numbers(Path(__file__).parent / "allowed_numbers.toml")


def markdown_of(path: Path) -> str:
    """Return all that a page says in words; the alt texts of a chapter's figures are among them."""
    if path.suffix == ".md":
        return path.read_text("utf-8")
    cells = json.loads(path.read_text("utf-8"))["cells"]
    words = ["".join(c["source"]) for c in cells if c["cell_type"] == "markdown"]
    alts = [c["metadata"].get("mystnb", {}).get("image", {}).get("alt", "") for c in cells]
    return "\n\n".join(words + alts)


@pytest.mark.parametrize("path", [*NOTEBOOKS, *PAGES], ids=lambda path: path.stem)
def test_no_number_is_typed_where_one_is_computed(path: Path) -> None:
    assert typed_numbers(markdown_of(path), ALLOWED) == []


def test_each_allowed_phrase_is_used_and_has_a_reason() -> None:
    pages = [markdown_of(path) for path in [*NOTEBOOKS, *PAGES]]
    assert [p for p in ALLOWED if not any(uses(page, p) for page in pages)] == []
    assert all(len(why.split()) >= 3 for why in ALLOWED.values())


def test_a_typed_decimal_is_refused() -> None:
    for text in [
        "It took 3.5s, or 1.5e-3 hours.",
        "The loss is `0.858`.",
        ":::{tip} A rate of 0.5\n:::",
        "```{figure} a.svg\n:alt: The loss falls to 0.05\n```",
        "$a = 0.25$",
        "````{note}\n```python\nx = 1\n```\nthen 0.5\n````",
    ]:
        assert typed_numbers(text, ALLOWED), text
