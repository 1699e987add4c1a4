"""No pass is further off than the bound of rounding says, and the bound says what it should."""

import itertools

import numpy as np
import pytest

from companion.rounding import UNIT, Off, activated, bounds, gamma, measured, product, slope_of
from numrec import Activation, activation, new_network
from numrec.activations import Array
from numrec.network import Network


def case(hidden: str, seed: int, sizes: tuple[int, ...]) -> tuple[Network, Array, Array]:
    """Draw a network and three samples that float32 holds exactly."""
    rng = np.random.default_rng(seed)
    net = new_network(sizes, rng, hidden=hidden, loss="quadratic")
    for b in net.b.values():
        b[:] = rng.normal(size=b.shape)
    a0 = rng.normal(size=(sizes[0], 3)).astype(np.float32)
    return net, a0, rng.integers(0, 2, size=(sizes[-1], 3)).astype(np.float32)


@pytest.mark.parametrize("dtype", [*UNIT])
@pytest.mark.parametrize("hidden", ["leaky_relu", "sigmoid"])
def test_what_is_measured_stays_below_the_bound_in_each_layer(hidden: str, dtype: str) -> None:
    for seed in range(4):
        drawn = case(hidden, seed, (30, 8, 8, 3))
        can_be, is_off = bounds(*drawn, dtype), measured(*drawn, dtype)
        for name in ("z", "dC_domega"):
            found, most = getattr(is_off, name), getattr(can_be, name)
            assert all(0 < found[l] <= most[l] for l in (1, 2, 3)), (seed, name, found, most)


def test_the_bound_of_one_type_does_not_hold_for_a_coarser_one() -> None:
    """A bound that held for anything would say nothing."""
    drawn = case("leaky_relu", 0, (30, 8, 8, 3))
    is_off, finer = measured(*drawn, "float32"), bounds(*drawn, "float64")
    assert all(is_off.z[l] > finer.z[l] for l in finer.z)
    assert all(is_off.dC_domega[l] > finer.dC_domega[l] for l in finer.z)


@pytest.mark.parametrize("dtype", [*UNIT])
def test_of_one_layer_it_is_the_textbooks(dtype: str) -> None:
    """gamma_n |omega| |a|, and a rounding for the bias: nothing is off before."""
    net, a0, a_hat = case("leaky_relu", 0, (30, 8))
    u, omega = UNIT[dtype], net.omega[1].astype(np.float64)
    z = omega @ a0 + net.b[1]
    product = gamma(30, u) * np.abs(omega) @ np.abs(a0)
    expected = (product + u * (np.abs(z) + product)).max() / np.abs(z).max()
    assert bounds(net, a0, a_hat, dtype).z[1] == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize("multiply", [np.matmul, np.multiply])
def test_an_error_is_handed_on_as_far_as_the_worst_corner(multiply: np.ufunc) -> None:
    """Without rounding, and of positive numbers, it is the largest of all ways to turn them."""
    rng = np.random.default_rng(0)
    one, other = (Off(rng.random((2, 2)), rng.random((2, 2))) for _ in range(2))
    signs = [np.array(of).reshape(2, 2) for of in itertools.product((-1, 1), repeat=4)]
    furthest = np.zeros((2, 2))
    for s, t in itertools.product(signs, signs):
        found = multiply(one.x + s * one.off, other.x + t * other.off)
        furthest = np.maximum(furthest, np.abs(found - multiply(one.x, other.x)))
    assert product(one, other, 0.0, multiply).off == pytest.approx(furthest)


@pytest.mark.parametrize("name", ["leaky_relu", "sigmoid"])
def test_a_function_and_its_slope_stay_within_their_bounds(name: str) -> None:
    """In float32, off by what z is off and by their own rounding; at the kink by the jump."""
    f = activation(name, 0.25)
    assert f.f_prime is not None
    z = np.arange(-9, 9, 2.0**-8)  # float32 holds each, and each with its error
    for off in (0.0, 2.0**-7, 2.0**-2):
        can_be = activated(f, Off(z, np.full_like(z, off)), UNIT["float32"])
        slope = slope_of(f, Off(z, np.full_like(z, off)), UNIT["float32"])
        for at in (z - off, z + off):
            single = at.astype(np.float32)
            assert (np.abs(f.f(single) - can_be.x) <= can_be.off).all()
            assert (np.abs(f.f_prime(single) - slope.x) <= slope.off).all()


def test_nothing_is_off_where_nothing_is_rounded() -> None:
    """Zero weights below powers of two: z is 2, and the derivative of half of it is exact."""
    net, a0, a_hat = case("leaky_relu", 0, (4, 4, 2))
    net.omega[1][:], net.b[1][:] = 0, 2
    assert measured(net, a0, a_hat, "float32").z[1] == 0


def test_what_it_does_not_know_is_refused() -> None:
    _, a0, a_hat = case("leaky_relu", 0, (4, 4, 2))
    for wrong, says in (
        ({"hidden": Activation("mine", np.tanh, np.cos)}, "'mine'; expected 'leaky_relu' or"),
        ({"output": activation("identity")}, "'identity'; expected"),
        ({"loss": "cross_entropy"}, "'cross_entropy'; expected 'quadratic'"),
    ):
        options = {"loss": "quadratic", **wrong}
        other = new_network([4, 4, 2], np.random.default_rng(0), **options)
        with pytest.raises(ValueError, match=says):
            bounds(other, a0, a_hat, "float64")
    assert gamma(2, 0.1) == pytest.approx(0.25)
    with pytest.raises(ValueError, match="expected less than 1"):
        gamma(10, 0.1)
