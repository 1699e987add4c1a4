"""Leave out of training what cannot change: the weights of inputs that are always zero.

dC/domega_ji = delta_j a_i (step B8), so a pixel that is 0 in every training image never moves
its weights. MNIST has 67 of them among its 784: leaving them out is exact, and less to do.
"""

from dataclasses import replace

import numpy as np
from numpy.typing import DTypeLike, NDArray

from numrec.activations import Array
from numrec.network import Network
from numrec.optimisers import Optimiser


def used_inputs(net: Network, images: Array, optimiser: Optimiser) -> NDArray[np.bool_]:
    """Tell which of the n_0 inputs can move their weights: ink there, or motion left."""
    return images.any(axis=1) | optimiser.inputs_in_motion(net.sizes[0])


def lean_copy(net: Network, used: NDArray[np.bool_], mean: Array) -> Network:
    """Copy a network without its unused inputs, for images less their mean (n_used, 1).

    omega a + b = omega (a - mean) + (b + omega mean): only b^[1] takes it up. A column's
    numbers lie side by side in memory.
    """
    omega = {l: np.array(array, order="F") for l, array in net.omega.items()}
    omega[1] = np.asfortranarray(net.omega[1][:, used])
    b = {l: array.copy() for l, array in net.b.items()}
    b[1] += omega[1] @ mean
    return replace(net, omega=omega, b=b)


def lean_images(
    images: Array, used: NDArray[np.bool_], dtype: DTypeLike, centre: bool
) -> tuple[Array, Array]:
    """Give the images (n_used, m), an image's numbers side by side, and what was taken off.

    That is each pixel's mean (n_used, 1) to centre them, else zeros.
    """
    rows = np.ascontiguousarray(images.T, dtype)
    if not used.all():
        rows = rows.take(np.flatnonzero(used), axis=1)
    mean = rows.mean(axis=0) if centre else np.zeros(rows.shape[1], dtype)
    if centre:
        rows = np.subtract(rows, mean, out=rows if not used.all() else None)
    return rows.T, mean[:, np.newaxis]


def write_back(lean: Network, net: Network, used: NDArray[np.bool_], mean: Array) -> None:
    """Put what the lean copy has learned into the network itself."""
    net.omega[1][:, used] = lean.omega[1]
    for l in range(1, net.L + 1):
        net.b[l][:] = lean.b[l] - (lean.omega[1] @ mean if l == 1 else 0)
        if l > 1:
            net.omega[l][:] = lean.omega[l]
