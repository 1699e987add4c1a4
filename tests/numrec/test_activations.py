"""What an activation is called by its name alone: its slopes, and when two are the same."""

import copy
import pickle

import numpy as np
import pytest

from numrec.activations import activation, as_activation, leaky_relu, leaky_relu_prime

Z = np.array([[-3.0, 0.0, 3.0]])


def test_the_slope_is_a_hundredth_unless_told() -> None:
    leaky = activation("leaky_relu")
    for f in (leaky_relu, leaky.f):
        assert f(Z).tolist() == [[-0.03, 0, 3]]
    for f_prime in (leaky_relu_prime, leaky.f_prime):
        assert f_prime is not None
        assert f_prime(Z).tolist() == [[0.01, 0.01, 1]]
    assert leaky.alpha == 0.01
    assert activation("leaky_relu", 0.2).alpha == 0.2


def test_relu_is_flat_below_0_whatever_the_slope() -> None:
    relu = activation("relu", 0.2)
    assert relu.f_prime is not None
    assert relu.f(Z).tolist() == [[0, 0, 3]]
    assert relu.f_prime(Z).tolist() == [[0, 0, 1]]
    assert relu.alpha is None


def test_identity_and_its_slope() -> None:
    identity = activation("identity")
    assert identity.f_prime is not None
    assert identity.f(Z).tolist() == Z.tolist()
    assert identity.f_prime(Z).tolist() == [[1, 1, 1]]


@pytest.mark.parametrize("again", [copy.deepcopy, lambda f: pickle.loads(pickle.dumps(f))])
def test_a_copy_is_equal_to_what_it_was_copied_from(again: type) -> None:
    leaky = activation("leaky_relu", 0.1)
    assert again(leaky) == leaky == activation("leaky_relu", 0.1)
    assert hash(again(leaky)) == hash(leaky)


def test_another_slope_or_function_is_not_equal() -> None:
    leaky = activation("leaky_relu", 0.1)
    for alpha in (0.05, 0.2):
        assert leaky.f != activation("leaky_relu", alpha).f
    assert leaky.f not in (leaky.f_prime, leaky_relu, np.tanh)


def test_what_is_no_activation_is_refused_and_named() -> None:
    sigmoid = activation("sigmoid")
    assert as_activation(sigmoid, 0.01, "hidden") is sigmoid
    assert as_activation("sigmoid", 0.01, "hidden") is sigmoid
    with pytest.raises(ValueError, match="output is 3; expected a name"):
        as_activation(3, 0.01, "output")  # type: ignore[arg-type]


@pytest.mark.parametrize("alpha", [np.inf, -np.inf, np.nan, None, "0.1", 1j])
def test_a_slope_that_is_no_finite_number_is_refused(alpha: float) -> None:
    with pytest.raises(ValueError, match=r"alpha is .*; expected a finite slope"):
        activation("leaky_relu", alpha)
