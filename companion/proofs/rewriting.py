"""Source with some pieces replaced: how a mistake is planted in numrec's own lines."""

import inspect
import re
import sys
import textwrap
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

Kind = TypeVar("Kind")


def rewritten(
    function: Callable[..., Any], pieces: Mapping[str, str], **names: Any
) -> Callable[..., Any]:
    """Return a copy of a function that is numrec's own but for some pieces of its lines.

    Parameters
    ----------
    function : callable
        A function of numrec, or a method.
    pieces : mapping of str to str
        What stands in numrec, once, and what a human writes in its place; all at the same time.
    **names
        What some names of its module mean in the copy.

    Raises
    ------
    ValueError
        If a piece does not stand there once: then numrec has moved on, and the mistake has to
        follow.
    """
    source = textwrap.dedent(inspect.getsource(function))
    for piece in pieces:
        if (found := source.count(piece)) != 1:
            where = function.__qualname__
            raise ValueError(f"{where} has {piece!r} {found} times; expected once: plant it anew")
    anywhere = "|".join(re.escape(piece) for piece in pieces)
    if pieces:
        source = re.sub(anywhere, lambda piece: pieces[piece[0]], source)
    namespace = {**vars(sys.modules[function.__module__]), **names}
    exec(source, namespace)
    copy: Callable[..., Any] = namespace[function.__name__]
    return copy


def with_method(kind: type[Kind], method: str, pieces: Mapping[str, str]) -> type[Kind]:
    """Return a class that is numrec's own but for some pieces of one method's lines."""
    return type(kind.__name__, (kind,), {method: rewritten(getattr(kind, method), pieces)})
