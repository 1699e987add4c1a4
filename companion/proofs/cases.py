"""Random networks, with numbers for every symbol of a chapter's notation."""

from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
import sympy as sp

from companion.symbols import (
    a_hat,
    batch,
    f,
    f_prime,
    hidden,
    i,
    j,
    k,
    m,
    output,
    p,
    softmax,
    start,
)
from numrec.activations import Array
from numrec.gradient_check import measured_gradients
from numrec.losses import Loss, output_delta
from numrec.network import Gradients, Network, Trace, backprop, forward, new_network


class Case(NamedTuple):
    """A random network with numbers for the symbols of one of its layers.

    `values` is what `evaluate` takes; `measured` holds the finite differences,
    by ("omega" or "b", layer). `short` gives the symbol for a long part of an expression.
    """

    net: Network
    trace: Trace
    grads: Gradients
    measured: dict[tuple[str, int], Array]
    values: dict[Any, Any]
    short: dict[Any, Any]

    def rerun(self, omega: Any = None, b: Any = None) -> Trace:
        """Run forward once more, with other weights or biases in the output layer."""
        L, net = self.net.L, self.net
        omega = {**net.omega, L: net.omega[L] if omega is None else omega}
        b = {**net.b, L: net.b[L] if b is None else b}
        return forward(replace(net, omega=omega, b=b), self.trace.a[0])


def random_network(sizes: list[int], rng: np.random.Generator, **options: Any) -> Network:
    """Draw a network in float64, its biases too: zeros would hide a forgotten bias.

    The loss is quadratic unless `options`, which go to `new_network`, say otherwise.
    """
    net = new_network(sizes, rng, **{"loss": "quadratic", "dtype": np.float64, **options})
    for b in net.b.values():
        b[:] = rng.normal(size=b.shape)
    return net


def random_samples(
    sizes: list[int], rng: np.random.Generator, samples: int = 1
) -> tuple[Array, Array]:
    """Draw inputs (n_0, m) and expected outputs (n_L, m)."""
    return rng.normal(size=(sizes[0], samples)), rng.uniform(size=(sizes[-1], samples))


def _run(net: Network, a0: Array, target: Array) -> Case:
    trace = forward(net, a0)
    grads, measured = backprop(net, trace, target), measured_gradients(net, a0, target)
    return Case(net, trace, grads, measured, {}, {})


def random_case(rng: np.random.Generator, sizes: list[int], **options: Any) -> Case:
    """Draw a network and a sample, with numbers for the symbols of the output layer."""
    s, net = output, random_network(sizes, rng, **options)
    a0, target = random_samples(sizes, rng)
    case, L = _run(net, a0, target), net.L
    assert net.output.f_prime is not None  # the symbols here are for elementwise outputs
    values = {
        j: range(sizes[-1]),
        i: range(sizes[-2]),
        s.n: sizes[-1],
        s.n_before: sizes[-2],
        s.omega: net.omega[L],
        s.b: net.b[L][:, 0],
        s.a_before: case.trace.a[L - 1][:, 0],
        s.z: case.trace.z[L][:, 0],
        s.a: case.trace.a[L][:, 0],
        a_hat: target[:, 0],
        f: net.output.f,
        f_prime: net.output.f_prime,
    }
    return case._replace(values=values, short={s.z_at(j): s.z[j]})


