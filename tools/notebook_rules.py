"""The rules of a chapter's notebook that nbval does not hold; each gives its complaints.

nbval lets a notebook pass whose outputs were deleted, that was never run, or whose cells
are tagged to be skipped. These rules do not.
"""

import re
import tomllib
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

LONGEST_CELL = 15
REFUSED_TAGS = {"nbval-skip", "nbval-ignore-output", "nbval-raises-exception", "raises-exception"}
REFUSED_TAGS |= {"skip-execution", "nbval-test-listed", "remove-cell", "remove-input"}
REFUSED_TAGS |= {"remove-output", "hide-output", "nbval-ignore-outputs"}
_DECIMAL = re.compile(r"(?<![\w.])\d+\.\d+(?![\w.]*\w)|(?<![\w.])\.\d+")


def complaints(notebook: dict[str, Any]) -> list[str]:
    """Give all that is wrong with a notebook, each with its cell."""
    cells = notebook["cells"]
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    rules = (_executed, _errors, _skips, _source, _figures, _paths)
    found = [f"{_name(cell)}: {words}" for cell in code for rule in rules for words in rule(cell)]
    return found + list(_order(code)) + list(_rhythm(cells))


def _name(cell: dict[str, Any]) -> str:
    return f"cell {cell.get('id', 'without id')}"


def _source_of(cell: dict[str, Any]) -> str:
    return "".join(cell["source"])


def _order(code: list[dict[str, Any]]) -> Iterator[str]:
    counts = [cell["execution_count"] for cell in code]
    if counts != list(range(1, len(code) + 1)):
        yield f"executed in the order {counts}; expected 1 to {len(code)}: make notebooks"


def _executed(cell: dict[str, Any]) -> Iterator[str]:
    if not cell["outputs"] and _shows(_source_of(cell)):
        yield "shows something when it runs, but has no output: make notebooks"
    if "execution" in cell["metadata"]:
        yield "holds the times of its run; expected none, they change each time"


def _shows(source: str) -> bool:
    """Tell whether a cell must have an output: it prints, draws or ends in an expression."""
    if re.search(r"^\s*print\(", source, re.M):
        return True
    last = [line for line in source.splitlines() if line.strip()][-1]
    ends = r"(prove|agrees|published\w*|shows_slip|runs_on_symbols|plotting\.draw\w*|glue)\("
    return bool(re.match(rf"{ends}|[\w.]+$|plotting\.learning_curve\(", last))


def _errors(cell: dict[str, Any]) -> Iterator[str]:
    for output in cell["outputs"]:
        if output["output_type"] == "error":
            yield f"holds an error: {output['ename']}"
        if output.get("name") == "stderr":
            yield "wrote to the error stream; expected nothing there"


def _skips(cell: dict[str, Any]) -> Iterator[str]:
    for tag in sorted(REFUSED_TAGS & set(cell["metadata"].get("tags", []))):
        yield f"has the tag {tag!r}, which hides something from the reader or the test"
    if re.search(r"#\s*(NBVAL|PYTEST_VALIDATE)_", _source_of(cell)):
        yield "has a comment that makes nbval look away"


def _source(cell: dict[str, Any]) -> Iterator[str]:
    source = _source_of(cell)
    lines = [line for line in source.splitlines() if line.strip()]
    imports = all(re.match(r"import |from |    |\)", line) for line in lines)
    if len(lines) > LONGEST_CELL and not imports:
        yield f"has {len(lines)} lines; expected at most {LONGEST_CELL}"
    if re.search(r"^\s*[%!]", source, re.M):
        yield "has a magic or a shell command; expected plain Python"


def _figures(cell: dict[str, Any]) -> Iterator[str]:
    drawn = any("image/svg+xml" in output.get("data", {}) for output in cell["outputs"])
    if any("image/png" in output.get("data", {}) for output in cell["outputs"]):
        yield "holds a PNG, which nbval does not compare; expected SVG"
    alt = cell["metadata"].get("mystnb", {}).get("image", {}).get("alt", "")
    if drawn and len(alt.split()) < 8:
        yield f"has a figure with the alt text {alt!r}; expected a sentence on what it shows"


def _paths(cell: dict[str, Any]) -> Iterator[str]:
    for output in cell["outputs"]:
        text = "".join(output.get("text", "")) + str(output.get("data", {}).get("text/plain", ""))
        if re.search(r"(/home/|/root/|/work/|/tmp/|/Users/| at 0x[0-9a-f]{6})", text):
            yield "shows a path or an address of one machine"


def _rhythm(cells: list[dict[str, Any]]) -> Iterator[str]:
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    lines = _source_of(code[0]).splitlines() if code else []
    if not all(re.match(r"import |from |    |\)|$", line) for line in lines):
        yield f"{_name(code[0])}: the first code cell; expected imports only"
    for before, cell in pairwise(cells):
        if before["cell_type"] == cell["cell_type"] == "code":
            yield f"{_name(cell)}: follows code; expected a sentence between them"


def typed_numbers(markdown: str, allowed: dict[str, str]) -> list[str]:
    """Give the decimals typed in prose or formulas that are not allowed.

    Code, links, directives' options and roles are left out: a number there is not a
    claim to the reader.
    """
    prose = re.sub(r"^```.*?^```$", _keep_prose, markdown, flags=re.M | re.S)
    prose = re.sub(
        r"(\{[\w:-]+\})?(?<!`)`[^`\n]+`(?!`)|\]\([^)]*\)|<[^>]*>|^:\w+:.*$", " ", prose, flags=re.M
    )
    for phrase in allowed:
        prose = prose.replace(phrase, " ")
    return _DECIMAL.findall(prose)


def _keep_prose(block: re.Match[str]) -> str:
    """Keep the words of a directive such as a note; drop a block of code."""
    return block[0] if block[0].startswith("```{") and "{code" not in block[0][:10] else ""


def allowed_numbers(path: Path) -> dict[str, str]:
    """Read the phrases that may hold a decimal, each with its reason."""
    return {entry["phrase"]: entry["why"] for entry in tomllib.loads(path.read_text())["allow"]}
