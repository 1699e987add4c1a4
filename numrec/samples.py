"""A sample is a column: the one convention that every array of the package keeps."""

from typing import Any

import numpy as np

from numrec.activations import Array


def as_columns(samples: Any, n: int, name: str) -> Array:
    """Give samples as columns of n numbers each: (n, m), one sample as (n, 1)."""
    columns: Array = np.asarray(samples)
    if columns.ndim == 1:
        columns = columns[:, np.newaxis]
    if columns.ndim == 2 and columns.shape[0] == n:
        return columns
    rows = columns.ndim == 2 and columns.shape[1] == n
    hint = f". The samples seem to lie in rows: pass {name}.T" if rows else ""
    raise ValueError(
        f"{name} has shape {np.shape(samples)}; expected ({n}, m), a sample a column{hint}"
    )


def check_finite(samples: Array, outputs: Array, name: str) -> None:
    """Refuse samples (n, m) with a number that is not finite, where the outputs tell of one.

    Asked of the outputs first, of which there are few. Weights that are too large have
    outputs of no number too, and are no fault of the samples.
    """
    if np.isfinite(outputs).all():
        return
    wrong = np.flatnonzero(~np.isfinite(samples).all(axis=0))
    if wrong.size:
        raise ValueError(f"{name} holds a number that is not finite, in sample {wrong[0]}")