def batch_case(
    rng: np.random.Generator, sizes: list[int], samples: int, l: int | None = None, **options: Any
) -> Case:
    """Draw a network as `random_case` does, and a batch for it.

    Parameters
    ----------
    rng : numpy.random.Generator
        Where the numbers come from.
    sizes : list of int
        Nodes per layer, the input's first.
    samples : int
        The batch's size m, at least 1.
    l : int, optional
        The layer whose numbers the symbols get, by default the last one. For a lower one
        there is no a_hat, so that only what is written with delta can be evaluated.
    **options
        What `new_network` takes.

    Raises
    ------
    ValueError
        If there is no such layer, or no sample.
    """
    s, net = output, random_case(rng, sizes, **options).net
    l = net.L if l is None else l
    if not 1 <= l <= net.L:
        raise ValueError(f"l is {l}; expected 1 to {net.L}")
    if samples < 1:
        raise ValueError(f"samples is {samples}; expected at least 1")
    a0, target = random_samples(sizes, rng, samples)
    case = _run(net, a0, target)
    values: dict[Any, Any] = {
        j: range(sizes[l]),
        i: range(sizes[l - 1]),
        p: range(samples),
        s.n: sizes[l],
        s.n_before: sizes[l - 1],
        m: samples,
        s.omega: net.omega[l],
        s.b: net.b[l][:, 0],
        s.a_before: case.trace.a[l - 1],
        batch.delta: case.grads.delta[l],
        f: net.f(l).f,
        f_prime: net.f(l).f_prime,
    }
    values |= {a_hat: target} if l == net.L else {}
    return case._replace(values=values, short={batch.z_of(j, p): s.z[j, p]})


def hidden_case(rng: np.random.Generator, sizes: list[int], l: int, **options: Any) -> Case:
    """Draw a network as `random_case` does, with numbers for a hidden layer's symbols.

    Parameters
    ----------
    rng : numpy.random.Generator
        Where the numbers come from.
    sizes : list of int
        Nodes per layer, the input's first.
    l : int
        The layer above the hidden one: 2 <= l <= L. The targets have numbers for l = L.
    **options
        What `new_network` takes.

    Raises
    ------
    ValueError
        If the network has no such layer with a hidden one below it.
    """
    s, case = hidden, random_case(rng, sizes, **options)
    net, z, a, delta = case.net, case.trace.z, case.trace.a, case.grads.delta
    if not 2 <= l <= net.L:
        raise ValueError(f"l is {l}; expected 2 to {net.L}, for layer l-1 has to be a hidden one")
    slope, slope_before = net.f(l).f_prime, net.f(l - 1).f_prime
    assert slope is not None
    assert slope_before is not None
    values = {
        k: range(sizes[l]),
        j: range(sizes[l - 1]),
        i: range(sizes[l - 2]),
        s.n: sizes[l],
        s.n_before: sizes[l - 1],
        s.n_two_before: sizes[l - 2],
        s.omega: net.omega[l],
        s.omega_before: net.omega[l - 1],
        s.f_before: net.f(l - 1).f,  # it stands inside f, so its numbers come first
        s.f_before_prime: slope_before,
        f: net.f(l).f,
        f_prime: slope,
    }
    columns = {
        s.b: net.b[l],
        s.z: z[l],
        s.a: a[l],
        s.delta: delta[l],
        s.dC_da: delta[l] / slope(z[l]),
        s.b_before: net.b[l - 1],
        s.z_before: z[l - 1],
        s.a_before: a[l - 1],
        s.delta_before: delta[l - 1],
        s.a_two_before: a[l - 2],
    }
    if l == net.L:
        columns[a_hat] = np.asarray(case.values[a_hat]).reshape(-1, 1)
    values |= {symbol: column[:, 0] for symbol, column in columns.items()}
    short = {s.z_at(k, below): s.z[k] for below in (s.from_values, s.from_z, s.from_below)}
    return case._replace(values=values, short={**short, s.z_before_at(j): s.z_before[j]})


def layers_above(net: Network, l: int) -> Network:
    """Take the layers l .. L as a network of their own: its input is a^[l-1]."""
    above = range(1, net.L - l + 2)
    omega, b = ({p: arrays[l - 1 + p] for p in above} for arrays in (net.omega, net.b))
    return replace(net, omega=omega, b=b)


