"""Which pixels decide: slopes by the input, shares that add up, and what covering a pixel does.

All of it asks about one number, v . z^[L]: with a single 1 in v it is the z of one digit, and
with a 1 and a -1 it is by how much one digit leads another. The softmax keeps their order.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from numrec.activations import Array
from numrec.checks import as_columns
from numrec.data.preprocess import SIDE
from numrec.network import Network, Trace, backward, forward


class Shares(NamedTuple):
    """v . z^[L] of one sample, taken apart into terms that add up to it.

    Attributes
    ----------
    pixels : array
        (n_0, 1): each input times the slope by it.
    biases : dict of int to array
        (n_l, 1) by layer: each bias times the slope by it.
    """

    pixels: Array
    biases: dict[int, Array]

    @property
    def total(self) -> float:
        """The sum of all terms."""
        return float(self.pixels.sum() + sum(terms.sum() for terms in self.biases.values()))


def asks_for(net: Network, digit: int, rather_than: int | None = None) -> Array:
    """Return the v (n_L, 1) of one output's z, or of its lead over another's.

    Raises
    ------
    ValueError
        If the network has no such output.
    """
    n = net.sizes[-1]
    v = np.zeros((n, 1))
    for output, sign in ((digit, 1), (rather_than, -1)):
        if output is None:
            continue
        if not 0 <= output < n:
            raise ValueError(f"output {output} is not there; expected 0 to {n - 1}")
        v[output] += sign
    return v


def slopes(net: Network, trace: Trace, v: Array) -> dict[int, Array]:
    """Return d(v . z^[L])/dz^[l], (n_l, m), for each layer l: H7, v on top."""
    return backward(net, trace, v * np.ones_like(trace.z[net.L]))


def input_gradient(net: Network, a0: Array, v: Array) -> Array:
    """Return d(v . z^[L])/da^[0], of shape (n_0, m): the exact slope by each input.

    Parameters
    ----------
    net : Network
        What is asked.
    a0 : array
        Samples as columns, (n_0, m).
    v : array
        (n_L, 1), see `asks_for`, or (n_L, m) to ask something else of each sample.
    """
    slope: Array = net.omega[1].T @ slopes(net, forward(net, a0), v)[1]
    return slope


def shares(net: Network, a0: Array, v: Array) -> Shares:
    """Take v . z^[L] of one sample apart into terms for its pixels and its biases.

    Raises
    ------
    ValueError
        If the hidden layers are not leaky ReLU, ReLU or the identity: only for these is
        f(z) = f'(z) z, so that the terms add up.
    """
    if net.L > 1 and net.hidden.name not in {"leaky_relu", "relu", "identity"}:
        raise ValueError(
            f"hidden is {net.hidden.name!r}; expected 'leaky_relu', 'relu' or 'identity', "
            "for which the shares add up"
        )
    slope = slopes(net, forward(net, a0), v)
    biases = {l: slope[l] * net.b[l] for l in net.b}
    return Shares((net.omega[1].T @ slope[1]) * as_columns(a0, net.sizes[0], "a0"), biases)


def squares(size: int = 3) -> NDArray[np.bool_]:
    """Return, row by row, which pixels lie in the square around each pixel: (784, 784).

    Raises
    ------
    ValueError
        If size, the pixels along a side, is not odd.
    """
    if size % 2 != 1 or size < 1:
        raise ValueError(f"size is {size}; expected an odd number of pixels")
    rows, columns = np.divmod(np.arange(SIDE * SIDE), SIDE)
    near: NDArray[np.bool_] = (np.abs(rows[:, np.newaxis] - rows) <= size // 2) & (
        np.abs(columns[:, np.newaxis] - columns) <= size // 2
    )
    return near


def occlusion(net: Network, a0: Array, v: Array, size: int = 3, paint: float = 0.0) -> Array:
    """Return by how much v . z^[L] falls when a square around each pixel is painted over.

    Parameters
    ----------
    net : Network
        What is asked.
    a0 : array
        One picture, (784, 1).
    v : array
        (n_L, 1), see `asks_for`.
    size : int
        Pixels along a side of the square, odd.
    paint : float
        What the square's pixels become: 0 takes ink away, 1 puts ink everywhere.

    Returns
    -------
    array
        (784, 1); positive where what was there spoke for v.
    """
    near, picture = squares(size), as_columns(a0, SIDE * SIDE, "a0")
    if picture.shape[1] != 1:
        raise ValueError(f"a0 has {picture.shape[1]} pictures; expected one")
    painted = np.where(near, paint, picture)
    whole = v.T @ forward(net, picture).z[net.L]
    fall: Array = whole - v.T @ forward(net, painted).z[net.L]
    return fall.T


def nudged(net: Network, a0: Array, v: Array, length: float) -> Array:
    """Move every pixel by `length` the way that v . z^[L] rises, within black and white.

    Parameters
    ----------
    net : Network
        What is asked.
    a0 : array
        Pictures as columns, (n_0, m), in [0, 1]; or (n_0,) for one.
    v : array
        (n_L, 1), see `asks_for`.
    length : float
        How far: 0.1 is a tenth of the way from black to white.

    Returns
    -------
    array
        (n_0, m), in [0, 1].
    """
    a0 = as_columns(a0, net.sizes[0], "a0")
    return np.clip(a0 + length * np.sign(input_gradient(net, a0, v)), 0, 1)
