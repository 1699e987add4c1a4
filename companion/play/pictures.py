"""The pictures that stand for the pieces on paper, and what each shows, read from pictures.toml."""

import tomllib
from functools import cache
from importlib.resources import files
from pathlib import PurePosixPath
from typing import NamedTuple

FOLDER = "book/play/pictures"
"""Where the pictures lie in the project; `make pictures` takes them."""


class Picture(NamedTuple):
    """A picture of one piece on one page of the book.

    Attributes
    ----------
    page : str
        The page, such as "notebooks/loss".
    piece : str
        The name of the piece, such as "nudge".
    alt : str
        What the picture shows, in words.
    """

    page: str
    piece: str
    alt: str

    @property
    def file(self) -> str:
        """The picture's file within the project: a play page has its own name, once."""
        page = PurePosixPath(self.page).name
        name = page if page == self.piece else f"{page}-{self.piece}"
        return f"{FOLDER}/{name}.png"


@cache
def pictures() -> dict[tuple[str, str], Picture]:
    """Return the pictures by page and piece, in the order of the file."""
    text = files("companion.play").joinpath("pictures.toml").read_text("utf-8")
    return {
        (page, piece): Picture(page, piece, " ".join(alt.split()))
        for page, pieces in tomllib.loads(text).items()
        for piece, alt in pieces.items()
    }
