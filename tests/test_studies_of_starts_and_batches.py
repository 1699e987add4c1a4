"""What the studies of starting weights and of batches count on."""

from itertools import combinations

import numpy as np
import pytest

from numrec import new_network, one_hot
from tools.studies.gradient_noise import flat, mean_square
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
