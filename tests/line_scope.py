"""Every name that a written line may have, from numrec: what the page's JavaScript is held to."""

import copy
from typing import Any

import numpy as np

from companion.exercises.lines import Line
from numrec import SGD, Momentum, Network, backprop, forward, new_network
from numrec.activations import Array
from numrec.history import Epoch
from numrec.network import Gradients
from numrec.optimisers import Optimiser
from numrec.training import _since_best

ETA, MU, LAMBDA = 0.3, 0.8, 0.5


def full_scope(net: Network, a0: Array, a_hat: Array, l: int, v: Array) -> dict[str, Any]:
    """Return the values by their keys, as companion/play/lines/cases.js names them."""
    trace = forward(net, a0)
    grads = backprop(net, trace, a_hat)
    L, m = net.L, a0.shape[1]
    scope: dict[str, Any] = {"l": l, "L": L, "m": m, "eta": ETA, "mu": MU, "v": v}
    scope |= {"omega": net.omega, "b": net.b, "z": trace.z, "a": trace.a, "delta": grads.delta}
    scope |= {"a_below": {k: a for k, a in trace.a.items() if k < l}}
    scope |= {"delta_above": {k: delta for k, delta in grads.delta.items() if k > l}}
    scope |= {"z_L": trace.z[L], "a_L": trace.a[L], "a_hat": a_hat, "dC_domega": grads.dC_domega}
    scope |= {"grad_a": 2 * (trace.a[L] - a_hat), "C": net.loss.C(trace.a[L], a_hat)}
    scope |= {"f": net.hidden.f, "f_prime": net.hidden.f_prime}
    scope |= {"f_L": net.output.f, "f_L_prime": net.output.f_prime}
    scope |= plain_scope(net.sizes, np.random.default_rng(net.sizes[0]))
    scope |= {"theta": net.omega[1], "dC_dtheta": grads.dC_domega[1]}
    scope |= {"g": grads.dC_domega[1] / m}
    scope["theta_by_O1"] = stepped(SGD(ETA), scope)
    scope["theta_by_O2"] = stepped(Momentum(ETA, MU), scope, v.copy())
    scope |= {"lamda": LAMBDA, "theta_by_G1": faded(net, grads, m)}
    so_far, best, patience = net.sizes[0] + l, net.sizes[0], l + net.sizes[1]
    scope |= {"epochs_so_far": so_far, "best_epoch": best, "patience": patience}
    return scope | {"patience_left": waits(so_far, best, patience)}


def faded(net: Network, grads: Gradients, m: int) -> Array:
    """Return omega[1] after a step of numrec's with weight decay."""
    moved = copy.deepcopy(net)
    SGD(ETA, weight_decay=LAMBDA).step(moved, grads, m)
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


def stepped(optimiser: Optimiser, scope: dict[str, Any], *state: Array) -> Array:
    theta: Array = scope["theta"].copy()
    optimiser.update(theta, scope["dC_dtheta"], scope["m"], *state)
    return theta


def drawn(network: dict[str, Any], loss: str, samples: int) -> tuple[Network, Array, Array, Array]:
    """Draw a network of the kind that lines.toml names, its input, its target and a velocity."""
    rng = np.random.default_rng(network["seed"])
    sizes = network["sizes"]
    options = {"hidden": network["hidden"], "alpha": 0.2, "loss": loss, "dtype": np.float64}
    net = new_network(sizes, rng, **options)
    for b in net.b.values():
        b[:] = rng.normal(size=b.shape)
    a_hat = rng.uniform(0.1, 1, size=(sizes[-1], samples))
    v = rng.normal(size=net.omega[1].shape)
    return net, rng.normal(size=(sizes[0], samples)), a_hat / a_hat.sum(axis=0), v


def value(text: str, scope: dict[str, Any]) -> Any:
    """Return what Python makes of a line, or None where it refuses."""
    try:
        with np.errstate(all="ignore"):
            return eval(text, {"np": np, **scope})
    except (ArithmeticError, LookupError, NameError, TypeError, ValueError, AttributeError):
        return None


def names_of(line: Line, scope: dict[str, Any]) -> dict[str, Any]:
    """Return the names that a line has, and no others."""
    return {name.name: scope[name.key] for name in line.names}
