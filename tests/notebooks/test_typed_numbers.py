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
    """Give all that a page says in words; the alt texts of a chapter's figures are among them."""
    if path.suffix == ".md":
        return path.read_text("utf-8")
    cells = json.loads(path.read_text("utf-8"))["cells"]
    words = ["".join(c["source"]) for c in cells if c["cell_type"] == "markdown"]
    alts = [c["metadata"].get("mystnb", {}).get("image", {}).get("alt", "") for c in cells]
    return "\n\n".join(words + alts)


def test_there_are_pages_to_check() -> None:
    assert len(PAGES) >= 3


@pytest.mark.parametrize("path", [*NOTEBOOKS, *PAGES], ids=lambda path: path.stem)
def test_no_number_is_typed_where_one_is_computed(path: Path) -> None:
    assert typed_numbers(markdown_of(path), ALLOWED) == []


def test_each_allowed_phrase_is_used_and_has_a_reason() -> None:
    pages = [markdown_of(path) for path in [*NOTEBOOKS, *PAGES]]
    assert [p for p in ALLOWED if not any(uses(page, p) for page in pages)] == []
    assert all(len(why.split()) >= 3 for why in ALLOWED.values())


def test_an_entry_that_spares_no_number_is_seen() -> None:
    assert uses("under CC BY-SA 3.0.", "CC BY-SA 3.0")
    assert not uses("under `CC BY-SA 3.0`.", "CC BY-SA 3.0")
    assert typed_numbers("a rate of 0.15", {"0.1": "the recipe's rate"}) == ["0.15"]


@pytest.mark.parametrize(
    "text",
    [
        "It took 3.5s, or 1.5e-3 hours.",
        "$0.25a + 1$",
        "{math}`0.25 a`",
        "The loss is `0.858`.",
        "where $x < 0.5$ and so $y > 0$",
        "````{note}\n```python\nx = 1\n```\nthen 0.5\n````",
        ":::{tip} A rate of 0.5\n:::",
        "```{figure} a.svg\n:alt: The loss falls to 0.05\n```",
        "The loss is 0.858.",
        "$a = 0.25$",
        "it fell to .5 then",
        "```{note}\nThe value 1.375 is here.\n```",
        "**-0.025**",
    ],
)
def test_a_typed_decimal_is_refused(text: str) -> None:
    assert typed_numbers(text, ALLOWED)


@pytest.mark.parametrize(
    "text",
    [
        "```{figure} a.svg\n:width: 0.5\n```",
        "````{note}\n```python\nx = 0.5\n```\n````",
        "See https://example.org/1.2/ and <https://example.org/1.2>.",
        "NumPy 2.4.6 and v1.2, ``x = 0.5``",
        "Layer $28 \\times 28$ and 60,000 images.",
        "`SGD(0.1)` and {glue:text}`rate` and {eq}`N1`.",
        "[a link](https://example.org/1.2.3/)",
        "```python\nx = 0.5\n```",
        "under CC BY-SA 3.0, as said.",
        "See section 2. Then 3. It ends in 7.",
    ],
)
def test_what_is_no_typed_number_passes(text: str) -> None:
    assert typed_numbers(text, ALLOWED) == []
