"""A batch's derivatives are one product in any layer; batches.ipynb proves it for any size."""

import numpy as np
import pytest
import sympy as sp

from companion.proofs.card import CheckFailed
from companion.proofs.cases import Case, batch_case
from companion.proofs.checks import agrees
from companion.proofs.rewriting import rewritten
from companion.proofs.symbolic_execution import runs_on_symbols
from companion.symbols import entry, i, j, p
from companion.symbols.batch import A_BEFORE, DELTA, z_of
from numrec import backprop

V1 = entry(DELTA * A_BEFORE.T, j, i)


def case(l: int = 2, samples: int = 4) -> Case:
    return batch_case(np.random.default_rng(1), [3, 4, 2], samples, l, output="sigmoid")


@pytest.mark.parametrize("l", [1, 2])
@pytest.mark.parametrize("samples", [1, 2, 5])
def test_the_product_is_what_numrec_computes_and_what_is_measured(l: int, samples: int) -> None:
    drawn = case(l, samples)
    computed, measured = drawn.grads.dC_domega[l], drawn.measured["omega", l]
    agrees("V1", V1, drawn, computed, measured=measured)
    assert drawn.short[z_of(j, p)] == sp.IndexedBase("z")[j, p]


@pytest.mark.parametrize(
    ("l", "samples", "words"), [(3, 4, "l is 3; expected 1 to 2"), (1, 0, "samples is 0")]
)
def test_a_layer_or_a_batch_that_there_is_not_is_refused(l: int, samples: int, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        case(l, samples)


def test_the_code_run_on_a_batch_of_symbols_is_the_derivative_of_the_sum() -> None:
    card = runs_on_symbols("V1", [2, 2, 1], samples=2)
    assert "of a 2-2-1 network on a batch of 2, with unknown activations" in card.says
    mean = rewritten(backprop, {"a[l - 1].T, out=at.get(l)": "a[l - 1].T / a_hat.shape[1]"})
    with pytest.raises(CheckFailed, match="the code's omega1_00 is off by"):
        runs_on_symbols("V1", [2, 2, 1], mean, samples=2)
