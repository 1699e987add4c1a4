"""The model of a step's time keeps to what it says: counts, limits, the best number of workers."""

import numpy as np
import pytest

from companion.scaling import (
    Machines,
    flops_of_sample,
    gradient_bytes,
    seconds_of_step,
    speedup,
)
from numrec import backprop, forward, new_network

SIZES = [784, 256, 10]
MACHINES = Machines(flops=5e10, bandwidth=1.25e9, latency=5e-5)
ALONE = 512 * flops_of_sample(SIZES) / MACHINES.flops
SENT = gradient_bytes(SIZES) / MACHINES.bandwidth


def test_a_gradient_has_four_bytes_a_number_and_a_weight_two_operations_a_use() -> None:
    net = new_network([7, 5, 3], np.random.default_rng(0))
    grads = backprop(net, forward(net, np.ones((7, 1))), np.ones((3, 1)))
    count = sum(grads.dC_domega[l].size + grads.dC_db[l].size for l in (1, 2))
    assert gradient_bytes([7, 5, 3]) == 4 * count
    assert flops_of_sample(SIZES) == 2 * (2 * 784 * 256 + 3 * 256 * 10)


@pytest.mark.parametrize("how", ["star", "ring"])
def test_one_worker_talks_to_nobody_and_free_talk_makes_k_workers_k_times_faster(how: str) -> None:
    slow = MACHINES._replace(bandwidth=1.0, latency=9.0)
    assert seconds_of_step(SIZES, 512, np.ones(1), slow, how) == pytest.approx(ALONE)
    assert speedup(SIZES, 512, np.ones(1), slow, how) == pytest.approx(1)
    K, free = np.array([2, 10, 1000]), MACHINES._replace(bandwidth=1e30, latency=0.0)
    assert speedup(SIZES, 512, K, free, how) == pytest.approx(K)


def test_a_ring_sends_at_most_two_gradients_however_many_workers() -> None:
    still = MACHINES._replace(flops=1e30, latency=0.0)
    found = seconds_of_step(SIZES, 512, np.array([2, 1000, 1e6]), still, "ring")
    assert (np.diff(found) > 0).all()
    assert found[-1] == pytest.approx(2 * SENT, rel=1e-5)


def test_a_star_waits_twice_and_a_ring_for_each_of_its_messages() -> None:
    only_waits, K = Machines(flops=1e30, bandwidth=1e30, latency=1.0), np.array([2, 7])
    for how, seconds in (("star", [2, 2]), ("ring", [2, 12])):
        assert seconds_of_step(SIZES, 512, K, only_waits, how) == pytest.approx(seconds)


def test_a_star_is_best_at_the_root_of_the_two_times() -> None:
    K = np.arange(1, 100)
    best = K[seconds_of_step(SIZES, 512, K, MACHINES._replace(latency=0.0), "star").argmin()]
    assert abs(best - np.sqrt(ALONE / (2 * SENT))) < 1


def test_an_unknown_way_is_refused() -> None:
    with pytest.raises(ValueError, match="how is 'tree'; expected 'star' or 'ring'"):
        seconds_of_step(SIZES, 512, np.ones(1), MACHINES, "tree")
