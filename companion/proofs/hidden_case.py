"""A random network, with numbers for the symbols of the layers l, l-1 and l-2."""

from typing import Any

import numpy as np

from companion.proofs import symbolic_hidden as s
from companion.proofs.indices import i, j, k
from companion.proofs.random_case import Case, random_case
from companion.proofs.symbolic import a_hat, f, f_prime
from numrec.network import Network


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
    case = random_case(rng, sizes, **options)
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
    return Network(
        {p: net.omega[l - 1 + p] for p in range(1, net.L - l + 2)},
        {p: net.b[l - 1 + p] for p in range(1, net.L - l + 2)},
        net.hidden,
        net.output,
        net.loss,
    )
