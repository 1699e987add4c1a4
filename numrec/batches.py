"""The training images in batches of columns, in the file's order or a drawn one."""

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from numrec.activations import Array


def batches(
    images: Array,
    a_hat: Array,
    batch_size: int,
    order: NDArray[np.intp] | None = None,
    rows: NDArray[np.intp] | None = None,
) -> Iterator[tuple[Array, Array]]:
    """Give a0 and a_hat (n_L, m) for one batch after another; the last may be smaller.

    Parameters
    ----------
    images, a_hat : array
        All samples, (n_0, m_all) and (n_L, m_all), a sample's numbers side by side in memory.
    batch_size : int
        The samples of a batch.
    order : array of int, optional
        Which sample comes when. The batch is then gathered in one place, and the next batch
        overwrites it.
    rows : array of int, optional
        How many of its first rows each sample needs. a0 then has only as many as the neediest
        sample of its batch, else all: (n_0, m).
    """
    samples, targets = images.T, a_hat.T
    starts = range(0, len(samples), batch_size)

    def needed(drawn: Any) -> Any:
        return None if rows is None else rows[drawn].max()

    if order is None:
        for start in starts:
            here = slice(start, start + batch_size)
            yield samples[here, : needed(here)].T, targets[here].T
        return
    a0_room = np.empty((batch_size, len(images)), images.dtype)
    a_hat_room = np.empty((batch_size, len(a_hat)), a_hat.dtype)
    for start in starts:
        drawn = order[start : start + batch_size]
        m = len(drawn)
        # any mode but "raise" spares a copy; the order holds no wrong place
        np.take(samples, drawn, axis=0, out=a0_room[:m], mode="clip")
        np.take(targets, drawn, axis=0, out=a_hat_room[:m], mode="clip")
        yield a0_room[:m, : needed(drawn)].T, a_hat_room[:m].T
