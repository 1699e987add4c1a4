"""The losses at their ends, and one that is none of the two."""

import numpy as np

from numrec.activations import activation
from numrec.gradient_check import central_difference
from numrec.losses import Loss, check_choice, loss_by_name, output_delta

# Its name comes before those of the two, in the order of letters.
ABSOLUTE = Loss(
    "absolute", lambda a, t: np.abs(a - t).sum(), lambda a, t: np.sign(a - t), "softmax"
)


def test_a_network_that_is_sure_and_wrong_still_learns() -> None:
    """At a = 0, where dC/da is infinite: with softmax that cancels."""
    softmax, z = activation("softmax"), np.array([[0.0], [-1e6]])
    a, a_hat = softmax.f(z), np.array([[0.0], [1.0]])
    assert a[1, 0] == 0
    delta = output_delta(loss_by_name("cross_entropy"), softmax, z, a, a_hat)
    assert delta.tolist() == [[1.0], [-1.0]]


def test_a_loss_of_ones_own_goes_through_softmax() -> None:
    softmax, rng = activation("softmax"), np.random.default_rng(0)
    z, a_hat = rng.normal(size=(3, 2)), rng.random((3, 2))
    found = output_delta(ABSOLUTE, softmax, z, softmax.f(z), a_hat)
    measured = central_difference(lambda z: ABSOLUTE.C(softmax.f(z), a_hat), z)
    assert np.allclose(found, measured, rtol=0, atol=1e-9)


def test_a_loss_of_ones_own_takes_any_output() -> None:
    relu = activation("relu")
    check_choice(relu, relu, ABSOLUTE)
