"""Each optimiser follows its formula over several steps, in place, and refuses bad numbers."""

import copy
from typing import Any

import numpy as np
import pytest
from measures import parameters, same

from numrec import SGD, Adam, Gradients, Momentum, Nesterov, Network, RMSProp, new_network
from numrec.activations import Array
from numrec.optimisers import Optimiser

Kind = type[Optimiser]
STEPS, BATCH = 5, 4
KINDS = [SGD, Momentum, Nesterov, RMSProp, Adam]


def small(nodes: int = 4, dtype: type = np.float64) -> Network:
    return new_network([3, nodes, 2], np.random.default_rng(1), dtype=dtype)


def random_gradients(net: Network) -> list[Gradients]:
    rng = np.random.default_rng(2)

    def like(layers: dict[int, Array]) -> dict[int, Array]:
        return {l: rng.normal(size=array.shape) for l, array in layers.items()}

    return [Gradients({}, like(net.omega), like(net.b)) for _ in range(STEPS)]


def as_list(grads: Gradients) -> list[Array]:
    return [array for l in (1, 2) for array in (grads.dC_domega[l], grads.dC_db[l])]


def sgd_path(g: list[Array]) -> Array:
    return 0.3 * sum(g)


def momentum_path(g: list[Array], mu: float) -> Array:
    """After k steps, gradient i has moved theta by eta (1 + mu + ... + mu^(k - i))."""
    return 0.3 * sum(g[i] * sum(mu**power for power in range(len(g) - i)) for i in range(len(g)))


def nesterov_path(gs: list[Array], mu: float) -> Array:
    v = total = 0.0
    for g in gs:
        v = mu * v + 0.3 * g
        total += mu * v + 0.3 * g
    return total


def rmsprop_path(g: list[Array], rho: float, eps: float) -> Array:
    """With the mean square written as one sum over the past."""
    total = 0.0
    for t in range(len(g)):
        s = sum((1 - rho) * rho ** (t - i) * g[i] ** 2 for i in range(t + 1))
        total += 0.3 * g[t] / (s**0.5 + eps)
    return total


def adam_path(g: list[Array], beta_1: float, beta_2: float, eps: float) -> Array:
    """With both means written as weighted means whose weights sum to 1."""
    total = 0.0
    for t in range(len(g)):
        w, u = ([beta ** (t - i) for i in range(t + 1)] for beta in (beta_1, beta_2))
        v = sum(w[i] * g[i] for i in range(t + 1)) / sum(w)
        s = sum(u[i] * g[i] ** 2 for i in range(t + 1)) / sum(u)
        total += 0.3 * v / (s**0.5 + eps)
    return total


@pytest.mark.parametrize(
    ("kind", "path", "numbers"),
    [
        (SGD, sgd_path, ()),
        *((Momentum, momentum_path, (mu,)) for mu in (0, 0.5, 0.99)),
        (Nesterov, nesterov_path, (0.9,)),
        *((RMSProp, rmsprop_path, (rho, 1e-3)) for rho in (0, 0.9)),
        *((Adam, adam_path, betas) for betas in ((0.8, 0.9, 1e-3), (0, 0, 1e-3))),
    ],
)
def test_an_optimiser_goes_the_way_of_its_formula(kind: Kind, path: Any, numbers: Any) -> None:
    net, optimiser = small(), kind(0.3, *numbers)
    start, steps = copy.deepcopy(parameters(net)), random_gradients(net)
    for grads in steps:
        optimiser.step(net, grads, BATCH)
    means = zip(*([g / BATCH for g in as_list(grads)] for grads in steps), strict=True)
    for theta_0, theta, gs in zip(start, parameters(net), means, strict=True):
        assert np.allclose(theta, theta_0 - path(gs, *numbers), rtol=1e-12, atol=1e-14)


def test_the_numbers_are_those_of_the_literature_unless_told() -> None:
    assert (Momentum(0.1).momentum, Nesterov(0.1).momentum) == (0.99, 0.99)
    rmsprop, adam = RMSProp(), Adam()
    assert (rmsprop.learning_rate, rmsprop.decay, rmsprop.epsilon) == (0.001, 0.99, 1e-8)
    assert (adam.learning_rate, adam.beta_1, adam.beta_2) == (0.001, 0.9, 0.999)
    assert adam.epsilon == 1e-8


@pytest.mark.parametrize("kind", KINDS)
def test_a_step_is_in_place_in_the_networks_type(kind: Kind) -> None:
    net, other = small(dtype=np.float32), small(dtype=np.float32)
    arrays, grads = parameters(net), random_gradients(net)[0]
    before = copy.deepcopy(as_list(grads))
    kind(0.3).step(net, grads, 7)
    optimiser = kind(0.1)
    optimiser.learning_rate = np.float64(0.3)  # as a schedule may give it
    optimiser.step(other, grads, np.int64(7))
    assert same(net, other)
    assert all(now is then for now, then in zip(parameters(net), arrays, strict=True))
    assert {array.dtype for array in parameters(net)} == {np.dtype(np.float32)}
    assert all(np.array_equal(now, then) for now, then in zip(as_list(grads), before, strict=True))


