"""Every name in three languages: the mathematics, numrec and the Rust program.

The names stand in dictionary.toml, each once. The page of names and the chapter on the program
show them from here, with every other public name of numrec, read from the code, and the line where
each lives.
"""

import ast
import re
import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from companion.pages.source import PACKAGE
from companion.pages.tables import Table

PARTS = {
    "symbols": "Symbols",
    "types": "Types",
    "functions": "Functions",
    "arguments": "Arguments that are no letter of a formula",
    "only_numrec": "What only numrec has",
}
"""Each part of the dictionary, with its title."""


class Entry(NamedTuple):
    """One thing, and what it is called.

    Attributes
    ----------
    part : str
        A key of `PARTS`.
    says : str
        What it is, in Markdown; so are `maths`, `shape` and `rust_says`.
    numrec : str
        How it is written in code.
    home : list of str
        Where it lives in numrec: module.name, module.Class.field, module.function(argument).
    rust : list of str
        "file: name", a name of the Rust program.
    steps : sequence of str
        The steps that it computes.
    """

    part: str
    says: str
    numrec: str
    home: list[str]
    rust: list[str]
    rust_type: str = ""
    rust_says: str = ""
    maths: str = ""
    shape: str = ""
    steps: Sequence[str] = ()


class Place(NamedTuple):
    """A file of the package, from its folder, and a line from 1."""

    file: str
    line: int


@cache
def entries(part: str) -> tuple[Entry, ...]:
    """Return the entries of one part, in order.

    Raises
    ------
    KeyError
        If there is no such part.
    """
    if part not in PARTS:
        raise KeyError(f"the dictionary has no part {part!r}; expected one of {', '.join(PARTS)}")
    found = [Entry(**entry) for entry in _data()["entry"]]
    return tuple(entry for entry in found if entry.part == part)


def calls() -> dict[str, list[str]]:
    """Return the functions of the Rust program, and those that each of them calls."""
    called: dict[str, list[str]] = _data()["calls"]
    return called


def _data() -> dict[str, Any]:
    text = files("companion.pages").joinpath("dictionary.toml").read_text("utf-8")
    return tomllib.loads(text)


def place_of(name: str) -> Place:
    """Find the line where a name of numrec lives, such as network.forward(a0).

    Raises
    ------
    LookupError
        If numrec has no such file, class, function, field or argument.
    """
    path, _, argument = name.rstrip(")").partition("(")
    parts, folder = path.split("."), files("numrec")
    names = []
    while parts and folder.joinpath(parts[0]).is_dir():
        names.append(parts.pop(0))
        folder = folder.joinpath(names[-1])
    file = folder.joinpath(f"{parts.pop(0)}.py") if parts else folder
    if not file.is_file() or not parts:
        raise LookupError(f"{name}: numrec has no such file, or no name in it is given")
    node: ast.AST = _tree(file.read_text("utf-8"))
    for part in parts:
        node = _inside(node, part, name)
    if argument:
        node = _argument(node, argument, name)
    return Place("/".join([*names, file.name]), getattr(node, "lineno", 1))


@cache  # most names share a file with others
def _tree(text: str) -> ast.Module:
    return ast.parse(text)


def _inside(node: ast.AST, part: str, name: str) -> ast.AST:
    for child in getattr(node, "body", []):
        targets = child.targets if isinstance(child, ast.Assign) else []
        targets = [child.target] if isinstance(child, ast.AnnAssign) else targets
        named = {target.id for target in targets if isinstance(target, ast.Name)}
        if part in named or getattr(child, "name", None) == part:
            found: ast.AST = child
            return found
    raise LookupError(f"{name}: numrec has no {part!r} there")


def _argument(node: ast.AST, argument: str, name: str) -> ast.AST:
    """Find an argument of a function, or of a class's __init__."""
    if isinstance(node, ast.ClassDef):
        makers = [child for child in node.body if getattr(child, "name", "") == "__init__"]
        node = makers[0] if makers else node
    if isinstance(node, ast.FunctionDef):
        for arg in (*node.args.args, *node.args.kwonlyargs):
            if arg.arg == argument:
                return arg
    raise LookupError(f"{name}: there is no argument {argument!r}")


class PublicName(NamedTuple):
    """A function or a class, where it stands, and the first sentence of its docstring."""

    name: str
    place: Place
    says: str


def public_names() -> list[PublicName]:
    """Return the functions and classes of numrec, without those of the command line."""
    found = []
    for path in sorted(PACKAGE.rglob("*.py")):
        file = path.relative_to(PACKAGE).as_posix()
        if file.startswith("cli/"):
            continue
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and not node.name.startswith("_"):
                says = " ".join((ast.get_docstring(node) or "").partition("\n\n")[0].split())
                found.append(PublicName(node.name, Place(file, node.lineno), says))
    return found


def other_names() -> list[PublicName]:
    """Return the public names that no entry of the dictionary leads to."""
    homes = {home.partition("(")[0] for part in PARTS for e in entries(part) for home in e.home}
    told = homes | {home.rpartition(".")[0] for home in homes}
    return [
        public
        for public in public_names()
        if f"{module_of(public.place)}.{public.name}" not in told
    ]


def module_of(place: Place) -> str:
    """Return a file's module as the dictionary writes it, from the package's folder."""
    return place.file.removesuffix(".py").replace("/", ".")


def names_with(*shown: str, part: str = "functions") -> Table:
    """Make the table of the entries whose way of writing in numrec is one of those given.

    Raises
    ------
    LookupError
        If the part has no entry that is written so.
    """
    found = {entry.numrec: entry for entry in entries(part)}
    if missing := [name for name in shown if name not in found]:
        raise LookupError(f"the dictionary's {part} have no {missing[0]!r}")
    rows = [[found[name].says, f"`{name}`", rust_cell(found[name])] for name in shown]
    return Table(["What it does", "In numrec", "In Rust"], rows)


def rust_cell(entry: Entry) -> str:
    """Write the Rust program's names of an entry in Markdown; symbols go without their files."""
    by_file: dict[str, list[str]] = {}
    for name in entry.rust:
        file, _, function = name.partition(": ")
        by_file.setdefault(file, []).append(f"`{re.sub(r'^NN::', '', function)}`")
    cells = [
        ", ".join(names) + (f" ({file})" if entry.part != "symbols" else "")
        for file, names in by_file.items()
    ]
    kind = f"of type `{entry.rust_type}`" if entry.rust_type[:1].isupper() else entry.rust_type
    kind = kind if not kind or kind.startswith("of") else f"type `{kind}`"
    return "; ".join(filter(None, [*cells, kind, entry.rust_says])) or "none"
