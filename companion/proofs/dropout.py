"""Dropout as a reader writes it: what has to hold of it, and what people write instead."""

from collections.abc import Callable

import numpy as np

from numrec.activations import Array

Dropout = Callable[[Array, float, np.random.Generator], tuple[Array, Array]]
"""Of activations (n, m), the share to drop and a generator: the thinned activations, and what each
entry of delta is multiplied by on the way back."""


def judge_dropout(dropout: Dropout, q: float = 0.25) -> str:
    """Say whether a function is inverted dropout, and if not, what is wrong with it.

    Parameters
    ----------
    dropout : callable
        The reader's function.
    q : float
        The share that it is asked to drop.
    """
    rng = np.random.default_rng(0)
    a = rng.normal(size=(5, 4000))
    before = a.copy()
    thinned, factor = dropout(a, q, np.random.default_rng(1))
    if np.shape(thinned) != a.shape or np.shape(factor) != a.shape:
        return f"Not yet. Both have to be of shape {a.shape}, as the activations are."
    if (a != before).any():
        return "Not yet. It writes over the activations it was given."
    kept = np.asarray(thinned) != 0
    if not kept.all() and ((kept == kept[:, :1]).all() or (kept == kept[:1]).all()):
        return "Not yet. One draw serves a whole row or column: each entry needs its own."
    if abs(kept.mean() - (1 - q)) > 0.02:
        return f"Not yet. Asked to drop {q:.0%}, it keeps {kept.mean():.0%}; expected {1 - q:.0%}."
    if not np.allclose(thinned[kept], a[kept] / (1 - q)):
        return "Not yet. The mean isn't kept: divide what stays by the share that stays."
    h = 1e-6
    ends = [dropout(a + step, q, np.random.default_rng(1))[0] for step in (h, -h)]
    slope = (ends[0] - ends[1]) / (2 * h)
    if not np.allclose(slope, factor, atol=1e-6):
        return "Not yet. The way back has to go through the same mask, with the same factor."
    one = np.random.default_rng(2)
    if (dropout(a, q, one)[1] == dropout(a, q, one)[1]).all():
        return "Not yet. A second call drops the same entries: draw anew, from the generator."
    return "Right: the mean is kept, and the gradient goes through the same mask."


def _mask(a: Array, q: float, rng: np.random.Generator) -> Array:
    kept: Array = (rng.random(a.shape) >= q) / (1 - q)
    return kept


def _two_masks(a: Array, q: float, rng: np.random.Generator) -> tuple[Array, Array]:
    return a * _mask(a, q, rng), _mask(a, q, rng)


def _one_for_all_samples(a: Array, q: float, rng: np.random.Generator) -> tuple[Array, Array]:
    factor = np.broadcast_to(_mask(a[:, :1], q, rng), a.shape)
    return a * factor, factor


def _same_each_time(a: Array, q: float, rng: np.random.Generator) -> tuple[Array, Array]:
    factor = _mask(a, q, np.random.default_rng(0))
    return a * factor, factor


def _not_scaled(a: Array, q: float, rng: np.random.Generator) -> tuple[Array, Array]:
    factor = _mask(a, q, rng) * (1 - q)
    return a * factor, factor


def _share_turned(a: Array, q: float, rng: np.random.Generator) -> tuple[Array, Array]:
    factor = _mask(a, 1 - q, rng)
    return a * factor, factor


def _back_not_scaled(a: Array, q: float, rng: np.random.Generator) -> tuple[Array, Array]:
    factor = _mask(a, q, rng)
    return a * factor, (factor > 0) * 1.0


WRONG_DROPOUTS: dict[str, Dropout] = {
    "what stays is not scaled up": _not_scaled,
    "the share is that which stays": _share_turned,
    "one mask for all samples": _one_for_all_samples,
    "another mask on the way back": _two_masks,
    "the way back not scaled up": _back_not_scaled,
    "the same mask each time": _same_each_time,
}
"""What a person could get wrong, by what is wrong."""
