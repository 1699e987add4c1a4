"""A random network, with numbers for the symbols of its output layer."""

from typing import Any, NamedTuple

import numpy as np

from companion.proofs import symbolic
from numrec.activations import Array
from numrec.gradient_check import measured_gradients
from numrec.network import Gradients, Network, Trace, backprop, forward, new_network


class Case(NamedTuple):
    """A random network with numbers for every symbol of its output layer.

    `values` is what `symbolic.evaluate` takes; `measured` holds the finite differences,
    by ("omega" or "b", layer). `short` gives the letter for a long part of an expression.
    """

    net: Network
    trace: Trace
    grads: Gradients
    measured: dict[tuple[str, int], Array]
    values: dict[Any, Any]
    short: dict[Any, Any]

    def rerun(self, *, omega: Array | None = None, b: Array | None = None) -> Trace:
        """Run forward once more, with other weights or biases in the output layer."""
        L = self.net.L
        changed = Network(
            {**self.net.omega, L: self.net.omega[L] if omega is None else omega},
            {**self.net.b, L: self.net.b[L] if b is None else b},
            self.net.hidden,
            self.net.output,
            self.net.loss,
        )
        return forward(changed, self.trace.a[0])


def random_case(rng: np.random.Generator, sizes: list[int], **options: Any) -> Case:
    """Draw a network, a sample and a target in float64, and run numrec on them.

    The loss is quadratic unless `options`, which go to `new_network`, say otherwise.
    """
    net = new_network(sizes, rng, **{"loss": "quadratic", "dtype": np.float64, **options})
    for l in net.b:
        net.b[l][:] = rng.normal(size=net.b[l].shape)  # zeros would hide a forgotten bias
    a0, a_hat = rng.normal(size=(sizes[0], 1)), rng.uniform(size=(sizes[-1], 1))
    trace, s, L = forward(net, a0), symbolic, net.L
    f_prime = net.output.f_prime
    assert f_prime is not None  # the symbols here are for elementwise outputs
    values = {
        s.j: range(sizes[-1]),
        s.i: range(sizes[-2]),
        s.n: sizes[-1],
        s.n_before: sizes[-2],
        s.omega: net.omega[L],
        s.b: net.b[L][:, 0],
        s.a_before: trace.a[L - 1][:, 0],
        s.z: trace.z[L][:, 0],
        s.a: trace.a[L][:, 0],
        s.a_hat: a_hat[:, 0],
        s.f: net.output.f,
        s.f_prime: f_prime,
    }
    grads = backprop(net, trace, a_hat)
    measured = measured_gradients(net, a0, a_hat)
    return Case(net, trace, grads, measured, values, {s.z_at(s.j): s.z[s.j]})
