"""Each optimiser follows its formula over several steps, in place, and refuses bad numbers."""

import copy
from collections.abc import Callable

import numpy as np
import pytest

from numrec import (
    SGD,
    Adam,
    Gradients,
    Momentum,
    Nesterov,
    Network,
    RMSProp,
    new_network,
)
from numrec.activations import Array
from numrec.optimisers import Optimiser

STEPS, BATCH = 5, 4
KINDS = [SGD, Momentum, Nesterov, RMSProp, Adam]


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


@pytest.mark.parametrize("kind", KINDS)
def test_a_step_is_in_place_and_leaves_the_gradients_alone(
    net: Network, kind: type[Optimiser]
) -> None:
    arrays, grads = parameters(net), random_gradients(net)[0]
    before = copy.deepcopy(as_list(grads))
    kind(0.1).step(net, grads, BATCH)
    assert all(now is then for now, then in zip(parameters(net), arrays, strict=True))
    assert all(np.array_equal(now, then) for now, then in zip(as_list(grads), before, strict=True))


@pytest.mark.parametrize("kind", KINDS)
def test_a_float32_network_stays_float32(kind: type[Optimiser]) -> None:
    net = new_network([3, 4, 2], np.random.default_rng(1))
    kind(0.1).step(net, random_gradients(net)[0], BATCH)
    assert {array.dtype for array in parameters(net)} == {np.dtype(np.float32)}


@pytest.mark.parametrize("rate", [0, -0.1, float("nan"), float("inf")])
@pytest.mark.parametrize("kind", KINDS)
def test_a_learning_rate_that_is_none_is_refused(kind: type[Optimiser], rate: float) -> None:
    with pytest.raises(ValueError, match=r"learning_rate is .*; expected a finite number"):
        kind(rate)


@pytest.mark.parametrize("momentum", [1, -0.1, 2, float("nan")])
def test_a_momentum_outside_its_range_is_refused(momentum: float) -> None:
    with pytest.raises(ValueError, match=r"momentum is .*; expected a finite number in \[0, 1\)"):
        Momentum(0.1, momentum)


@pytest.mark.parametrize("name", ["decay", "epsilon", "beta_1", "beta_2"])
@pytest.mark.parametrize("value", [-0.1, float("nan"), float("inf")])
def test_the_other_numbers_are_refused_outside_their_ranges(name: str, value: float) -> None:
    kind = Adam if name.startswith("beta") else RMSProp
    with pytest.raises(ValueError, match=f"{name} is .*; expected a finite number"):
        kind(0.1, **{name: value})


def moved(net: Network, optimiser: Optimiser) -> tuple[list[Array], list[Array]]:
    """Give where the parameters began and where STEPS steps took them."""
    start = copy.deepcopy(parameters(net))
    for grads in random_gradients(net):
        optimiser.step(net, grads, BATCH)
    return start, parameters(net)


def one_number_at_a_time(net: Network, path: Callable[[list[float]], float]) -> list[Array]:
    """Let `path` say for each single parameter how far its gradients' means move it."""
    means = [[g / BATCH for g in as_list(grads)] for grads in random_gradients(net)]
    return [
        np.array([path([step[k].flat[n] for step in means]) for n in range(theta.size)]).reshape(
            theta.shape
        )
        for k, theta in enumerate(parameters(net))
    ]


def nesterov_path(gs: list[float]) -> float:
    v = total = 0.0
    for g in gs:
        v = 0.9 * v + 0.3 * g
        total += 0.9 * v + 0.3 * g
    return total


def rmsprop_path(gs: list[float]) -> float:
    """With the mean square written as one sum over the past."""
    total = 0.0
    for t in range(len(gs)):
        s = sum(0.1 * 0.9 ** (t - i) * gs[i] ** 2 for i in range(t + 1))
        total += 0.3 * gs[t] / (s**0.5 + 1e-3)
    return total


def adam_path(gs: list[float]) -> float:
    """With both means written as weighted means whose weights sum to 1."""
    total = 0.0
    for t in range(len(gs)):
        w = [0.8 ** (t - i) for i in range(t + 1)]
        u = [0.9 ** (t - i) for i in range(t + 1)]
        v = sum(a * b for a, b in zip(w, gs, strict=False)) / sum(w)
        s = sum(a * b**2 for a, b in zip(u, gs, strict=False)) / sum(u)
        total += 0.3 * v / (s**0.5 + 1e-3)
    return total


