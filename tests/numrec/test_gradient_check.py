"""backprop against measured derivatives: every activation, loss and depth.

Mistakes planted in its lines are refused in tests/companion/proofs/test_mutants.py.
"""

import itertools
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

import numrec.gradient_check
import numrec.network
from numrec import Gradients, Network, Trace, check_gradients, forward, new_network
from numrec.activations import Array
from numrec.gradient_check import central_difference, complex_step

HIDDEN = ["leaky_relu", "relu", "sigmoid", "identity"]
ENDS = [
    *(("quadratic", output) for output in ("sigmoid", "softmax", "identity", "leaky_relu", "relu")),
    *(("cross_entropy", output) for output in ("softmax", "sigmoid")),
]
DEPTHS = [1, 2, 3, 4]

# Relative errors. Rounding leaves about 1e-16 / h = 1e-11 in a central difference, which is
# 1e-5 of a derivative as small as 1e-6; the complex step subtracts nothing. Over 336 networks
# the worst were 3e-5 and 2e-12. A wrong backprop is off by more than 1e-2 below.
TOLERANCE = {central_difference: 1e-4, complex_step: 1e-10}
METHODS = pytest.mark.parametrize("method", TOLERANCE, ids=lambda method: method.__name__)

Case = tuple[Network, Array, Array]


def draw(sizes: list[int], **options: Any) -> Case:
    """Draw a float64 network with random biases, five samples, and targets of any sum.

    Where a z lies so near the kink of leaky ReLU that a difference would step over it, we
    draw again.
    """
    rng = np.random.default_rng(7)
    while True:
        net = new_network(sizes, rng, dtype=np.float64, **options)
        for b in net.b.values():
            b[:] = rng.normal(size=b.shape)
        a0, a_hat = rng.normal(size=(sizes[0], 5)), rng.uniform(0.1, 1, size=(sizes[-1], 5))
        if min(np.abs(z).min() for z in forward(net, a0).z.values()) > 1e-3:
            return net, a0, a_hat


@METHODS
@pytest.mark.parametrize("depth", DEPTHS)
@pytest.mark.parametrize(("hidden", "end"), list(itertools.product(HIDDEN, ENDS)))
def test_backprop_is_the_measured_derivative(
    hidden: str, end: Any, depth: int, method: Any
) -> None:
    loss, output = end
    net, a0, a_hat = draw([3, 4, 3, 4, 2][: depth + 1], hidden=hidden, loss=loss, output=output)
    report = check_gradients(net, a0, a_hat, method)
    assert report.relative_error < TOLERANCE[method], report


def test_a_gradient_that_is_not_a_number_is_reported() -> None:
    net, a0, a_hat = draw([3, 3, 3], loss="quadratic")
    net = replace(net, loss=net.loss._replace(grad_a=lambda a, a_hat: np.nan * a))
    assert np.isnan(check_gradients(net, a0, a_hat).relative_error)


def test_the_error_is_a_share_of_the_larger_derivative_however_small() -> None:
    def twice(net: Network, trace: Trace, a_hat: Array) -> Gradients:
        right = numrec.network.backprop(net, trace, a_hat)
        return Gradients(*({l: 2 * array for l, array in layers.items()} for layers in right))

    net, a0, a_hat = draw([3, 2], loss="quadratic")
    C, grad_a = net.loss.C, net.loss.grad_a
    small = {"C": lambda *of: C(*of) / 1000, "grad_a": lambda *of: grad_a(*of) / 1000}
    net = replace(net, loss=net.loss._replace(name="small", **small))
    report = check_gradients(net, a0, a_hat, complex_step, twice)
    assert report.relative_error == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("turned", "says"),
    [(lambda w: w[1:], r"\(3, 3\)"), (lambda w: np.vstack([w, w]), r"\(8, 3\)")],
    ids=["lack a row", "have too many"],
)
def test_derivatives_of_another_shape_are_refused(turned: Any, says: str) -> None:
    def other(net: Network, trace: Trace, a_hat: Array) -> Gradients:
        delta, dC_domega, dC_db = numrec.network.backprop(net, trace, a_hat)
        return Gradients(delta, dC_domega | {1: turned(dC_domega[1])}, dC_db)

    with pytest.raises(ValueError, match=rf"dC_domega\[1\] has shape {says}; expected \(4, 3\)"):
        check_gradients(*draw([3, 4, 2]), gradients=other)


def test_derivatives_that_are_0_agree() -> None:
    net, a0, a_hat = draw([3, 4, 2], hidden="relu")
    net.b[1][:] = -100
    assert check_gradients(net, a0, a_hat, complex_step).relative_error < 1e-10


def test_an_array_is_measured_entry_by_entry() -> None:
    """C(x) may be an array, and x stays as it was."""
    x = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
    slopes = central_difference(lambda x: (x**2).sum(axis=0), x)
    assert slopes.shape == (3, 2, 3)
    assert np.allclose(slopes[1], [[0, 4, 0], [0, 10, 0]], atol=1e-8)
    for h in (1e-30, 0.1):
        assert np.allclose(complex_step(lambda x: (x**2).sum(), x, h), 2 * x, rtol=1e-14)
    assert x.tolist() == [[1, 2, 3], [4, 5, 6]]


def test_of_equal_errors_the_first_is_reported() -> None:
    net, a0, a_hat = draw([3, 4, 2])
    flat = net.loss._replace(C=lambda a, a_hat: 0 * a.sum(), grad_a=lambda a, a_hat: 0 * a)
    net = replace(net, loss=flat._replace(name="flat"))
    report = check_gradients(net, a0, a_hat)
    assert report == (0, "omega", 1, (0, 0), 0, 0)


@pytest.mark.parametrize(
    ("name", "l", "entry"), [("omega", 1, (2, 1)), ("b", 2, (1, 0))], ids=["omega", "b"]
)
def test_the_report_names_the_entry_that_is_wrong(
    name: str, l: int, entry: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    def one_entry_wrong(net: Network, trace: Trace, a_hat: Array) -> Gradients:
        grads = numrec.network.backprop(net, trace, a_hat)
        (grads.dC_domega if name == "omega" else grads.dC_db)[l][entry] += 1
        return grads

    monkeypatch.setattr(numrec.gradient_check, "backprop", one_entry_wrong)
    report = check_gradients(*draw([3, 4, 2]))
    assert (report.parameter, report.layer, report.entry) == (name, l, entry)
    assert report.backprop - report.measured == pytest.approx(1)
