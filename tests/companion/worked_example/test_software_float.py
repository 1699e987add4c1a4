"""Software numbers round as float64 does, and the network in them is numrec's."""

from fractions import Fraction

import mpmath
import numpy as np
import pytest
import sympy as sp

from companion.worked_example import software_float as sf
from companion.worked_example.network import worked_network
from companion.worked_example.software_float import BITS, decades, in_53_bits, loss_along, number
from numrec import backprop, forward, new_network


def test_every_operation_rounds_once_as_float64_does() -> None:
    for x, y in np.random.default_rng(0).normal(size=(500, 2)).tolist():
        u, v = number(x), number(y)
        assert [float(u + v), float(u - v), float(u * v), float(u / v)] == [
            x + y,
            x - y,
            x * y,
            x / y,
        ]
    assert {float(number(x)) for x in (Fraction(1, 3), sp.Rational(1, 3), 1 / 3)} == {1 / 3}
    assert float(number("0.2")) == 0.2
    with mpmath.workprec(20):  # a precision set elsewhere does not reach these numbers
        assert float(number(1) / 3) == 1 / 3


@pytest.mark.parametrize(
    ("name", "l", "entry"),
    [("omega", 1, (1, 2)), ("omega", 2, (0, 1)), ("b", 1, (0, 0)), ("b", 2, (2, 0))],
)
def test_the_loss_is_numrecs_to_its_last_bits_and_the_differences_measure_its_derivative(
    name: str, l: int, entry: tuple[int, int]
) -> None:
    net, a0, a_hat = worked_network()
    C = loss_along(net, a0, a_hat, name, l, entry)
    for change in (0.0, 0.25, -1.0):
        changed = worked_network().net
        getattr(changed, name)[l][entry] += change
        expected = changed.loss.C(forward(changed, a0).a[2], a_hat)
        assert float(C(number(change))) == pytest.approx(expected, rel=1e-15)
    assert (getattr(net, name)[l] == getattr(worked_network().net, name)[l]).all(), "left alone"
    slope = getattr(backprop(net, forward(net, a0), a_hat), f"dC_d{name}")[l][entry]
    assert float(sf.central(C, 1e-5)) == pytest.approx(slope, rel=1e-8)
    assert float(sf.forwards(C, 1e-8)) == pytest.approx(slope, rel=1e-5)
    assert float(sf.complex_step(C, 1e-30)) == pytest.approx(slope, rel=1e-14)


def test_the_error_falls_by_two_decades_a_decade_until_rounding_takes_over() -> None:
    C = loss_along(*worked_network(), "omega", 2, (0, 1))
    truth = sp.Rational(str(float(sf.complex_step(C, 1e-30))))
    errors = [decades(sf.central(C, 10.0**-k), truth) for k in range(1, 13)]
    assert np.diff(errors[:4]) == pytest.approx(-2, abs=0.1)
    assert min(errors) == errors[4] < -11
    assert max(errors[-3:]) > -8


def test_decades_are_log10_of_the_relative_error() -> None:
    assert decades(BITS.mpf(101), sp.S(100)) == -2
    assert decades(BITS.mpf(-3), sp.S(-3)) == -np.inf
    assert decades(number(0.1), sp.Rational(1, 10)) < -16, "0.1 is not a float64"


def test_another_activation_is_refused() -> None:
    net = new_network([2, 2], np.random.default_rng(0), hidden="relu", loss="quadratic")
    with pytest.raises(ValueError, match="the activations are 'relu' and 'sigmoid'"):
        in_53_bits(net)
