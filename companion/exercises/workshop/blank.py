"""What is made of solution.py: its stages, its functions and the blank file to fill in."""

import ast
import re
from functools import cache
from importlib.resources import files

_HEADING = re.compile(r"^# Stage (\d+): (.+)$", re.M)
_BEGIN = '''"""My network. Fill in the functions from the top down; `make workshop` looks at them.

A1, F2, B9 and the like are equations: the book's page All equations has them.
{conventions}
"""
'''


@cache
def solution_text() -> str:
    """Return solution.py as it stands."""
    return files("companion.exercises.workshop").joinpath("solution.py").read_text("utf-8")


@cache
def titles() -> dict[int, str]:
    """Return each stage's title by its number, in order."""
    return {int(number): title for number, title in _HEADING.findall(solution_text())}


@cache
def functions_of(stage: int) -> tuple[str, ...]:
    """Return the names of the functions that a stage asks for, in order."""
    return tuple(node.name for node in _functions(stage_text(stage)))


@cache
def stage_text(stage: int) -> str:
    """Return the solution's lines of one stage, without its heading.

    Raises
    ------
    ValueError
        If there is no such stage.
    """
    if stage not in titles():
        raise ValueError(f"stage is {stage}; expected 1 to {max(titles())}")
    return _HEADING.split(solution_text())[3 * stage].strip("\n") + "\n"


@cache
def function_text(name: str) -> str:
    """Return the solution's lines of one function.

    Raises
    ------
    ValueError
        If the solution has no such function.
    """
    for node in _functions(solution_text()):
        if node.name == name:
            lines = solution_text().splitlines()[node.lineno - 1 : node.end_lineno]
            return "\n".join(lines) + "\n"
    raise ValueError(f"solution.py has no function {name!r}; expected one of its own")


def body_of(name: str) -> str:
    """Return the solution's lines of one function below its docstring."""
    node = _functions(function_text(name))[0]
    return "\n".join(function_text(name).splitlines()[node.body[0].end_lineno :]) + "\n"


@cache
def stage_of(function: str) -> int:
    """Return the number of the stage that asks for a function."""
    return next(stage for stage in titles() if function in functions_of(stage))


def blank_text() -> str:
    """Return the file that a reader begins with: each function a docstring, and no more."""
    text = solution_text()
    conventions = (ast.get_docstring(ast.parse(text)) or "").partition("\n\n")[2]
    end_of_docstring = ast.parse(text).body[0].end_lineno
    lines = text.splitlines()
    for node in reversed(_functions(text)):
        lines[node.body[0].end_lineno : node.end_lineno] = ["    ..."]
    rest = "\n".join(lines[end_of_docstring:])
    return _BEGIN.format(conventions=conventions) + rest + "\n"


def unwritten(text: str) -> set[str]:
    """Return the functions of a file that are still blank: a docstring, `...`, pass or a raise.

    Parameters
    ----------
    text : str
        A file of Python without a syntax error.
    """

    def is_nothing(line: ast.stmt) -> bool:
        if isinstance(line, ast.Raise):
            return "NotImplementedError" in ast.unparse(line)
        constant = isinstance(line, ast.Expr) and isinstance(line.value, ast.Constant)
        return constant or isinstance(line, ast.Pass)

    return {node.name for node in _functions(text) if all(map(is_nothing, node.body))}


def _functions(text: str) -> list[ast.FunctionDef]:
    return [node for node in ast.parse(text).body if isinstance(node, ast.FunctionDef)]
