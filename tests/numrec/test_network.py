"""The network against its formulas, and bad input refused in numrec's words."""

import copy
from dataclasses import FrozenInstanceError
from typing import Any

import numpy as np
import pytest

from numrec import Activation, Network, backprop, forward, new_network, predict
from numrec.activations import leaky_relu, leaky_relu_prime
from numrec.losses import loss_by_name


@pytest.fixture
def net() -> Network:
    return new_network([3, 4, 2], np.random.default_rng(1), dtype=np.float64)


def test_shapes_are_those_of_the_book(net: Network) -> None:
    trace = forward(net, np.ones((3, 5)))
    grads = backprop(net, trace, np.ones((2, 5)) / 2)
    assert net.sizes == [3, 4, 2]
    for layers, expected in (
        (net.omega, {1: (4, 3), 2: (2, 4)}),
        (net.b, {1: (4, 1), 2: (2, 1)}),
        (trace.a, {0: (3, 5), 1: (4, 5), 2: (2, 5)}),
        (trace.z, {1: (4, 5), 2: (2, 5)}),
        (grads.delta, {1: (4, 5), 2: (2, 5)}),
        (grads.dC_domega, {1: (4, 3), 2: (2, 4)}),
        (grads.dC_db, {1: (4, 1), 2: (2, 1)}),
    ):
        assert {l: array.shape for l, array in layers.items()} == expected


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_what_is_written_into_the_arrays_of_an_earlier_call_is_the_same(dtype: type) -> None:
    """To the last bit, in the same arrays, for other numbers and weights than those before."""
    net = new_network([3, 5, 4, 2], np.random.default_rng(1), dtype=dtype)
    x, y, a_hat = (np.random.default_rng(n).normal(size=(n, 5)).astype(dtype) for n in (3, 3, 2))
    trace = forward(net, 2 * y)
    grads = backprop(net, trace, a_hat**2)
    z, delta = dict(trace.z), dict(grads.delta)
    net.omega[2] *= 2
    fresh = forward(net, x)
    truth = backprop(net, fresh, a_hat)
    again = forward(net, x, out=trace)
    found = backprop(net, again, a_hat, out=grads)
    for ours, theirs in zip((*again, *found), (*fresh, *truth), strict=True):
        assert ours.keys() == theirs.keys()
        assert all(np.array_equal(ours[l], theirs[l]) for l in theirs)
    assert all(again.z[l] is z[l] for l in (1, 2, 3))
    assert all(found.delta[l] is delta[l] for l in (1, 2))
    assert all(found.dC_domega[l] is grads.dC_domega[l] for l in (1, 2, 3))


@pytest.mark.parametrize("m", [2, 7])
def test_arrays_of_another_number_of_samples_are_left_alone(net: Network, m: int) -> None:
    trace = forward(net, np.ones((3, 5)))
    grads = backprop(net, trace, np.ones((2, 5)) / 2)
    before = copy.deepcopy((*trace, *grads))
    other = forward(net, np.ones((3, m)), out=trace)
    assert other.z[1].shape == (4, m)
    backprop(net, other, np.ones((2, m)) / 2, out=grads)
    for now, then in zip((*trace, *grads), before, strict=True):
        assert all(np.array_equal(now[l], then[l]) for l in then)


@pytest.mark.parametrize("alpha", [-1.5, -0.01, 0.0, 0.2, 1.0, 1.5])
@pytest.mark.parametrize("kind", [int, np.float32, np.float64, complex])
def test_leaky_relu_is_its_two_pieces_for_every_slope(alpha: float, kind: type) -> None:
    z = np.array([[-2, -1, 0, 1, 3]]).astype(kind)
    a, slope = leaky_relu(z, alpha), leaky_relu_prime(z, alpha)
    assert np.array_equal(a, np.where(z > 0, z, alpha * z))
    assert np.array_equal(slope, np.where(z > 0, np.ones_like(z), alpha * np.ones_like(z)))
    assert a.dtype == slope.dtype == (z if kind is not int else alpha * z).dtype
    assert np.isnan(leaky_relu(np.array([np.nan]), alpha)).all()
    if alpha:
        assert leaky_relu(np.array([np.inf, -np.inf]), alpha).tolist() == [np.inf, -np.inf * alpha]


def test_the_parts_of_a_network_are_not_exchanged(net: Network) -> None:
    with pytest.raises(FrozenInstanceError):
        net.loss = loss_by_name("quadratic")  # type: ignore[misc]


def test_options_are_named_and_the_others_may_be() -> None:
    rng = np.random.default_rng(0)
    assert new_network(sizes=[3, 2], rng=rng).sizes == [3, 2]
    with pytest.raises(TypeError, match="positional"):
        new_network([3, 4, 2], rng, "relu")  # type: ignore[misc]


def test_weights_that_are_too_large_are_no_fault_of_the_samples(net: Network) -> None:
    net.omega[1][:] = 1e308
    with np.errstate(all="ignore"):
        assert predict(net, np.full((3, 2), 10.0)).shape == (2,)
        with pytest.raises(ValueError, match="a0 holds a number that is not finite, in sample 1"):
            predict(net, np.array([[1, np.nan]] * 3))


