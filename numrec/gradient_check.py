"""Derivatives measured, not derived: the check that catches a wrong backprop.

Two ways, both in double precision: the central difference (C(x + h) - C(x - h)) / 2h,
whose error falls as h^2 until rounding takes over, and the complex step
Im C(x + ih) / h, which has no subtraction and so no rounding wall.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any, NamedTuple

import numpy as np

from numrec.activations import Array
from numrec.checks import as_columns
from numrec.network import Gradients, Network, Trace, backprop, forward


class GradientReport(NamedTuple):
    """The worst disagreement between backprop and a measured derivative.

    Attributes
    ----------
    relative_error : float
        |backprop - measured| / max(|backprop|, |measured|, 1e-8), at its largest.
    parameter : str
        "omega" or "b".
    layer : int
        l, from 1 to L.
    entry : tuple of int
        (j, i), counted from 0.
    backprop, measured : float
        The two derivatives there.
    """

    relative_error: float
    parameter: str
    layer: int
    entry: tuple[int, int]
    backprop: float
    measured: float


def central_difference(C: Callable[[Array], Any], x: Array, h: float = 1e-5) -> Array:
    """Measure dC/dx, of shape C(x).shape + x.shape, for a C that gives one number or an array."""
    x = np.array(x, dtype=np.float64)
    columns = []
    for index in np.ndindex(x.shape):
        centre = x[index]
        x[index] = centre + h
        above = np.array(C(x), dtype=np.float64)
        x[index] = centre - h
        below = np.array(C(x), dtype=np.float64)
        x[index] = centre
        columns.append((above - below) / (2 * h))
    slopes = np.stack(columns, axis=-1)
    return slopes.reshape(slopes.shape[:-1] + x.shape)


def complex_step(C: Callable[[Array], Any], x: Array, h: float = 1e-30) -> Array:
    """Measure dC/dx as Im C(x + ih) / h, for a C that gives one number.

    C must be built of operations that take complex numbers and keep them.
    """
    z = np.array(x, dtype=np.complex128)
    slopes = np.empty(z.shape)
    for index in np.ndindex(z.shape):
        z[index] += 1j * h
        slopes[index] = np.imag(C(z)) / h
        z[index] = z[index].real
    return slopes


def measured_gradients(
    net: Network,
    a0: Array,
    a_hat: Array,
    method: Callable[[Callable[[Array], Any], Array], Array] = central_difference,
) -> dict[tuple[str, int], Array]:
    """Measure dC/domega[l] and dC/db[l] of every layer, without backprop.

    They are found by ("omega", l) and ("b", l), each of its parameter's shape.
    """
    exact = net.astype(np.float64)
    x0 = as_columns(a0, net.sizes[0], "a0").astype(np.float64)
    target = as_columns(a_hat, net.sizes[-1], "a_hat").astype(np.float64)

    def C(theta: Array, name: str, l: int) -> Any:
        changed = replace(exact, **{name: getattr(exact, name) | {l: theta}})
        return net.loss.C(forward(changed, x0).a[net.L], target)

    return {
        (name, l): method(partial(C, name=name, l=l), theta)
        for name in ("omega", "b")
        for l, theta in getattr(exact, name).items()
    }


def check_gradients(
    net: Network,
    a0: Array,
    a_hat: Array,
    method: Callable[[Callable[[Array], Any], Array], Array] = central_difference,
    gradients: Callable[[Network, Trace, Array], Gradients] | None = None,
) -> GradientReport:
    """Compare backprop with measured derivatives, entry by entry, in double precision.

    Parameters
    ----------
    net : Network
        Whose derivatives are compared.
    a0, a_hat : array
        Samples as columns, (n_0, m), and the expected outputs, (n_L, m); or one without its
        second axis.
    method : callable
        `central_difference` (honest to about 1e-7) or `complex_step` (to about 1e-12).
    gradients : callable, optional
        What is checked: another backprop, for example your own.

    Raises
    ------
    ValueError
        If a derivative has not the shape of its parameter.
    """
    exact = net.astype(np.float64)
    x0 = as_columns(a0, net.sizes[0], "a0").astype(np.float64)
    run = backprop if gradients is None else gradients
    grads = run(exact, forward(exact, x0), np.asarray(a_hat, dtype=np.float64))
    worst: GradientReport | None = None
    for (name, l), measured in measured_gradients(net, a0, a_hat, method).items():
        ours = (grads.dC_domega if name == "omega" else grads.dC_db)[l]
        if ours.shape != measured.shape:
            raise ValueError(f"dC_d{name}[{l}] has shape {ours.shape}; expected {measured.shape}")
        scale = np.maximum(np.maximum(np.abs(ours), np.abs(measured)), 1e-8)
        errors = np.abs(ours - measured) / scale
        j, i = (int(k) for k in np.unravel_index(errors.argmax(), errors.shape))
        if worst is None or not errors[j, i] <= worst.relative_error:
            worst = GradientReport(
                float(errors[j, i]), name, l, (j, i), float(ours[j, i]), float(measured[j, i])
            )
    assert worst is not None  # a network has at least one layer
    return worst
