"""The counts are those of the code that runs: numrec's passes, and forward mode written out."""

import numpy as np
import pytest

from companion.cost import costs_of, count_products
from companion.proofs.cases import random_network
from numrec import backprop, forward
from numrec.activations import Array
from numrec.network import Network

SIZES = [[3, 2], [4, 3, 2], [1, 1, 1, 1], [5, 4, 3, 3, 2], [2, 6, 1, 5, 3]]


def forward_by_node(net: Network, a0: Array, target: Array) -> list[Array]:
    """Give dC/domega of each layer by forward mode: the rates of a whole layer at a time."""
    trace, L = forward(net, a0), net.L
    grad_a = net.loss.grad_a(trace.a[L], target)
    slope = {l: net.f(l).f_prime(trace.z[l]) for l in net.omega}  # type: ignore[misc]
    found = []
    for l in net.omega:
        if l == L:
            delta = grad_a * slope[L]
        else:
            rates = net.omega[l + 1] * slope[l].T  # the first Jacobian: no product of matrices
            for up in range(l + 2, L + 1):
                rates = net.omega[up] @ (slope[up - 1] * rates)
            delta = ((grad_a * slope[L]).T @ rates).T
        found.append(delta @ trace.a[l - 1].T)
    return found


@pytest.mark.parametrize("sizes", SIZES)
def test_what_is_counted_from_the_sizes_is_counted_in_the_run(sizes: list[int]) -> None:
    rng = np.random.default_rng(0)
    net = random_network(sizes, rng)
    a0, target = rng.normal(size=(sizes[0], 1)), rng.uniform(size=(sizes[-1], 1))
    parameters = sum(x.size for x in (*net.omega.values(), *net.b.values()))
    costs = costs_of(sizes)
    assert costs.nudging == (parameters + 1) * count_products(lambda net: forward(net, a0), net)
    sweep = lambda net: backprop(net, forward(net, a0), target)
    assert costs.reverse == count_products(sweep, net)
    assert costs.forward == count_products(lambda net: forward_by_node(net, a0, target), net)
    for one, other in zip(
        forward_by_node(net, a0, target), sweep(net).dC_domega.values(), strict=True
    ):
        assert np.allclose(one, other, rtol=1e-12, atol=1e-14)


def test_a_counted_run_gives_what_the_network_gives_and_leaves_it_as_it_is() -> None:
    net = random_network([3, 2, 2], np.random.default_rng(0))
    a0, seen = np.ones((3, 4)), []
    assert count_products(lambda net: seen.append(forward(net, a0).a[2]), net) == 4 * (6 + 4)
    assert np.array_equal(seen[0], forward(net, a0).a[2])
    assert {type(omega) for omega in net.omega.values()} == {np.ndarray}


def test_what_is_written_in_place_or_without_matrices_is_not_lost_and_not_counted() -> None:
    net = random_network([2, 2], np.random.default_rng(0))

    def run(net: Network) -> None:
        rate = net.omega[1] @ np.ones((2, 1))
        rate *= 2
        rate += rate
        assert np.allclose(rate, 4 * net.omega[1].sum(axis=1, keepdims=True))
        _ = net.omega[1].T @ rate

    assert count_products(run, net) == 4 + 4
