"""The first README's derivatives: which two slips make them, and that both are needed."""

from decimal import Decimal

import numpy as np
import pytest

from companion.proofs.detection import TOLERANCE
from companion.proofs.mutants import MUTANTS, Mutant, plant
from companion.worked_example.first_readme import first_readme
from companion.worked_example.network import worked_network
from companion.worked_example.wolfram import places
from numrec import backprop, forward
from numrec.activations import Array
from numrec.gradient_check import check_gradients, complex_step, measured_gradients

FIRST = first_readme()
AT_A = MUTANTS["f' taken at a, in the output layer"]
TWICE = Mutant("backward", {"f_prime(trace.z[l])": "2 * f_prime(trace.z[l])"}, "H7")
TWICE_AT_A = TWICE._replace(pieces={"f_prime(trace.z[l])": "2 * f_prime(trace.a[l])"})


def derivatives(*slips: Mutant) -> dict[str, Array]:
    """Return what numrec with these slips gives, named and laid out as the README has it."""
    net, a0, a_hat = worked_network()
    grads = plant(*slips)(net, forward(net, a0), a_hat)
    columns_as_rows = grads.dC_domega[1].ravel("F").reshape(2, 3)
    named = {f"delta{l}": grads.delta[l][:, 0] for l in (1, 2)}
    named["dC_da1"] = (net.omega[2].T @ grads.delta[2])[:, 0]
    return named | {"dC_domega2": grads.dC_domega[2], "dC_domega1": columns_as_rows}


def agree(found: dict[str, Array], digits: int) -> dict[str, bool]:
    """Tell of each array whether its entries are the printed ones to so many places at most."""
    return {
        name: all(
            places(x, shown) == f"{Decimal(text):.{shown}f}"
            for x, text in zip(found[name].ravel(), np.ravel(texts), strict=True)
            for shown in [min(digits, len(text.partition(".")[2]))]
        )
        for name, texts in FIRST.printed.items()
    }


def test_both_slips_together_give_every_number_of_the_first_readme() -> None:
    found = derivatives(AT_A, TWICE)
    assert set(agree(found, 3).values()) == {True}
    # the fifth place of two columns alone is off, by what was rounded on the way
    rounded = {"dC_da1", "delta1"}
    assert agree(found, 6) == {name: name not in rounded for name in FIRST.printed}
    for name in rounded:
        assert np.abs(found[name] - np.array(FIRST.printed[name], float)).max() < 5e-5
    assert derivatives(AT_A, TWICE_AT_A)["delta1"].tolist() == found["delta1"].tolist()


@pytest.mark.parametrize(
    ("slips", "given"),
    [([], set()), ([AT_A], {"delta2", "dC_domega2", "dC_da1"}), ([TWICE], set())],
    ids=["neither", "f' at a", "2 twice"],
)
def test_one_slip_alone_gives_what_comes_before_delta_1_at_most(
    slips: list[Mutant], given: set[str]
) -> None:
    assert {name for name, same in agree(derivatives(*slips), 3).items() if same} == given


def test_each_of_its_numbers_is_off_by_more_than_one_per_cent() -> None:
    measured = measured_gradients(*worked_network(), complex_step)
    true = {f"delta{l}": measured["b", l] for l in (1, 2)}
    true |= {f"dC_domega{l}": measured["omega", l] for l in (1, 2)}
    true["dC_da1"] = worked_network().net.omega[2].T @ true["delta2"]
    for name, texts in FIRST.printed.items():
        quotients = np.array(texts, float) / true[name].reshape(np.shape(texts))
        assert np.abs(quotients - 1).min() > 0.01


@pytest.mark.parametrize("slips", [[AT_A, TWICE], [AT_A], [TWICE]])
def test_the_gradient_check_refuses_the_slips_and_accepts_backprop_of_today(
    slips: list[Mutant],
) -> None:
    check = lambda run: check_gradients(*worked_network(), gradients=run).relative_error
    assert check(plant(*slips)) > 1000 * TOLERANCE > TOLERANCE > check(backprop)