PATHS = {
    "Nesterov": (Nesterov(0.3, 0.9), nesterov_path),
    "RMSProp": (RMSProp(0.3, 0.9, 1e-3), rmsprop_path),
    "Adam": (Adam(0.3, 0.8, 0.9, 1e-3), adam_path),
}


@pytest.mark.parametrize("name", PATHS)
def test_an_optimiser_goes_the_way_of_its_formula(net: Network, name: str) -> None:
    optimiser, path = PATHS[name]
    start, now = moved(net, copy.deepcopy(optimiser))
    for theta_0, theta, far in zip(start, now, one_number_at_a_time(net, path), strict=True):
        assert np.allclose(theta, theta_0 - far, rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("kind", KINDS[1:])
def test_an_optimiser_that_remembers_another_network_says_so(
    net: Network, kind: type[Optimiser]
) -> None:
    optimiser = kind(0.1)
    optimiser.step(net, random_gradients(net)[0], BATCH)
    other = new_network([3, 5, 2], np.random.default_rng(1), dtype=np.float64)
    with pytest.raises(
        ValueError, match=f"net has .*; expected .* this {kind.__name__} remembers: make a new one"
    ):
        optimiser.step(other, random_gradients(other)[0], BATCH)


def test_an_optimiser_without_memory_serves_any_network(net: Network) -> None:
    optimiser = SGD(0.1)
    optimiser.step(net, random_gradients(net)[0], BATCH)
    other = new_network([3, 5, 2], np.random.default_rng(1), dtype=np.float64)
    before = other.omega[1].copy()
    optimiser.step(other, random_gradients(other)[0], BATCH)
    assert (other.omega[1] != before).all()


@pytest.mark.parametrize("kind", KINDS)
def test_numbers_of_numpy_move_a_network_as_those_of_python_do(
    net: Network, kind: type[Optimiser]
) -> None:
    for arrays in (net.omega, net.b):
        arrays |= {l: array.astype(np.float32) for l, array in arrays.items()}
    other, grads = copy.deepcopy(net), random_gradients(net)[0]
    kind(0.3).step(net, grads, 7)
    optimiser = kind(0.1)
    optimiser.learning_rate = np.float64(0.3)  # as a schedule may give it
    optimiser.step(other, grads, np.int64(7))
    assert all(np.array_equal(net.omega[l], other.omega[l]) for l in (1, 2))
    assert all(np.array_equal(net.b[l], other.b[l]) for l in (1, 2))


def test_gradients_that_are_no_real_numbers_are_refused(net: Network) -> None:
    before, grads = net.omega[1].copy(), random_gradients(net)[0]
    grads.dC_domega[1] = grads.dC_domega[1] + 1j
    with pytest.raises(TypeError, match="complex"):
        SGD(0.1).step(net, grads, BATCH)
    assert np.array_equal(net.omega[1], before)


@pytest.mark.parametrize("batch_size", [0, -1, 2.5, float("nan")])
def test_a_batch_size_that_is_none_is_refused(net: Network, batch_size: float) -> None:
    before = net.omega[1].copy()
    with pytest.raises(ValueError, match=r"batch_size is .*; expected .*at least 1"):
        SGD(0.1).step(net, random_gradients(net)[0], batch_size)
    assert np.array_equal(net.omega[1], before)


@pytest.mark.parametrize("rate", [0, -1.0, float("nan"), float("inf")])
def test_a_rate_is_checked_when_it_is_changed_too(rate: float) -> None:
    optimiser = SGD(0.1)
    with pytest.raises(ValueError, match=r"learning_rate is .*; expected a finite number"):
        optimiser.learning_rate = rate
    assert optimiser.learning_rate == 0.1


def test_an_optimiser_that_is_reset_is_as_new(net: Network) -> None:
    first, again = copy.deepcopy(net), copy.deepcopy(net)
    optimiser = Momentum(0.1)
    grads = random_gradients(net)[0]
    optimiser.step(first, grads, BATCH)
    optimiser.reset()
    optimiser.step(again, grads, BATCH)
    assert np.array_equal(first.omega[1], again.omega[1])
