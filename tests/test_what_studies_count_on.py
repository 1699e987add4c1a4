"""What single studies count on: starts, the noise of a gradient, losses, a loop beside numrec's."""

from itertools import combinations

import numpy as np
import pytest

from numrec import SGD, backprop, forward, new_network, one_hot
from numrec.gradient_check import central_difference
from numrec.losses import output_delta
from tools.studies import divergence
from tools.studies.gradient_noise import flat, mean_square
from tools.studies.losses import PAIRS, untrained
from tools.studies.starts import SCHEMES, started


@pytest.mark.parametrize("scheme", SCHEMES)
def test_each_start_has_the_variance_of_its_name_in_each_layer(scheme: str) -> None:
    net = started(scheme, 4, seed=1)
    for omega in net.omega.values():
        n_out, n_in = omega.shape
        variance = {
            "He": 2 / n_in,
            "Glorot": 2 / (n_in + n_out),
            "tenth of He": 2 / n_in / 100,
            "uniform": 1 / 3,
            "normal": 1,
        }[scheme]
        assert omega.var() == pytest.approx(variance, rel=0.2)
    assert [omega.shape[0] for omega in net.omega.values()] == [64, 64, 64, 64, 10]


def test_the_squares_of_single_gradients_need_no_loop_and_the_noise_keeps_its_law() -> None:
    """All mini-batches of two, three and five of five images are tried."""
    rng = np.random.default_rng(3)
    net = new_network([6, 4, 3], rng, dtype=np.float64)
    images, targets = rng.uniform(size=(6, 5)), one_hot(np.array([0, 2, 1, 1, 0]), 3)
    single = [flat(net, images[:, [p]], targets[:, [p]]) for p in range(5)]
    found = mean_square(net, images, targets)
    assert found == pytest.approx(np.mean([g @ g for g in single]))
    whole = flat(net, images, targets)
    variance = found - whole @ whole
    for m in (2, 3, 5):
        means = [
            flat(net, images[:, B], targets[:, B]) for B in map(list, combinations(range(5), m))
        ]
        off = [(g_B - whole) @ (g_B - whole) for g_B in means]
        assert np.mean(off) == pytest.approx(variance / m * (5 - m) / 4, abs=1e-12)


@pytest.mark.parametrize(("output", "loss"), PAIRS)
def test_the_delta_of_each_pair_is_the_measured_slope_of_its_loss(output: str, loss: str) -> None:
    net = untrained(output, loss, "he", seed=3)
    z, a_hat = np.random.default_rng(4).normal(size=(10, 1)), np.eye(10)[:, [7]]
    C_of_z = lambda z: net.loss.C(net.output.f(z), a_hat)
    delta = output_delta(net.loss, net.output, z, net.output.f(z), a_hat)
    assert delta == pytest.approx(central_difference(C_of_z, z), abs=1e-8)


def test_a_sigmoid_that_rounds_to_one_still_hears_the_binary_cross_entropy() -> None:
    net = untrained("sigmoid", "cross-entropy", "uniform", seed=3)
    z = np.full((10, 1), 50.0)
    delta = output_delta(net.loss, net.output, z, net.output.f(z), np.zeros((10, 1)))
    assert (delta == 1).all()
    assert np.isfinite(net.loss.C(net.output.f(z), np.zeros((10, 1))))


def test_the_loop_steps_as_numrec_does() -> None:
    net, rng = divergence.begin(3), np.random.default_rng(0)
    loop = [array.copy() for l in (1, 2) for array in (net.omega[l], net.b[l])]
    for _ in range(3):
        a0, labels = rng.random((784, divergence.BATCH)), rng.integers(0, 10, divergence.BATCH)
        a_hat = one_hot(labels, 10, np.float64)
        divergence.step_by_hand(loop, a0, a_hat)
        SGD(divergence.ETA).step(net, backprop(net, forward(net, a0), a_hat), divergence.BATCH)
    moved = [net.omega[1], net.b[1], net.omega[2], net.b[2]]
    assert max(np.abs(one - other).max() for one, other in zip(loop, moved, strict=True)) < 1e-12
    assert np.abs(net.omega[1] - divergence.begin(3).omega[1]).max() > 1e-3
