"""The rules of a chapter's notebook that need no run; each yields its complaints.

Whether the stored outputs are those of the code, and nothing makes nbval look away, is for strict
nbval (tools/whole_outputs.py).
"""

import ast
import json
import re
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
"""What a notebook says of itself, the same on every machine."""

LONGEST_CELL = 15
REFUSED_TAGS = {"skip-execution", "remove-cell", "remove-input", "remove-output", "hide-output"}

# A list of imports teaches nothing, so the page folds it; the notebook shows it.
PROMPTS = {
    f"code_prompt_{does}": f"{does.capitalize()} what is imported" for does in ("show", "hide")
}
FOLDED = {"mystnb": PROMPTS, "tags": ["hide-input"]}

EVIDENCE = "evidence"
"""The tag of a cell that backs an equation: the page folds it under the equation's line."""

FOLDED_IN_JUPYTER = {"source_hidden": True, "outputs_hidden": True}

SOLUTION_END = "```{solution-end}\n```"
GOES_ON = "% The solution goes on\n"
"""The first line of words behind a solution's code, a comment: all that Jupyter shows of them."""


def complaints(notebook: dict[str, Any]) -> list[str]:
    """Return all that is wrong with a notebook, each with its cell."""
    cells = notebook["cells"]
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    rules = (_executed, _errors, _skips, _source, _figures, _paths, _answer)
    found = [f"{_name(cell)}: {words}" for cell in code for rule in rules for words in rule(cell)]
    whole = (*_order(code), *_rhythm(cells), *_ids(cells), *_folds(cells), *_exercises(cells))
    if notebook["metadata"] != METADATA:
        whole = (*whole, f"the notebook's metadata: expected {METADATA}: make notebooks")
    return [*found, *whole]


def _name(cell: dict[str, Any]) -> str:
    return f"cell {cell.get('id', 'without id')}"


def _source_of(cell: dict[str, Any]) -> str:
    return "".join(cell["source"])


def _order(code: list[dict[str, Any]]) -> Iterator[str]:
    counts = [cell["execution_count"] for cell in code]
    if counts != list(range(1, len(code) + 1)):
        yield f"executed in the order {counts}; expected 1 to {len(code)}: make notebooks"


def _ids(cells: list[dict[str, Any]]) -> Iterator[str]:
    ids = [cell.get("id") for cell in cells]
    if None in ids or len(set(ids)) < len(ids):
        yield "a cell without an id, or two with one id; expected each to have its own"


def _executed(cell: dict[str, Any]) -> Iterator[str]:
    counts = {output.get("execution_count", cell["execution_count"]) for output in cell["outputs"]}
    if counts - {cell["execution_count"]}:
        yield f"holds a result of run {counts}; expected {cell['execution_count']}: make notebooks"
    if "execution" in cell["metadata"]:
        yield "holds the times of its run; expected none, they change each time"


def _errors(cell: dict[str, Any]) -> Iterator[str]:
    for output in cell["outputs"]:
        if output["output_type"] == "error":
            yield f"holds an error: {output['ename']}"
        if output.get("name") == "stderr":
            yield "wrote to the error stream; expected nothing there"


def _answer(cell: dict[str, Any]) -> Iterator[str]:
    """Refuse an answer beside its question: the data have it, and the cell has None."""
    source = _source_of(cell)
    if "my_answer" not in source:
        return
    if not re.fullmatch(r'my_answer = None(  # .*)?\ncheck\("[\w-]+", my_answer\)', source):
        expected = '`my_answer = None` and `check("label", my_answer)`, and nothing beside them'
        yield f"asks for an answer; expected {expected}"


def is_evidence(cell: dict[str, Any]) -> bool:
    """Say whether a cell backs an equation, and is folded."""
    return EVIDENCE in cell["metadata"].get("tags", [])


def folded(cells: list[dict[str, Any]]) -> list[bool]:
    """Say of each cell whether Jupyter folds it: evidence, and what follows a solution's head."""
    found, in_solution = [], False
    for cell in cells:
        found.append(in_solution or is_evidence(cell))
        for begins in re.findall(r"```\{solution-(start|end)\}", _source_of(cell)):
            in_solution = begins == "start"
    return found


def open_cells(notebook: dict[str, Any]) -> int:
    """Count the code cells of a chapter whose code a reader sees without opening anything.

    Not counted: imports, evidence, what draws a figure, fields for answers, and solutions.
    """
    cells = notebook["cells"]
    code = [c for c, folds in zip(cells, folded(cells), strict=True) if not folds]
    code = [c for c in code if c["cell_type"] == "code" and not c["metadata"].get("tags")]
    return sum("my_answer" not in _source_of(cell) for cell in code)


