"""Every name that a written line may have, from numrec: what the page's JavaScript is held to."""

import copy
from typing import Any

import numpy as np

from companion.exercises.line_cases import scope_of, stepped
from numrec import SGD, Momentum, Network, backprop, forward
from numrec.activations import Array
from numrec.history import Epoch
from numrec.network import Gradients
from numrec.training import _since_best


def full_scope(
    net: Network, a0: Array, a_hat: Array, network: dict[str, Any], v: Array
) -> dict[str, Any]:
    """Return the values by their keys, as companion/play/lines/cases.js names them."""
    l, eta, mu, lamda = (network[name] for name in ("l", "eta", "mu", "lamda"))
    scope = scope_of(net, a0, a_hat, network) | {"mu": mu, "v": v}
    grads = backprop(net, forward(net, a0), a_hat)
    scope |= plain_scope(net.sizes, np.random.default_rng(net.sizes[0]))
    scope["theta_by_O2"] = stepped(Momentum(eta, mu), scope, v.copy())
    fading = SGD(eta, weight_decay=lamda)
    scope |= {"lamda": lamda, "theta_by_G1": faded(net, grads, a0.shape[1], fading)}
    so_far, best, patience = net.sizes[0] + l, net.sizes[0], l + net.sizes[1]
    scope |= {"epochs_so_far": so_far, "best_epoch": best, "patience": patience}
    return scope | {"patience_left": waits(so_far, best, patience)}


def faded(net: Network, grads: Gradients, m: int, fading: SGD) -> Array:
    """Return omega[1] after a step of numrec's with weight decay."""
    moved = copy.deepcopy(net)
    fading.step(moved, grads, m)
    return moved.omega[1]


def waits(t: int, k: int, q: int) -> int:
    """Return how long `train` would go on after epoch t of scores that are best at epoch k."""
    epochs = [Epoch(1.0, 0.5 + (number == k) / 4) for number in range(1, t + 1)]
    left = 0
    while _since_best(epochs) < q:
        epochs.append(Epoch(1.0, 0.5))
        left += 1
    return left


def plain_scope(sizes: list[int], rng: np.random.Generator) -> dict[str, Any]:
    """Draw what a line of no network may name, and add what is right there."""
    given = dict(zip("xywt", rng.normal(size=4), strict=True))
    given |= {"M": rng.normal(size=(sizes[0], sizes[1])), "d": rng.normal(size=(sizes[0], 1))}
    return given | plain_right(**given)


def plain_right(x: Any, y: Any, w: Any, t: Any, M: Array, d: Array) -> dict[str, Any]:
    """Return what is right of plain numbers, found in another way than on the page."""
    h = 1e-20j  # a complex step: its slope is right to the last digit
    back = [[sum(d[j, 0] * M[j, i] for j in range(len(d)))] for i in range(M.shape[1])]
    return {
        "dg_dy": (x**2 * (y + h) + (y + h) ** 2).imag / 1e-20,
        "dC_dw": (((w + h) * x - t) ** 2).imag / 1e-20,
        "M_back": np.array(back),
    }
