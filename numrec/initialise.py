"""Starting weights and biases: He's normal or the uniform distribution (steps I1 to I3)."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import DTypeLike

from numrec.activations import Array


def he(n_out: int, n_in: int, rng: np.random.Generator) -> Array:
    """Draw omega (n_out, n_in) from N(0, 2 / n_in) (step I2)."""
    return rng.normal(0.0, np.sqrt(2 / n_in), (n_out, n_in))  # I2


def uniform(n_out: int, n_in: int, rng: np.random.Generator) -> Array:
    """Draw omega (n_out, n_in) evenly from [-1, 1) (step I1)."""
    return rng.uniform(-1.0, 1.0, (n_out, n_in))  # I1


INITIALISATIONS = {"he": he, "uniform": uniform}


def check_start(
    sizes: Sequence[int], rng: np.random.Generator, initialisation: str, dtype: DTypeLike
) -> None:
    """Refuse what no network can be drawn from."""
    if len(sizes) < 2 or any(
        isinstance(n, bool) or not isinstance(n, (int, np.integer)) or n < 1 for n in sizes
    ):
        raise ValueError(
            f"sizes is {sizes}; expected two or more whole numbers of at least 1, "
            "for example [784, 256, 10]"
        )
    if not (hasattr(rng, "normal") and hasattr(rng, "uniform")):
        raise ValueError(
            f"rng is {rng!r}; expected a generator, for example np.random.default_rng(0)"
        )
    if initialisation not in INITIALISATIONS:
        known = ", ".join(INITIALISATIONS)
        raise ValueError(f"initialisation {initialisation!r} is not known; expected one of {known}")
    if np.dtype(dtype).kind != "f":
        raise ValueError(f"dtype is {np.dtype(dtype)}; expected float32 or float64")