def _folds(cells: list[dict[str, Any]]) -> Iterator[str]:
    for cell, folds in zip(cells, folded(cells), strict=True):
        if folds != (cell["metadata"].get("jupyter") == FOLDED_IN_JUPYTER):
            yield f"{_name(cell)}: folded in Jupyter, or not, against the rule: make notebooks"
        if folds and cell["cell_type"] == "markdown":
            words, _, behind = _source_of(cell).partition(SOLUTION_END)
            if behind or (words and not words.startswith(GOES_ON)):
                expected = f"{GOES_ON!r} as the first line, and the cell to end where it does"
                yield f"{_name(cell)}: goes on with a solution; expected {expected}"


def _exercises(cells: list[dict[str, Any]]) -> Iterator[str]:
    """Refuse an exercise without a hint and a solution, both behind a click."""
    words = "\n\n".join(map(_source_of, cells))
    for exercise in re.split(r"(?m)^```\{exercise-start\}\n:label: ", words)[1:]:
        label = exercise.split("\n", 1)[0]
        has_field = f'check("{label}", my_answer)' in exercise
        if exercise.count("{dropdown} Hint\n") != (not has_field):
            yield f"exercise {label}: expected one hint, a dropdown or that of its field"
        if "**By hand.**" in exercise and not has_field:
            yield f"exercise {label}: is by hand and has no field; expected `my_answer`"
        if not has_field and f"```{{solution-start}} {label}\n" not in words:
            yield f"exercise {label}: has no solution"
    for label in re.findall(r"\{solution-start\} (.*)\n(?!:class: dropdown\n)", words):
        yield f"exercise {label}: its solution stands open; expected `:class: dropdown`"


def _skips(cell: dict[str, Any]) -> Iterator[str]:
    for tag in sorted(REFUSED_TAGS.intersection(cell["metadata"].get("tags", []))):
        yield f"has the tag {tag!r}, which hides something from the reader"


def _source(cell: dict[str, Any]) -> Iterator[str]:
    source = _source_of(cell)
    lines = [line for line in source.splitlines() if line.strip()]
    if len(lines) > LONGEST_CELL and not _imports_only(source):
        yield f"has {len(lines)} lines; expected at most {LONGEST_CELL}"
    if not lines:
        yield "is empty; expected code"
    if _tree(source) is None or "get_ipython(" in source:
        yield "has a magic, a shell command or an error; expected plain Python"


def _tree(source: str) -> ast.Module | None:
    try:
        return ast.parse(source)
    except SyntaxError:
        return None


def _imports_only(source: str) -> bool:
    tree = _tree(source)
    kinds = (ast.Import, ast.ImportFrom)
    return tree is not None and all(isinstance(node, kinds) for node in tree.body)


def _figures(cell: dict[str, Any]) -> Iterator[str]:
    drawn = any("image/svg+xml" in output.get("data", {}) for output in cell["outputs"])
    if any("image/png" in output.get("data", {}) for output in cell["outputs"]):
        yield "holds a PNG, which nbval does not compare; expected SVG"
    alt = cell["metadata"].get("mystnb", {}).get("image", {}).get("alt", "")
    if drawn and len(alt.split()) < 8:
        yield f"has a figure with the alt text {alt!r}; expected a sentence on what it shows"


def _paths(cell: dict[str, Any]) -> Iterator[str]:
    for output in cell["outputs"]:
        text = "".join(output.get("text", "")) + json.dumps(output.get("data", {}))
        if re.search(r"(/home/|/root/|/work/|/tmp/|/Users/| at 0x[0-9a-f]{6})", text):
            yield "shows a path or an address of one machine"


def _rhythm(cells: list[dict[str, Any]]) -> Iterator[str]:
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    if code and not _imports_only(_source_of(code[0])):
        yield f"{_name(code[0])}: the first code cell; expected imports only"
    if code and code[0]["metadata"] != FOLDED:
        yield f"{_name(code[0])}: the imports are not folded; expected the metadata {FOLDED}"
    for before, cell in pairwise(cells):
        codes = before["cell_type"] == cell["cell_type"] == "code"
        if codes and not (is_evidence(before) or is_evidence(cell)):
            yield f"{_name(cell)}: follows code; expected a sentence between them"


def main(paths: list[Path]) -> int:
    """Print each notebook's complaints; return 1 when there are any."""
    found = [
        f"{path}: {words}"
        for path in paths
        for words in complaints(json.loads(path.read_text("utf-8")))
    ]
    print("\n".join(found) or f"{len(paths)} notebooks keep the rules")
    return bool(found)


if __name__ == "__main__":
    given = [Path(name) for name in sys.argv[1:]]
    sys.exit(main(given or sorted(Path("notebooks").glob("*.ipynb"))))
