"""Every other public name of numrec: what the dictionary has no entry for, read from the code."""

import ast
from typing import NamedTuple

from companion.pages.dictionary import PARTS, Place, entries
from companion.pages.source import PACKAGE


class PublicName(NamedTuple):
    """A function or a class, where it stands, and the first sentence of its docstring."""

    name: str
    place: Place
    says: str


def public_names() -> list[PublicName]:
    """Give the functions and classes of numrec, without those of the command line."""
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
    """Give the public names that no entry of the dictionary leads to."""
    homes = {home.partition("(")[0] for part in PARTS for e in entries(part) for home in e.home}
    told = homes | {home.rpartition(".")[0] for home in homes}
    return [
        public
        for public in public_names()
        if f"{module_of(public.place)}.{public.name}" not in told
    ]


def module_of(place: Place) -> str:
    """Give a file's module as the dictionary writes it, from the package's folder."""
    return place.file.removesuffix(".py").replace("/", ".")
