"""A batch's derivatives are one product: proved for any size, and the wrong sums are refused."""

import numpy as np
import pytest
import sympy as sp

from companion.proofs.card import CheckFailed
from companion.proofs.cases import batch_case
from companion.proofs.checks import agrees, prove
from companion.proofs.symbolic_execution import runs_on_symbols
from companion.symbols import derivative, entry, i, in_range, j, m, p, s
from companion.symbols.batch import (
    A_BEFORE,
    DELTA,
    ONES,
    delta,
    in_full,
    loss_of,
    over_batch,
    through_z,
    z_of,
)
from companion.symbols.output import a_before, b, omega
from numrec import Gradients, Network, backprop
from numrec.activations import Array
from numrec.network import Trace

V1 = entry(DELTA * A_BEFORE.T, j, i)
MEAN = {"mean": V1 / m}


def case(l: int = 2, samples: int = 4, seed: int = 1):  # type: ignore[no-untyped-def]
    return batch_case(np.random.default_rng(seed), [3, 4, 2], samples, l, output="sigmoid")


def test_one_product_is_the_derivative_of_the_whole_batchs_loss() -> None:
    derived = derivative(over_batch(loss_of), omega[j, i])
    assert prove("V1", in_full(V1), derived, {"mean": in_full(V1) / m}, case()).checks


def test_it_is_so_in_any_layer_with_any_loss_above() -> None:
    prove("V1", V1, in_range(through_z(omega[j, i])), MEAN, case(l=1))
    ones = entry(DELTA * ONES, j)
    prove("V1", ones, in_range(through_z(b[j])), {"mean": ones / m}, case(l=1))


WRONG = {
    "mean": V1 / m,
    "sums multiplied": over_batch(lambda p: delta[j, p]) * over_batch(lambda s: a_before[i, s], s),
    "another order of the columns": over_batch(lambda p: delta[j, p] * a_before[i, m - 1 - p]),
    "the first sample alone": delta[j, 0] * a_before[i, 0],
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_sum_is_refused(name: str) -> None:
    with pytest.raises(CheckFailed, match="claimed minus derived leaves"):
        prove("V1", WRONG[name], in_range(through_z(omega[j, i])), MEAN, case(l=1))
    with pytest.raises(CheckFailed, match="formula and numrec differ"):
        agrees("V1", WRONG[name], case(), case().grads.dC_domega[2])


@pytest.mark.parametrize("l", [1, 2])
@pytest.mark.parametrize("samples", [1, 2, 5])
def test_the_product_is_what_numrec_computes_and_what_is_measured(l: int, samples: int) -> None:
    drawn = case(l, samples)
    computed, measured = drawn.grads.dC_domega[l], drawn.measured["omega", l]
    agrees("V1", V1, drawn, computed, measured=measured)


def test_a_letter_for_z_stands_for_the_samples_own_z() -> None:
    assert case().short[z_of(j, p)] == sp.IndexedBase("z")[j, p]


@pytest.mark.parametrize(
    ("l", "samples", "words"), [(3, 4, "l is 3; expected 1 to 2"), (1, 0, "samples is 0")]
)
def test_a_layer_or_a_batch_that_there_is_not_is_refused(l: int, samples: int, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        case(l, samples)


def mean(net: Network, trace: Trace, a_hat: Array) -> Gradients:
    right = backprop(net, trace, a_hat)
    halved = {l: g / a_hat.shape[1] for l, g in right.dC_domega.items()}
    return right._replace(dC_domega=halved)


def test_the_code_run_on_a_batch_of_symbols_is_the_derivative_of_the_sum() -> None:
    card = runs_on_symbols("V1", [2, 2, 1], samples=2)
    assert "of a 2-2-1 network on a batch of 2, with unknown activations" in card.says
    with pytest.raises(CheckFailed, match="the code's omega1_00 is off by"):
        runs_on_symbols("V1", [2, 2, 1], mean, samples=2)
