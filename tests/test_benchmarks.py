"""What the benchmark times side by side is the same thing: the gradients of one batch."""

import json

import numpy as np
import pytest

from benchmarks import pages
from benchmarks.pieces import loop_over_pieces, loop_over_samples
from numrec import backprop, forward, new_network


@pytest.mark.parametrize("size", [1, 2, 5, 12])
def test_samples_and_pieces_add_up_to_the_gradients(size: int) -> None:
    rng = np.random.default_rng(3)
    net = new_network([5, 4, 3, 2], rng, dtype=np.float64)
    a0, a_hat = rng.normal(size=(5, 12)), np.eye(2)[:, rng.integers(2, size=12)]
    truth = backprop(net, forward(net, a0), a_hat)
    for sums in (loop_over_samples(net, a0, a_hat), loop_over_pieces(net, size, a0, a_hat)):
        for l, (omega, b) in sums.items():
            assert np.allclose(omega, truth.dC_domega[l], rtol=1e-12, atol=1e-14)
            assert np.allclose(b, truth.dC_db[l], rtol=1e-12, atol=1e-14)


def test_the_table_of_weights_is_what_was_measured() -> None:
    measured = json.loads(pages.RESULTS.read_text("utf-8"))["pages"]
    _, written = pages.TABLE.read_text("utf-8").split(pages.MARK)
    assert written.strip() == pages.table(measured).strip()
    assert set(measured) >= {"book/index", "notebooks/training", "book/play/draw", "search"}