def test_a_node_is_its_sum_written_out(net: Network) -> None:
    """Plain Python numbers, so nothing of NumPy's products is taken on trust."""
    net.b[1][:, 0] = [0.5, -0.5, 0.25, -0.25]
    x = [0.3, -0.7, 0.9]
    z = [sum(float(net.omega[1][j, i]) * x[i] for i in range(3)) + net.b[1][j, 0] for j in range(4)]
    trace = forward(net, np.array(x))  # one sample, without its second axis
    assert trace.z[1][:, 0] == pytest.approx(z, rel=1e-14)
    assert trace.a[1][:, 0] == pytest.approx([v if v > 0 else 0.01 * v for v in z], rel=1e-14)
    assert trace.a[2].sum() == pytest.approx(1, rel=1e-14)
    assert predict(net, np.array(x)).tolist() == [trace.a[2].argmax()]


def test_he_and_uniform_draw_from_their_distributions() -> None:
    for initialisation, spread in (("he", np.sqrt(2 / 400)), ("uniform", np.sqrt(1 / 3))):
        drawn, other = (
            new_network([400, 500, 2], np.random.default_rng(n), initialisation=initialisation)
            for n in (0, 1)
        )
        assert not (drawn.omega[1] == other.omega[1]).all()
        assert drawn.omega[1].dtype == drawn.b[1].dtype == np.float32
        assert float(drawn.omega[1].std()) == pytest.approx(spread, rel=0.01)
        assert float(drawn.omega[1].mean()) == pytest.approx(0, abs=0.01 * spread)


def test_softmax_and_sigmoid_bear_huge_sums() -> None:
    for loss in ("cross_entropy", "quadratic"):
        net = new_network([1, 2], np.random.default_rng(0), loss=loss, dtype=np.float64)
        net.omega[1][:] = [[1e6], [-1e6]]
        assert forward(net, np.array([1.0])).a[1][:, 0].tolist() == [1.0, 0.0]


NOT_KNOWN = "is not known; expected one of"


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        *(
            ({"sizes": sizes}, r"sizes is .*; expected two or more whole numbers")
            for sizes in ([], [3], [3, 0, 2], [3, -1], [3, 2.0], [3, True], ["3", "2"], [3, None])
        ),
        *(({"rng": rng}, r"rng is .*; expected a generator") for rng in (0, None, "0")),
        *(({"alpha": a}, f"alpha is {a}; expected a finite slope") for a in (np.nan, None, "0.1")),
        ({"hidden": "tanh"}, f"activation 'tanh' {NOT_KNOWN}"),
        ({"loss": "hinge"}, f"loss 'hinge' {NOT_KNOWN}"),
        ({"initialisation": "zeros"}, f"initialisation 'zeros' {NOT_KNOWN}"),
        ({"hidden": "softmax"}, "hidden is 'softmax'; expected an elementwise activation"),
        ({"hidden": Activation("softmax", np.exp, None)}, "expected an elementwise activation"),
        ({"hidden": np.tanh}, "hidden is <ufunc 'tanh'>; expected a name such as 'relu'"),
        ({"output": np.tanh}, "output is <ufunc 'tanh'>; expected a name such as 'relu'"),
        ({"output": "relu"}, "output is 'relu'; cross-entropy takes ln a"),
        ({"output": "leaky_relu"}, "output is 'leaky_relu'; cross-entropy takes ln a"),
        ({"output": "identity"}, "output is 'identity'; cross-entropy takes ln a"),
        ({"dtype": int}, "dtype is int64; expected float32 or float64"),
    ],
)
def test_a_choice_that_makes_no_network_is_refused(wrong: dict[str, Any], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        new_network(**({"sizes": [3, 4, 2], "rng": np.random.default_rng(0)} | wrong))


@pytest.mark.parametrize("sizes", [[3, 2], [3, 4, 4, 2], [3, 5, 2], [4, 4, 2]])
def test_another_networks_trace_is_refused(net: Network, sizes: list[int]) -> None:
    trace = forward(new_network(sizes, np.random.default_rng(0)), np.zeros((sizes[0], 5)))
    with pytest.raises(ValueError, match=r"trace is of layers .*; expected \[3, 4, 2\]"):
        backprop(net, trace, np.zeros((2, 5)))


@pytest.mark.parametrize("run", [forward, predict])
def test_samples_given_as_rows_are_refused_with_the_cure(net: Network, run: Any) -> None:
    with pytest.raises(ValueError, match=r"a0 has shape \(5, 3\); .* lie in rows: pass a0\.T"):
        run(net, np.zeros((5, 3)))


@pytest.mark.parametrize("shape", [(3,), (3, 5), (2, 4), (2, 6), (5, 2)])
def test_a_target_that_does_not_fit_is_refused(net: Network, shape: Any) -> None:
    trace = forward(net, np.zeros((3, 5)))
    with pytest.raises(ValueError, match="a_hat has shape"):
        backprop(net, trace, np.zeros(shape))


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_cross_entropy_stays_finite_at_zero_and_honest_elsewhere(dtype: type) -> None:
    C = lambda a: loss_by_name("cross_entropy").C(np.full((1, 1), a, dtype), np.ones((1, 1), dtype))
    assert C(0) == pytest.approx(-np.log(np.finfo(dtype).tiny))
    for a in (1e-20, 0.5, 1):
        assert C(a) == pytest.approx(-np.log(a))
    with np.errstate(invalid="ignore"):
        assert np.isnan(C(-0.5))
    assert np.isnan(C(np.nan))
