"""A network's arrays: their type and their shapes."""

from dataclasses import replace

import numpy as np
from numpy.typing import DTypeLike

from numrec.network import Network


def as_type(net: Network, dtype: DTypeLike) -> Network:
    """Give a copy of the network with numbers of that type; what is too large becomes infinite."""
    with np.errstate(over="ignore"):
        omega = {l: array.astype(dtype) for l, array in net.omega.items()}
        return replace(net, omega=omega, b={l: array.astype(dtype) for l, array in net.b.items()})


def check_shapes(net: Network) -> None:
    """Refuse arrays that make no network: omega[l] is (n_l, n_{l-1}) and b[l] is (n_l, 1).

    Raises
    ------
    ValueError
        Names the array, its shape and the one expected.
    """
    layers = list(range(1, len(net.omega) + 1))
    if not layers or not sorted(net.omega) == sorted(net.b) == layers:
        found = f"omega has the layers {sorted(net.omega)} and b {sorted(net.b)}"
        raise ValueError(f"{found}; expected 1 to L in both")
    below = net.omega[1].shape[-1]
    for l in layers:
        n = net.omega[l].shape[0]
        for letter, array, shape in (("omega", net.omega[l], (n, below)), ("b", net.b[l], (n, 1))):
            if array.shape != shape:
                raise ValueError(f"{letter}_{l} has shape {array.shape}; expected {shape}")
        below = n
