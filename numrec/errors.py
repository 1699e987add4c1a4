"""The one error for a file that is not what it should be, and what turns others into it."""

from collections.abc import Iterator
from contextlib import contextmanager
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


@contextmanager
def refusing(
    path: str | PathLike[str],
    where: str,
    found: str = "",
    expected: str = "",
    errors: type[Exception] | tuple[type[Exception], ...] = Exception,
) -> Iterator[None]:
    """Turn an error over a file's content into a FormatError.

    Without `found` the error has to be one of numrec's own, whose text is "what was found;
    expected ...": both are taken from it. All errors are turned unless told: Pillow, zipfile and
    NumPy raise a long list of types over bad bytes, and do not say which.
    """
    try:
        yield
    except FormatError:
        raise
    except errors as error:
        if found:
            said = " ".join(str(error).split()) or type(error).__name__  # one line, and no code
            raise FormatError(path, where, f"{found} ({said})", expected) from error
        found, _, expected = str(error).partition("; expected ")
        raise FormatError(path, where, found, expected) from error
