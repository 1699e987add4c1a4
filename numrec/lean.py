"""Train on less: what is always zero is left out, and one input that is always one is put in.

dC/domega_ji = delta_j a_i (step B8), so a pixel that is 0 in every training image never moves
its weights. MNIST has 67 of them among its 784: leaving them out is exact, and less to do. So is
this: with the brightest pixels first, a batch ends at the last that is not 0 in all its images.
(Where the mean is taken off, few pixels are 0, and a batch has them all.)

A bias is the weight of an input that is 1 in every image: omega a + b = [b omega] [1; a], and
dC/db_j = delta_j is B8 for a_i = 1. With such a pixel the products of the first layer do the
biases' work too.
"""

from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from numrec.activations import Array
from numrec.network import Network
from numrec.optimisers import Optimiser
from numrec.pieces import in_pieces


class Lean(NamedTuple):
    """A copy of a network for training, and the images for it, an image's numbers side by side.

    Attributes
    ----------
    net : Network
        The copy: it has the n used inputs only.
    b_omega : array
        One array (n_1, 1 + n) of which its b[1], the first column, and its omega[1] are views.
    images : array
        A row of ones and the used pixels, (1 + n, m).
    rows : array of int
        For each image, how many of the first rows, the one of ones among them, hold all that
        is not zero; all of them, where the images are centred.
    used : array of int
        The places of the used inputs among all n_0, in the order of the copy.
    mean : array
        What was taken off the images, (n, 1): zeros, or each pixel's mean.
    """

    net: Network
    b_omega: Array
    images: Array
    rows: NDArray[Any]
    used: NDArray[np.intp]
    mean: Array


def used_inputs(net: Network, images: Array, optimiser: Optimiser) -> NDArray[np.intp]:
    """Give the places of the inputs that can move their weights: ink there, or motion left."""
    ink = np.any(in_pieces(lambda here: images[:, here].any(axis=1), images.shape[1]), axis=0)
    return np.flatnonzero(ink | optimiser.inputs_in_motion(net.sizes[0]))


def make_lean(net: Network, images: Array, used: NDArray[np.intp], centre: bool) -> Lean:
    """Copy the used parts of a network and of its images (n_0, m).

    omega a + b = omega (a - mean) + (b + omega mean): where the images are centred, b^[1] takes
    the mean up. Where they are not, the brightest of the used inputs come first.
    """
    m, dtype = images.shape[1], net.omega[1].dtype
    sums = in_pieces(lambda here: images[:, here].sum(axis=1, keepdims=True, dtype=dtype), m)
    mean = np.sum(sums, axis=0) / m
    if not centre:
        used = used[np.argsort(-mean[used, 0], kind="stable")]
        mean = np.zeros_like(mean)
    mean = mean[used]
    samples, rows = np.empty((m, 1 + used.size), dtype), np.full(m, 1 + used.size)

    def fill(here: slice) -> None:
        samples[here, 0] = 1
        np.subtract(images.T[here].take(used, axis=1), mean.T, out=samples[here, 1:])
        if not centre:
            blank_at_the_end = (samples[here, ::-1] != 0).argmax(axis=1)  # the one ends it
            rows[here] -= blank_at_the_end

    in_pieces(fill, m)
    omega = {l: np.array(array, order="F") for l, array in net.omega.items()}
    b = {l: array.copy() for l, array in net.b.items()}
    b_omega = np.asfortranarray(np.hstack([net.b[1], net.omega[1][:, used]]))
    b[1], omega[1] = b_omega[:, :1], b_omega[:, 1:]
    b[1] += omega[1] @ mean
    return Lean(replace(net, omega=omega, b=b), b_omega, samples.T, rows, used, mean)


def all_inputs(a0: Array, n: int) -> Array:
    """Give a batch of lean images as (n, m): without the row of ones, with the zeros below."""
    inputs = np.zeros((n, a0.shape[1]), a0.dtype)
    inputs[: len(a0) - 1] = a0[1:]
    return inputs


def write_back(lean: Lean, net: Network) -> None:
    """Put what the lean copy has learned into the network itself."""
    omega, b = lean.net.omega, lean.net.b
    net.omega[1][:, lean.used] = omega[1]
    net.b[1][:] = b[1] - omega[1] @ lean.mean
    for l in range(2, net.L + 1):
        net.omega[l][:], net.b[l][:] = omega[l], b[l]
