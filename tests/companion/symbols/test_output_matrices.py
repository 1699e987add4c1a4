"""The output layer in matrix form, taken apart: the products are the indexed formulas."""

import pytest
import sympy as sp

from companion.proofs.card import CheckFailed
from companion.proofs.checks import prove
from companion.symbols import a_hat, derivative, entry, f, f_prime, i, j, quadratic
from companion.symbols.output import (
    A_BEFORE,
    DELTA,
    F_PRIME,
    GRAD_A,
    a_before,
    b,
    hadamard,
    in_full,
    omega,
    outer,
    z,
    z_at,
)

LOSS = quadratic(lambda node: f(z_at(node)))
delta = in_full(entry(DELTA, j))
HALF = {"half": delta / 2}


def test_hadamard_and_outer_products_are_entry_times_entry() -> None:
    by_hand = 2 * (f(z[j]) - a_hat[j]) * f_prime(z[j])
    short = lambda product: in_full(product, lambda node: z[node])
    assert sp.expand(short(entry(hadamard(GRAD_A, F_PRIME), j)) - by_hand) == 0
    assert sp.expand(short(entry(outer(DELTA, A_BEFORE), j, i)) - by_hand * a_before[i]) == 0


@pytest.mark.parametrize(
    "wrong",
    [outer(A_BEFORE, DELTA), outer(GRAD_A, A_BEFORE), outer(F_PRIME, A_BEFORE)],
    ids=["turned over", "no slope", "no error"],
)
def test_a_wrong_product_is_refused(wrong: sp.MatrixExpr) -> None:
    with pytest.raises(CheckFailed, match="B11: claimed minus derived leaves"):
        prove("B11", in_full(entry(wrong, j, i)), derivative(LOSS, omega[j, i]), HALF)


def test_two_proofs_of_one_step_are_told_apart_by_their_tags() -> None:
    bias = prove("B8", delta, derivative(LOSS, b[j]), HALF, tag="bias")
    weight = prove("B8", delta * a_before[i], derivative(LOSS, omega[j, i]), HALF)
    assert (bias.anchor, weight.anchor) == ("check-B8-proved-bias", "check-B8-proved")
