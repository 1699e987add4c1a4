"""The one error for a file that is not what it should be."""

from os import PathLike


class FormatError(ValueError):
    """A file that is not what it should be.

    Parameters
    ----------
    path : path
        The file.
    where : str
        The byte, line or member where it shows.
    found, expected : str
        What is there, and what should be.
    """

    def __init__(self, path: str | PathLike[str], where: str, found: str, expected: str) -> None:
        super().__init__(f"{path}: {where}: found {found}, expected {expected}")
        self.path, self.where, self.found, self.expected = str(path), where, found, expected
