"""Go through many samples piece by piece: a piece stays in the cache, and every core fetches."""

from collections.abc import Callable
from os import cpu_count
from typing import TypeVar

PIECE = 500
"""Samples in a piece: a few hundred images are about as much as a core's own cache holds."""

MOST_THREADS = 4
"""More would wait for the same memory."""

Result = TypeVar("Result")


def in_pieces(do: Callable[[slice], Result], m: int) -> list[Result]:
    """Call do(here) for every piece of the m samples, several at the same time.

    One core alone waits for the memory most of the time.

    Parameters
    ----------
    do : callable
        Takes the slice of the piece's samples; writes nothing that another piece reads. What
        the caller told NumPy by `errstate` does not hold in there.
    m : int
        The number of samples, at least 0.

    Returns
    -------
    list
        What `do` gave, in the order of the pieces.
    """
    from concurrent.futures import ThreadPoolExecutor  # slow to load

    with ThreadPoolExecutor(min(cpu_count() or 1, MOST_THREADS)) as pool:
        return list(pool.map(do, (slice(k, min(k + PIECE, m)) for k in range(0, m, PIECE))))