def softmax_case(
    rng: np.random.Generator, sizes: list[int], loss: str = "cross_entropy", total: float = 1.0
) -> Case:
    """Draw a network that ends in softmax, with numbers for the symbols of its output layer.

    Both i and j are nodes of the output layer here; c is a shift of all its z, and g is dC/da.

    Parameters
    ----------
    rng : numpy.random.Generator
        Where the numbers come from.
    sizes : list of int
        Nodes per layer, the input's first.
    loss : str
        "cross_entropy" or "quadratic".
    total : float
        What the expected outputs add up to.
    """
    s, net = output, random_network(sizes, rng, loss=loss, output="softmax")
    a0, target = random_samples(sizes, rng)
    target *= total / target.sum()
    case, L = _run(net, a0, target), net.L
    values: dict[Any, Any] = {
        i: range(sizes[-1]),
        j: range(sizes[-1]),
        s.n: sizes[-1],
        softmax.c: sp.Rational(3, 2),
        s.z: case.trace.z[L][:, 0],
        s.a: case.trace.a[L][:, 0],
        a_hat: target[:, 0],
        softmax.g: net.loss.grad_a(case.trace.a[L], target)[:, 0],
    }
    return case._replace(values=values, short={softmax.TOTAL: softmax.S})


def softmax_jacobian(net: Network, z: Array) -> Array:
    """Return numrec's da_i/dz_j at one column z, shape (n_L, n_L): row i, column j.

    numrec never builds this matrix. A loss that is output i itself makes `output_delta` return
    row i.
    """
    a = net.output.f(z)
    rows = []
    for one_hot in np.eye(len(z)):
        grad = lambda a, a_hat, row=one_hot[:, None]: row
        itself = Loss("an output", lambda a, a_hat: a, grad, "softmax")
        rows.append(output_delta(itself, net.output, z, a, a)[:, 0])
    return np.array(rows)


def start_case(seed: int) -> Case:
    """Draw a case whose last layer has 3 nodes on 5, and weights of that shape from the seed.

    `g` and `u` are what the generator with that seed draws first, so a function that draws
    weights with the same seed must be a function of them.
    """
    s, case = start, random_case(np.random.default_rng(seed), [4, 5, 3])
    shape = case.net.omega[2].shape
    values: dict[Any, Any] = case.values | {
        s.v: sp.Rational(3, 7),
        s.V: sp.Rational(5, 2),
        s.t: sp.Rational(4, 3),
        s.alpha: sp.Rational(1, 5),
        s.g: np.random.default_rng(seed).normal(size=shape),
        s.u: np.random.default_rng(seed).random(size=shape),
    }
    return case._replace(values=values, short={})


def mean_over_signs(case: Case, variance: float) -> Array:
    """Mean of z^2 over all weights plus or minus the root of the variance, (n_L, 1).

    That is one way to draw independent weights of that variance, and short enough to try
    every draw. The biases are 0.
    """
    n, n_before = case.net.omega[case.net.L].shape
    squares = np.zeros((n, 1))
    for pattern in np.ndindex(*[2] * n_before):
        row = np.sqrt(variance) * (2 * np.array(pattern) - 1)
        squares += _z(case, row) ** 2
    mean: Array = squares / 2**n_before
    return mean


def half_the_bend(case: Case, variance: float, h: float = 0.5) -> Array:
    """Sum of v/2 times the second differences of z^2 by the weights, (n_L, 1).

    z^2 is a parabola in each weight. Its mean over a weight of mean 0 is its value at 0 and
    v/2 times its bend, which a difference of any h measures.
    """
    n, n_before = case.net.omega[case.net.L].shape
    at_zero = _z(case, np.zeros(n_before)) ** 2
    bend = np.zeros((n, 1))
    for weight in np.eye(n_before):
        bend += (_z(case, h * weight) ** 2 - 2 * at_zero + _z(case, -h * weight) ** 2) / h**2
    return at_zero + variance / 2 * bend


def _z(case: Case, row: Array) -> Array:
    n = case.net.sizes[-1]
    z: Array = case.rerun(omega=np.tile(row, (n, 1)), b=np.zeros((n, 1))).z[case.net.L]
    return z
