"""The training images in batches of columns, in the file's order or a drawn one."""

from collections.abc import Iterator

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
    """Give a0 (n_0, m) and a_hat (n_L, m) for one batch after another; the last may be smaller.

    Parameters
    ----------
    images, a_hat : array
        All samples, (n_0, m_all) and (n_L, m_all), a sample's numbers side by side in memory.
    order : array of int, optional
        Which sample comes when. The batch is then gathered in one place, and the next batch
        overwrites it.
    rows : array of int, optional
        How many of its first rows each sample needs. A batch then has only as many as the
        neediest of its samples.
    """
    samples, targets, n_0 = images.T, a_hat.T, len(images)
    places = np.arange(len(samples)) if order is None else order
    a0_room = np.empty((batch_size, n_0), images.dtype)
    a_hat_room = np.empty((batch_size, len(a_hat)), a_hat.dtype)
    for start in range(0, len(samples), batch_size):
        here = slice(start, start + batch_size)
        drawn = places[here]
        needed = n_0 if rows is None else rows[drawn].max()
        if order is None:
            yield samples[here, :needed].T, targets[here].T
        else:
            m = len(drawn)
            # any mode but "raise" spares a copy; the order holds no wrong place
            np.take(samples, drawn, axis=0, out=a0_room[:m], mode="clip")
            np.take(targets, drawn, axis=0, out=a_hat_room[:m], mode="clip")
            yield a0_room[:m, :needed].T, a_hat_room[:m].T
