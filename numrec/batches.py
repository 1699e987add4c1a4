"""The training images in batches of columns, in the file's order or a drawn one."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from numrec.activations import Array


def batches(
    images: Array, a_hat: Array, batch_size: int, order: NDArray[np.intp] | None = None
) -> Iterator[tuple[Array, Array]]:
    """Give a0 (n_0, m) and a_hat (n_L, m) for one batch after another; the last may be smaller.

    Parameters
    ----------
    images, a_hat : array
        All samples, (n_0, m_all) and (n_L, m_all), a sample's numbers side by side in memory.
    order : array of int, optional
        Which sample comes when. The batch is then gathered in one place, and the next batch
        overwrites it.
    """
    rows, a_hat_rows = images.T, a_hat.T
    starts = range(0, len(rows), batch_size)
    if order is None:
        for start in starts:
            here = slice(start, start + batch_size)
            yield rows[here].T, a_hat_rows[here].T
        return
    room = np.empty((batch_size, rows.shape[1]), rows.dtype)
    a_hat_room = np.empty((batch_size, a_hat_rows.shape[1]), a_hat_rows.dtype)
    for start in starts:
        drawn = order[start : start + batch_size]
        m = len(drawn)
        # any mode but "raise" spares a copy; the order holds no wrong place
        np.take(rows, drawn, axis=0, out=room[:m], mode="clip")
        np.take(a_hat_rows, drawn, axis=0, out=a_hat_room[:m], mode="clip")
        yield room[:m].T, a_hat_room[:m].T
