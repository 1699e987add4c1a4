"""What the benchmark times side by side is the same thing: the gradients of one batch."""

import numpy as np
import pytest

from benchmarks.pieces import Sums, loop_over_pieces, loop_over_samples
from numrec import Network, backprop, forward, new_network
from numrec.activations import Array


def case() -> tuple[Network, Array, Array]:
    rng = np.random.default_rng(3)
    net = new_network([5, 4, 3, 2], rng, dtype=np.float64)
    return net, rng.normal(size=(5, 12)), np.eye(2)[:, rng.integers(2, size=12)]


def assert_the_gradients(sums: Sums) -> None:
    net, a0, a_hat = case()
    truth = backprop(net, forward(net, a0), a_hat)
    for l, (omega, b) in sums.items():
        assert np.allclose(omega, truth.dC_domega[l], rtol=1e-12, atol=1e-14)
        assert np.allclose(b, truth.dC_db[l], rtol=1e-12, atol=1e-14)


def test_the_loop_over_samples_adds_up_the_gradients() -> None:
    assert_the_gradients(loop_over_samples(*case()))


@pytest.mark.parametrize("size", [1, 2, 5, 12])
def test_the_pieces_add_up_to_the_gradients(size: int) -> None:
    net, a0, a_hat = case()
    assert_the_gradients(loop_over_pieces(net, size, a0, a_hat))
