"""The catalogue of mistakes: each is planted in numrec's own line.

Which check catches which is a table of sixteen_mistakes.ipynb, held by its stored output.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import sympy as sp

from companion.pages.source import code_of
from companion.proofs.detection import (
    POINTS,
    RATE,
    TOLERANCE,
    by_measuring,
    by_training,
    clusters,
    draw,
    in_training,
    losses_in_training,
)
from companion.proofs.mutant_formulas import FORMULAS, RIGHT, by_bias, c, delta, refused, s, w
from companion.proofs.mutants import MUTANTS, Mutant, line, moved_too_early, plant
from companion.symbols import a_hat, evaluate, i, j, k
from companion.symbols.output import a_before, b, omega
from companion.symbols.output import z as z_symbol
from numrec import SGD, Activation, Network, activation, backprop, forward
from numrec.activations import sigmoid, sigmoid_prime
from numrec.gradient_check import central_difference, check_gradients, complex_step
from numrec.losses import loss_by_name


@pytest.fixture(scope="module", autouse=True)
def _numrec_itself_is_left_alone() -> Iterator[None]:
    net, a0, target = draw("sigmoid", 5)
    before = backprop(net, forward(net, a0), target)
    yield
    after = backprop(net, forward(net, a0), target)
    assert all((before.dC_domega[l] == after.dC_domega[l]).all() for l in (1, 2, 3))


@pytest.mark.parametrize("method", [central_difference, complex_step])
@pytest.mark.parametrize("name", MUTANTS)
def test_a_mistake_is_caught_and_far_beyond_the_tolerance_or_not_at_all(
    name: str, method: Any
) -> None:
    """The tolerance stands in a gap of four decades, so that no processor moves the table."""
    if name == "bias derivative not summed over the batch":
        with pytest.raises(ValueError, match=r"dC_db\[1\] has shape \(3, 5\); expected \(3, 1\)"):
            check_gradients(*draw("sigmoid", 5), method, plant(MUTANTS[name]))
        return
    errors = [
        check_gradients(*draw(hidden, 5), method, plant(MUTANTS[name])).relative_error
        for hidden in ("sigmoid", "leaky_relu")
    ]
    assert max(errors) > 1000 * TOLERANCE
    assert not any(TOLERANCE / 100 <= error <= 1000 * TOLERANCE for error in errors)


def test_what_a_mistake_needs_to_be_seen() -> None:
    """f' at a needs another f than leaky ReLU, alpha needs leaky ReLU, a mean needs a batch."""

    def seen(name: str, hidden: str, m: int) -> bool:
        return by_measuring(plant(MUTANTS[name]), complex_step, hidden, m)

    at_a, alpha = "f' taken at a, in the hidden layers", "alpha forgotten below zero"
    assert (seen(at_a, "sigmoid", 5), seen(at_a, "leaky_relu", 5)) == (True, False)
    assert (seen(alpha, "sigmoid", 5), seen(alpha, "leaky_relu", 5)) == (False, True)
    for name in ("mean over the batch for the sum", "bias derivative not summed over the batch"):
        assert (seen(name, "sigmoid", 5), seen(name, "sigmoid", 1)) == (True, False)


@pytest.mark.parametrize("name", MUTANTS)
def test_a_mistake_is_in_one_line_of_the_step_that_it_breaks(name: str) -> None:
    mutant = MUTANTS[name]
    right, wrong = line(mutant, wrong=False), line(mutant)
    assert FORMULAS.keys() == MUTANTS.keys()
    assert right != wrong
    assert "#" not in wrong
    assert mutant.step in {"H6", "V1"} or right in code_of(mutant.step)


@pytest.mark.parametrize("right", ["f_prime(y[l])", "z"])
def test_a_line_that_numrec_no_longer_has_once_is_refused(right: str) -> None:
    with pytest.raises(ValueError, match="expected once: plant it anew"):
        plant(Mutant("backward", {right: "0"}, "H7"))


