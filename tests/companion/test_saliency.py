"""Slopes by the input are the derivatives, shares add up, and a square that is covered is black."""

from dataclasses import replace

import numpy as np
import pytest
import sympy as sp

from companion.proofs.symbolic_execution import scalar_network
from companion.saliency import asks_for, input_gradient, nudged, occlusion, shares
from companion.symbols import f, f_prime
from numrec import Network, activation, forward, new_network
from numrec.activations import Activation, Array
from numrec.gradient_check import central_difference
from numrec.losses import loss_by_name

SIZES = [[3, 2], [3, 4, 2], [5, 3, 4, 3]]


def case(sizes: list[int], hidden: str = "leaky_relu") -> tuple[Network, Array, Array]:
    rng = np.random.default_rng(len(sizes))
    net = new_network(sizes, rng, dtype=np.float64)
    net = replace(net, hidden=activation(hidden, alpha=0.2))
    for l in net.b:
        net.b[l][:] = rng.normal(size=net.b[l].shape)
    return net, rng.normal(size=(sizes[0], 1)), rng.normal(size=(sizes[-1], 1))


@pytest.mark.parametrize("hidden", ["leaky_relu", "sigmoid", "identity"])
@pytest.mark.parametrize("sizes", SIZES, ids=str)
def test_the_slope_by_the_input_is_what_a_nudge_measures(sizes: list[int], hidden: str) -> None:
    net, a0, v = case(sizes, hidden)
    asked = lambda x: (v.T @ forward(net, x).z[net.L]).item()
    assert np.allclose(input_gradient(net, a0, v), central_difference(asked, a0), atol=1e-8)


def test_on_symbols_it_is_sympys_own_derivative_with_f_unknown() -> None:
    small = scalar_network([2, 3, 2])
    unknown = Activation("f", *(np.vectorize(g, otypes=[object]) for g in (f, f_prime)))
    net = Network(small.omega, small.b, unknown, unknown, loss_by_name("quadratic"))
    v = np.array(sp.symbols("v_:2")).reshape(-1, 1)
    ours = input_gradient(net, small.a0, v)
    asked = sum(one * node for one, node in zip(v[:, 0], small.z[0], strict=True))
    for i, x in enumerate(small.a0[:, 0]):
        assert sp.expand(ours[i, 0] - sp.diff(asked, x)) == 0


@pytest.mark.parametrize("hidden", ["leaky_relu", "relu", "identity"])
@pytest.mark.parametrize("sizes", SIZES, ids=str)
def test_the_shares_of_pixels_and_biases_add_up_to_what_was_asked(
    sizes: list[int], hidden: str
) -> None:
    net, a0, v = case(sizes, hidden)
    asked = (v.T @ forward(net, a0).z[net.L]).item()
    assert shares(net, a0, v).total == pytest.approx(asked, rel=1e-12)
    assert abs(shares(net, a0, v).pixels.sum() - asked) > 0.1


def test_what_cannot_be_asked_is_refused() -> None:
    wide = new_network([784, 10], np.random.default_rng(0))
    net, a0, v = case([3, 4, 2], "sigmoid")
    with pytest.raises(ValueError, match="expected 'leaky_relu', 'relu' or 'identity'"):
        shares(net, a0, v)
    with pytest.raises(ValueError, match="output 2 is not there; expected 0 to 1"):
        asks_for(net, 2)
    with pytest.raises(ValueError, match="expected an odd number"):
        occlusion(net, a0, v, size=2)
    with pytest.raises(ValueError, match="expected one"):
        occlusion(wide, np.ones((784, 2)), asks_for(wide, 3))


@pytest.mark.parametrize("paint", [0, 1])
def test_painting_a_square_over_is_the_same_as_setting_its_pixels(paint: float) -> None:
    net = new_network([784, 10], np.random.default_rng(0), dtype=np.float64)
    picture, v = np.random.default_rng(1).uniform(size=(784, 1)), asks_for(net, 3)
    falls = occlusion(net, picture, v, 3, paint).reshape(28, 28)
    for row, column in ((0, 0), (5, 17), (27, 20)):
        covered = picture.reshape(28, 28).copy()
        covered[max(row - 1, 0) : row + 2, max(column - 1, 0) : column + 2] = paint
        after = forward(net, covered.reshape(-1, 1)).z[1][3] - forward(net, picture).z[1][3]
        assert falls[row, column] == pytest.approx(-after.item())


def test_a_nudge_goes_uphill_and_stays_a_picture() -> None:
    net, _, _ = case([784, 8, 10])
    picture, v = np.random.default_rng(1).uniform(size=(784, 1)), asks_for(net, 3)
    moved = nudged(net, picture, v, 0.01)
    assert 0 <= moved.min() <= moved.max() <= 1
    assert np.array_equal(nudged(net, picture[:, 0], v, 0.01), moved), "one without its axis too"
    assert np.abs(moved - picture).max() <= 0.01 + 1e-12
    assert (v.T @ (forward(net, moved).z[2] - forward(net, picture).z[2])).item() > 0
