"""Starting weights and biases: He's normal or the uniform distribution (steps I1 to I3)."""

from __future__ import annotations  # np.random, named in a signature, is slow to load

import numpy as np

from numrec.activations import Array


def he(n_out: int, n_in: int, rng: np.random.Generator) -> Array:
    """Draw omega (n_out, n_in) from N(0, 2 / n_in) (step I2)."""
    return rng.normal(0.0, np.sqrt(2 / n_in), (n_out, n_in))  # I2


def uniform(n_out: int, n_in: int, rng: np.random.Generator) -> Array:
    """Draw omega (n_out, n_in) evenly from [-1, 1) (step I1)."""
    return rng.uniform(-1.0, 1.0, (n_out, n_in))  # I1


INITIALISATIONS = {"he": he, "uniform": uniform}
