"""The study of outputs and losses trains what it says: each delta is the slope of its loss."""

import numpy as np
import pytest

from numrec.activations import Array
from numrec.gradient_check import central_difference
from numrec.losses import output_delta
from tools.studies.losses import PAIRS, untrained


@pytest.mark.parametrize(("output", "loss"), PAIRS)
def test_the_delta_of_each_pair_is_the_measured_slope_of_its_loss(output: str, loss: str) -> None:
    net = untrained(output, loss, "he", seed=3)
    z, a_hat = np.random.default_rng(4).normal(size=(10, 1)), np.eye(10)[:, [7]]
    C_of_z = lambda z: net.loss.C(net.output.f(z), a_hat)
    delta = output_delta(net.loss, net.output, z, net.output.f(z), a_hat)
    assert delta == pytest.approx(central_difference(C_of_z, z), abs=1e-8)


def test_a_sigmoid_that_rounds_to_one_still_hears_the_binary_cross_entropy() -> None:
    net = untrained("sigmoid", "cross-entropy", "uniform", seed=3)
    z: Array = np.full((10, 1), 50.0)
    delta = output_delta(net.loss, net.output, z, net.output.f(z), np.zeros((10, 1)))
    assert (delta == 1).all()
    assert np.isfinite(net.loss.C(net.output.f(z), np.zeros((10, 1))))
