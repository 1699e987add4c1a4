"""Each optimiser follows its formula over several steps, in place, and refuses bad numbers."""

import copy

import numpy as np
import pytest

from numrec import SGD, Gradients, Momentum, Network, new_network
from numrec.activations import Array

STEPS, BATCH = 5, 4


@pytest.fixture
def net() -> Network:
    return new_network([3, 4, 2], np.random.default_rng(1), dtype=np.float64)


def parameters(net: Network) -> list[Array]:
    return [array for l in (1, 2) for array in (net.omega[l], net.b[l])]


def random_gradients(net: Network) -> list[Gradients]:
    rng = np.random.default_rng(2)

    def like(layers: dict[int, Array]) -> dict[int, Array]:
        return {l: rng.normal(size=array.shape) for l, array in layers.items()}

    return [Gradients({}, like(net.omega), like(net.b)) for _ in range(STEPS)]


def as_list(grads: Gradients) -> list[Array]:
    return [array for l in (1, 2) for array in (grads.dC_domega[l], grads.dC_db[l])]


def test_sgd_takes_off_eta_over_m_times_the_sum(net: Network) -> None:
    start, steps = copy.deepcopy(parameters(net)), random_gradients(net)
    for grads in steps:
        SGD(0.3).step(net, grads, BATCH)
    for place, (theta_0, theta) in enumerate(zip(start, parameters(net), strict=True)):
        total = sum(as_list(grads)[place] for grads in steps)
        assert np.allclose(theta, theta_0 - 0.3 / BATCH * total, rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("mu", [0.0, 0.5, 0.99])
def test_momentum_is_its_formula_unrolled(net: Network, mu: float) -> None:
    """After k steps, gradient i has moved theta by eta / m (1 + mu + ... + mu^(k - i))."""
    start, steps = copy.deepcopy(parameters(net)), random_gradients(net)
    optimiser = Momentum(0.3, mu)
    for grads in steps:
        optimiser.step(net, grads, BATCH)
    for place, (theta_0, theta) in enumerate(zip(start, parameters(net), strict=True)):
        moved = sum(
            0.3 / BATCH * sum(mu**power for power in range(STEPS - i)) * as_list(grads)[place]
            for i, grads in enumerate(steps)
        )
        assert np.allclose(theta, theta_0 - moved, rtol=1e-12, atol=1e-14)


def test_momentum_is_0_99_unless_told() -> None:
    assert Momentum(0.1).momentum == 0.99


@pytest.mark.parametrize("optimiser", [SGD(0.1), Momentum(0.1)], ids=["SGD", "Momentum"])
def test_a_step_is_in_place_and_leaves_the_gradients_alone(
    net: Network, optimiser: SGD | Momentum
) -> None:
    arrays, grads = parameters(net), random_gradients(net)[0]
    before = copy.deepcopy(as_list(grads))
    optimiser.step(net, grads, BATCH)
    assert all(now is then for now, then in zip(parameters(net), arrays, strict=True))
    assert all(np.array_equal(now, then) for now, then in zip(as_list(grads), before, strict=True))


@pytest.mark.parametrize("optimiser", [SGD(0.1), Momentum(0.1)], ids=["SGD", "Momentum"])
def test_a_float32_network_stays_float32(optimiser: SGD | Momentum) -> None:
    net = new_network([3, 4, 2], np.random.default_rng(1))
    optimiser.step(net, random_gradients(net)[0], BATCH)
    assert {array.dtype for array in parameters(net)} == {np.dtype(np.float32)}


@pytest.mark.parametrize("rate", [0, -0.1, float("nan"), float("inf")])
@pytest.mark.parametrize("kind", [SGD, Momentum])
def test_a_learning_rate_that_is_none_is_refused(kind: type[SGD | Momentum], rate: float) -> None:
    with pytest.raises(ValueError, match=r"learning_rate is .*; expected a finite number"):
        kind(rate)


@pytest.mark.parametrize("momentum", [1, -0.1, 2, float("nan")])
def test_a_momentum_outside_its_range_is_refused(momentum: float) -> None:
    with pytest.raises(ValueError, match=r"momentum is .*; expected a number in \[0, 1\)"):
        Momentum(0.1, momentum)
