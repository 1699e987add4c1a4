"""The variance through a layer is proved and measured, and symmetric nodes stay equal."""

import numpy as np
import pytest
import sympy as sp

import numrec.network
from companion.proofs.card import CheckFailed
from companion.proofs.cases import half_the_bend, mean_over_signs, start_case
from companion.proofs.checks import agrees, prove
from companion.proofs.symmetry import stay_equal, symmetric_gradients
from companion.symbols import i, in_range, j, r
from companion.symbols.output import a_before, n, n_before
from companion.symbols.start import (
    V,
    alpha,
    folded,
    g,
    mean_of_z_squared,
    next_variance,
    t,
    u,
    v,
)
from numrec.initialise import he, uniform

CASE = start_case(4)
SQUARES = v * sp.Sum(a_before[r] ** 2, (r, 0, n_before - 1))
GROWTH = n_before * v * (1 + alpha**2) / 2


def test_only_the_diagonal_of_the_double_sum_is_left() -> None:
    derived = in_range(mean_of_z_squared())
    prove("I2", SQUARES, derived, {"the deviation for the variance": SQUARES / sp.sqrt(v)}, CASE)
    with pytest.raises(CheckFailed, match="I2: claimed minus derived leaves"):
        prove("I2", SQUARES / sp.sqrt(v), derived, {"half": SQUARES / 2}, CASE)


@pytest.mark.parametrize("variance", [3 / 7, 2.0])
def test_every_draw_of_signs_and_the_bend_give_the_same_mean(variance: float) -> None:
    by_hand = variance * (CASE.values[a_before] ** 2).sum()
    assert np.allclose(mean_over_signs(CASE, variance), by_hand, rtol=1e-13)
    for h in (0.1, 3.0):
        assert np.allclose(half_the_bend(CASE, variance, h), by_hand, rtol=1e-11)


def test_the_mean_of_a_squared_over_a_pair_is_proved_for_any_slope() -> None:
    claimed = (1 + alpha**2) / 2 * t**2
    prove("I2", claimed, folded(), {"not halved": 2 * claimed}, CASE)
    with pytest.raises(CheckFailed, match="I2: claimed minus derived leaves"):
        prove("I2", (1 + alpha) / 2 * t**2, folded(), {"not halved": 2 * claimed}, CASE)


def test_the_growth_is_one_for_the_variance_of_the_rule() -> None:
    wrong = n * v * (1 + alpha**2) / 2 * V
    prove("I2", GROWTH * V, next_variance(), {"the layer's own width": wrong}, CASE)
    assert sp.simplify(GROWTH.subs(v, 2 / ((1 + alpha**2) * n_before)) - 1) == 0
    assert sp.simplify(GROWTH.subs(v, 2 / n_before) - 1) != 0


def test_numrec_draws_as_the_formulas_say() -> None:
    rng = lambda: np.random.default_rng(4)
    agrees("I1", 2 * u[j, i] - 1, CASE, uniform(3, 5, rng()), planted={"[0, 1)": u[j, i]})
    root = {"the root forgotten": 2 / n_before * g[j, i]}
    agrees("I2", sp.sqrt(2 / n_before) * g[j, i], CASE, he(3, 5, rng()), planted=root)
    with pytest.raises(CheckFailed, match="I2: formula and numrec differ"):
        agrees("I2", sp.sqrt(2 / n) * g[j, i], CASE, he(3, 5, rng()))


@pytest.mark.parametrize(("sizes", "l"), [([2, 2, 1], 1), ([1, 3, 2], 1), ([2, 2, 2, 1], 2)])
def test_symmetric_nodes_get_the_same_derivatives_and_others_do_not(
    sizes: list[int], l: int
) -> None:
    assert stay_equal(symmetric_gradients(sizes, l), l)
    assert not stay_equal(symmetric_gradients(sizes, l, outgoing=False), l)


def test_a_backprop_that_breaks_the_symmetry_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    def uneven(net: object, trace: object, a_hat: object) -> object:
        grads = numrec.network.backprop(net, trace, a_hat)  # type: ignore[arg-type]
        grads.dC_db[1][1] *= 2
        return grads

    monkeypatch.setattr("companion.proofs.symmetry.backprop", uneven)
    assert not stay_equal(symmetric_gradients([2, 2, 1], 1), 1)


def test_a_network_of_zeros_moves_its_output_biases_alone() -> None:
    rng = np.random.default_rng(0)
    net = numrec.network.new_network([3, 4, 4, 2], rng, dtype=np.float64)
    for omega in net.omega.values():
        omega *= 0
    a0, a_hat = rng.normal(size=(3, 5)), np.eye(2)[:, [0, 1, 1, 0, 1]]
    grads = numrec.network.backprop(net, numrec.network.forward(net, a0), a_hat)
    assert not any(array.any() for array in grads.dC_domega.values())
    assert [bool(grads.dC_db[l].any()) for l in (1, 2, 3)] == [False, False, True]