def written_by_code(name: str, values: dict[Any, Any]) -> np.ndarray:
    """Return what the planted code computes for the numbers that a formula got."""
    run = plant(MUTANTS[name])
    tanh = Activation("tanh", np.tanh, lambda z: 1 - np.tanh(z) ** 2)
    quadratic, by = loss_by_name("quadratic"), FORMULAS[name].by
    if name == "alpha forgotten below zero":  # omega and the loss's slope are 1: f' alone is left
        z, one = values[z_symbol][:, None], np.eye(3)
        net = Network({1: one}, {1: 0 * z}, tanh, activation("leaky_relu", 0.2), quadratic)
        top = replace(net, omega={1: one, 2: one}, b={1: 0 * z, 2: 0 * z})
        top = replace(top, hidden=net.output, output=activation("identity"))
        trace = forward(top, z)
        return run(top, trace, trace.a[2] - 1 / 2).dC_db[1][:, 0]
    if a_before in values:  # a batch: the layer alone, on the values that come in
        f = Activation("sigmoid", sigmoid, sigmoid_prime)
        net = Network({1: values[omega]}, {1: values[b][:, None]}, f, f, quadratic)
        grads = run(net, forward(net, values[a_before]), values[a_hat])
        return grads.dC_domega[1] if by == omega[j, i] else grads.dC_db[1]
    biases = {1: values[c][:, None], 2: values[b][:, None]}
    net = Network({1: values[w], 2: values[omega]}, biases, activation("sigmoid"), tanh, quadratic)
    grads = run(net, forward(net, np.linalg.solve(values[w], values[s])), values[a_hat])
    return grads.dC_domega[2] if by == omega[j, i] else grads.dC_db[1][:, 0]


@pytest.mark.parametrize("name", MUTANTS)
def test_the_formula_is_what_the_planted_code_computes(name: str) -> None:
    values = FORMULAS[name].values()
    found = evaluate(FORMULAS[name].written, values)
    assert np.allclose(found, written_by_code(name, values), rtol=1e-10)


def test_the_right_formula_is_accepted_however_it_is_written() -> None:
    assert not refused(RIGHT)
    assert not refused(by_bias(sp.expand(delta(k))))
    assert refused(RIGHT._replace(written=RIGHT.written + a_hat[i] / 1000))
    assert refused(by_bias(weight=omega[k, i] ** 2))
    # too small for the case, and not 0 for sympy either: an error, not waved through
    with pytest.raises(ValueError, match="no case tells"):
        refused(RIGHT._replace(written=RIGHT.written + sp.Rational(1, 10**9)))


EARLY = "weights moved too early"


def test_in_training_a_weight_that_moves_early_moves_by_its_optimisers_own_step() -> None:
    net, x, target = clusters()
    assert x.shape[1] == POINTS
    trace = forward(net, x)
    run = in_training(EARLY, plant(MUTANTS[EARLY]))
    found = run(net, trace, target).delta[net.L - 1]
    moved, _, _ = clusters()
    SGD(RATE).step(moved, backprop(net, trace, target), POINTS)
    below = (moved.omega[net.L].T @ backprop(net, trace, target).delta[net.L]) * net.hidden.f_prime(
        trace.z[net.L - 1]
    )
    np.testing.assert_allclose(found, below, rtol=1e-12)
    assert not np.allclose(plant(MUTANTS[EARLY])(net, trace, target).delta[net.L - 1], below)
    assert not by_training(run), "it learns"
    assert by_training(plant(MUTANTS[EARLY])), "a step fifty times as long does not"


@pytest.mark.parametrize(("step", "passes"), [(1e-3, False), (1e-6, True)])
def test_weights_that_move_too_early_are_as_wrong_as_the_step_is_long(
    step: float, passes: bool
) -> None:
    case, run = draw("sigmoid", 5), plant(moved_too_early(step))
    by_differences, exact = (
        check_gradients(*case, method, run).relative_error
        for method in (central_difference, complex_step)
    )
    assert (by_differences < TOLERANCE) == passes
    assert 1 < exact / step < 10


def test_the_losses_of_a_training_begin_with_that_of_the_start() -> None:
    net, x, target = clusters()
    start = float(net.loss.C(forward(net, x).a[net.L], target)) / POINTS
    losses = losses_in_training(backprop, net, x, target)
    assert (len(losses), losses[0]) == (301, start)
    assert losses[-1] == float(net.loss.C(forward(net, x).a[net.L], target)) / POINTS < start
