"""A random network and a random batch, with numbers for the symbols of one of its layers."""

from typing import Any

import numpy as np

from companion.proofs import symbolic as s
from companion.proofs import symbolic_batch as batch
from companion.proofs.indices import m, p
from companion.proofs.random_case import Case, random_case
from numrec.gradient_check import measured_gradients
from numrec.network import backprop, forward


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
    single = random_case(rng, sizes, **options)
    net = single.net
    l = net.L if l is None else l
    if not 1 <= l <= net.L:
        raise ValueError(f"l is {l}; expected 1 to {net.L}")
    if samples < 1:
        raise ValueError(f"samples is {samples}; expected at least 1")
    a0, a_hat = rng.normal(size=(sizes[0], samples)), rng.uniform(size=(sizes[-1], samples))
    trace = forward(net, a0)
    grads = backprop(net, trace, a_hat)
    values: dict[Any, Any] = {
        s.j: range(sizes[l]),
        s.i: range(sizes[l - 1]),
        p: range(samples),
        s.n: sizes[l],
        s.n_before: sizes[l - 1],
        m: samples,
        s.omega: net.omega[l],
        s.b: net.b[l][:, 0],
        s.a_before: trace.a[l - 1],
        batch.delta: grads.delta[l],
        s.f: net.f(l).f,
        s.f_prime: net.f(l).f_prime,
    }
    values |= {s.a_hat: a_hat} if l == net.L else {}
    measured = measured_gradients(net, a0, a_hat)
    return Case(net, trace, grads, measured, values, {batch.z_of(s.j, p): s.z[s.j, p]})
