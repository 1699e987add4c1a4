"""The networks that a line to write is tried on, with numrec's numbers for all that it may name.

`companion/play/lines/cases.js` makes the same for the book's pages; the tests hold both together.
"""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from companion.exercises.lines import Line, networks
from numrec import SGD, Network, backprop, forward, new_network
from numrec.activations import Array
from numrec.optimisers import Optimiser


def drawn(network: dict[str, Any], line: Line) -> tuple[Network, Array, Array, Array]:
    """Draw a network of the kind that lines.toml names, its input, its target and a velocity."""
    rng = np.random.default_rng(network["seed"])
    sizes, samples = network["sizes"], network["m"] if line.batch else 1
    options = {"hidden": network["hidden"], "alpha": 0.2, "loss": line.loss, "dtype": np.float64}
    net = new_network(sizes, rng, **options)
    for b in net.b.values():
        b[:] = rng.normal(size=b.shape)
    a_hat = rng.uniform(0.1, 1, size=(sizes[-1], samples))
    v = rng.normal(size=net.omega[1].shape)
    return net, rng.normal(size=(sizes[0], samples)), a_hat / a_hat.sum(axis=0), v


def scope_of(net: Network, a0: Array, a_hat: Array, network: dict[str, Any]) -> dict[str, Any]:
    """Return what a line about a network may name, by the keys of lines.toml."""
    trace = forward(net, a0)
    grads = backprop(net, trace, a_hat)
    l, L, m = network["l"], net.L, a0.shape[1]
    scope: dict[str, Any] = {"l": l, "L": L, "m": m, "eta": network["eta"]}
    scope |= {"omega": net.omega, "b": net.b, "z": trace.z, "a": trace.a, "delta": grads.delta}
    scope |= {"a_below": {k: a for k, a in trace.a.items() if k < l}}
    scope |= {"delta_above": {k: delta for k, delta in grads.delta.items() if k > l}}
    scope |= {"z_L": trace.z[L], "a_L": trace.a[L], "a_hat": a_hat, "dC_domega": grads.dC_domega}
    scope |= {"grad_a": 2 * (trace.a[L] - a_hat), "C": net.loss.C(trace.a[L], a_hat)}
    scope |= {"f": net.hidden.f, "f_prime": net.hidden.f_prime}
    scope |= {"f_L": net.output.f, "f_L_prime": net.output.f_prime}
    scope |= {"theta": net.omega[1], "dC_dtheta": grads.dC_domega[1]}
    scope |= {"g": grads.dC_domega[1] / m}
    scope["theta_by_O1"] = stepped(SGD(network["eta"]), scope)
    return scope


def stepped(optimiser: Optimiser, scope: dict[str, Any], *state: Array) -> Array:
    """Return theta after a step of an optimiser of numrec's."""
    theta: Array = scope["theta"].copy()
    optimiser.update(theta, scope["dC_dtheta"], scope["m"], *state)
    return theta


def cases(line: Line) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Yield each network of lines.toml, and what a line may name on it."""
    for network in networks():
        net, a0, a_hat, _ = drawn(network, line)
        yield network, scope_of(net, a0, a_hat, network)


def names_of(line: Line, scope: dict[str, Any]) -> dict[str, Any]:
    """Return the names that a line has, and no others."""
    return {name.name: scope[name.key] for name in line.names}


def value(text: str, scope: dict[str, Any]) -> Any:
    """Return what Python makes of a line of lines.toml, or None where it refuses."""
    return outcome(lambda: eval(text, {"np": np, **scope}))


def outcome(run: Callable[[], Any]) -> Any:
    """Return what a call gives, or None where it is refused."""
    try:
        with np.errstate(all="ignore"):
            return run()
    except (ArithmeticError, LookupError, NameError, TypeError, ValueError, AttributeError):
        return None


def is_near(one: Any, other: Any) -> bool:
    """Tell whether two results have one shape, and the same numbers up to rounding."""
    return np.shape(one) == np.shape(other) and np.allclose(one, other, rtol=1e-9, atol=1e-9)