@pytest.mark.parametrize(
    ("kind", "name", "value"),
    [
        *((kind, "learning_rate", rate) for kind in KINDS for rate in (0, -0.1, np.nan, np.inf)),
        *((kind, "weight_decay", lamda) for kind in KINDS for lamda in (-0.1, np.nan, np.inf)),
        *((kind, "momentum", mu) for kind in (Momentum, Nesterov) for mu in (1, -0.1, np.nan)),
        *((RMSProp, "decay", rho) for rho in (1, -0.1, np.nan)),
        *((Adam, name, beta) for name in ("beta_1", "beta_2") for beta in (1, -0.1, np.nan)),
        *((kind, "epsilon", eps) for kind in (RMSProp, Adam) for eps in (0, -0.1, np.inf)),
    ],
)
def test_a_number_out_of_range_is_refused(kind: Kind, name: str, value: float) -> None:
    with pytest.raises(ValueError, match=f"{name} is {value}; expected a finite number"):
        kind(**{"learning_rate": 0.1, name: value})


@pytest.mark.parametrize("kind", KINDS)
def test_decay_shrinks_the_weights_by_eta_lambda_then_the_step_is_the_optimisers(
    kind: Kind,
) -> None:
    start = small()
    for b in start.b.values():
        b += 1  # a bias of 0 would hide that it shrinks
    plain, decayed, grads = copy.deepcopy(start), copy.deepcopy(start), random_gradients(start)[0]
    kind(0.3).step(plain, grads, BATCH)
    optimiser = kind(0.1, weight_decay=0.5)
    optimiser.learning_rate = 0.3  # the rate of the step counts, not the first one
    optimiser.step(decayed, grads, BATCH)
    for l in (1, 2):
        move = plain.omega[l] - start.omega[l]
        assert np.allclose(decayed.omega[l], (1 - 0.3 * 0.5) * start.omega[l] + move, atol=1e-15)
        assert np.array_equal(decayed.b[l], plain.b[l])


@pytest.mark.parametrize("kind", KINDS)
def test_a_weight_that_no_gradient_moves_fades_and_there_is_no_decay_unless_told(
    kind: Kind,
) -> None:
    net, nothing = small(dtype=np.float32), random_gradients(small())[0]
    for arrays in (nothing.dC_domega, nothing.dC_db):
        arrays.update({l: 0 * array for l, array in arrays.items()})
    for optimiser, left in ((kind(0.3), 1), (kind(0.3, weight_decay=np.float64(0.5)), 0.85**3)):
        for _ in range(3):
            optimiser.step(net, nothing, BATCH)
        assert np.allclose(net.omega[1], left * small(dtype=np.float32).omega[1], rtol=1e-6)
        assert net.omega[1].dtype == np.float32


def test_a_rate_is_checked_when_it_is_changed_too() -> None:
    optimiser = SGD(0.1)
    with pytest.raises(ValueError, match="learning_rate is -1; expected"):
        optimiser.learning_rate = -1
    assert optimiser.learning_rate == 0.1


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("nodes", [3, 5])
def test_its_state_is_of_one_network_until_it_is_reset(kind: Kind, nodes: int) -> None:
    first, again, other, optimiser = small(), small(), small(nodes), kind(0.1)
    optimiser.step(first, random_gradients(first)[0], BATCH)
    assert optimiser.steps == 1
    if kind is SGD:  # it has no memory
        optimiser.step(other, random_gradients(other)[0], BATCH)
        assert not same(other, small(nodes))
    else:
        with pytest.raises(ValueError, match=f"net has .* this {kind.__name__} remembers"):
            optimiser.step(other, random_gradients(other)[0], BATCH)
    optimiser.reset()
    assert optimiser.steps == 0
    optimiser.step(again, random_gradients(again)[0], BATCH)
    assert same(first, again)


@pytest.mark.parametrize("batch_size", [0, -1, 2.5, float("nan")])
def test_a_batch_size_that_is_none_is_refused(batch_size: Any) -> None:
    net = small()
    with pytest.raises(ValueError, match=r"batch_size is .*; expected .*at least 1"):
        SGD(0.1).step(net, random_gradients(net)[0], batch_size)
    assert same(net, small())


def test_gradients_that_are_no_real_numbers_are_refused() -> None:
    net = small()
    grads = random_gradients(net)[0]
    grads.dC_domega[1] = grads.dC_domega[1] + 1j
    with pytest.raises(TypeError, match="complex"):
        SGD(0.1).step(net, grads, BATCH)
    assert same(net, small())
