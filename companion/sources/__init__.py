"""What the book says of its sources, as data: the posts, their slips, and where they live."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

FOLDER = files("companion.sources")


@cache
def address(source: str) -> str:
    """Return the address of the "blog" or of the "program", without a slash at its end."""
    return str(read("addresses.toml")[source])


def read(name: str) -> dict[str, Any]:
    """Return a TOML file of this folder."""
    return tomllib.loads(FOLDER.joinpath(name).read_text("utf-8"))
