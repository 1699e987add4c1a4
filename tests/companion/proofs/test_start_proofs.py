"""Symmetric nodes stay equal, and a network of zeros learns its last biases alone."""

import numpy as np
import pytest

import numrec.network
from companion.proofs.symmetry import stay_equal, symmetric_gradients


@pytest.mark.parametrize(("sizes", "l"), [([2, 2, 1], 1), ([1, 3, 2], 1), ([2, 2, 2, 1], 2)])
def test_symmetric_nodes_get_the_same_derivatives_and_others_do_not(
    sizes: list[int], l: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert stay_equal(symmetric_gradients(sizes, l), l)
    assert not stay_equal(symmetric_gradients(sizes, l, outgoing=False), l)

    def uneven(net: object, trace: object, a_hat: object) -> object:
        grads = numrec.network.backprop(net, trace, a_hat)  # type: ignore[arg-type]
        grads.dC_db[l][1] *= 2
        return grads

    monkeypatch.setattr("companion.proofs.symmetry.backprop", uneven)
    assert not stay_equal(symmetric_gradients(sizes, l), l)


def test_a_network_of_zeros_moves_its_output_biases_alone() -> None:
    rng = np.random.default_rng(0)
    net = numrec.network.new_network([3, 4, 4, 2], rng, dtype=np.float64)
    for omega in net.omega.values():
        omega *= 0
    a0, a_hat = rng.normal(size=(3, 5)), np.eye(2)[:, [0, 1, 1, 0, 1]]
    grads = numrec.network.backprop(net, numrec.network.forward(net, a0), a_hat)
    assert not any(array.any() for array in grads.dC_domega.values())
    assert [bool(grads.dC_db[l].any()) for l in (1, 2, 3)] == [False, False, True]
