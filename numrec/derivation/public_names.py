"""Every other public name of numrec: what the dictionary has no entry for, read from the code."""

import ast
from importlib.resources import files
from typing import NamedTuple

from numrec.derivation.dictionary import PARTS, Place, entries


class PublicName(NamedTuple):
    """A function or a class, where it stands, and the first sentence of its docstring."""

    name: str
    place: Place
    says: str


def public_names() -> list[PublicName]:
    """Give the functions and classes of numrec's own files, without those in its folders.

    The folders are the command line, the pages to play with and the proofs, whose names are no
    part of the program.
    """
    found = []
    for path in sorted(files("numrec").iterdir(), key=lambda p: p.name):
        if not path.name.endswith(".py"):
            continue
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and not node.name.startswith("_"):
                says = " ".join((ast.get_docstring(node) or "").partition("\n\n")[0].split())
                found.append(PublicName(node.name, Place(path.name, node.lineno), says))
    return found


def other_names() -> list[PublicName]:
    """Give the public names that no entry of the dictionary leads to."""
    homes = {home.partition("(")[0] for part in PARTS for e in entries(part) for home in e.home}
    told = {".".join(home.split(".")[:2]) for home in homes}
    return [
        public
        for public in public_names()
        if f"{public.place.file.removesuffix('.py')}.{public.name}" not in told
    ]
