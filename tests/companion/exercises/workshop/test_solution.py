"""The solution is short, and computes what numrec does; what is expected is what was published."""

import re

import numpy as np
import pytest

from companion.exercises.workshop import solution
from companion.exercises.workshop.blank import (
    blank_text,
    body_of,
    functions_of,
    solution_text,
    stage_text,
    titles,
    unwritten,
)
from companion.exercises.workshop.cases import WORKED, as_lists, cases_of
from companion.exercises.workshop.judge import judge_stage
from companion.exercises.workshop.stages import TASKS, hints_of
from companion.exercises.workshop.training import as_network
from companion.steps import steps
from companion.worked_example.example import worked_example
from companion.worked_example.wolfram import places
from numrec.activations import activation
from numrec.gradient_check import check_gradients, complex_step
from numrec.network import Gradients, Network, Trace, backprop, forward, new_network
from numrec.optimisers import SGD

ALL = [name for stage in titles() for name in functions_of(stage)]


def test_it_has_at_most_120_lines_and_needs_numpy_alone() -> None:
    lines = [line for line in solution_text().splitlines() if line.strip()]
    assert len(lines) <= 120
    assert [line for line in lines if "import" in line] == ["import numpy as np"]


@pytest.mark.parametrize("stage", titles())
def test_each_stage_holds_with_the_solution(stage: int) -> None:
    assert judge_stage(stage, vars(solution)).findings == ()


def test_the_expected_numbers_of_the_worked_example_are_those_in_print() -> None:
    printed = worked_example().printed_gradients
    worked = lambda name: next(c for c in cases_of(name) if c.where == WORKED).expected
    delta, (dC_domega, dC_db) = worked("hidden_deltas")[0], worked("derivatives")
    found = {"delta2": worked("output_delta")[0], "delta1": delta[1]}
    for l in (1, 2):
        found |= {f"dC_domega{l}": dC_domega[l], f"dC_db{l}": dC_db[l]}
    assert set(found) == set(printed)
    for name, array in found.items():
        assert [places(x) for x in array.ravel()] == np.ravel(printed[name]).tolist()
    a = worked("forward")[1]
    for l, texts in worked_example().printed_activations.items():
        assert [places(x) for x in a[l].ravel()] == texts


def backprop_of_the_solution(net: Network, trace: Trace, a_hat: np.ndarray) -> Gradients:
    omega, _ = as_lists(net)
    z, a = [None, *trace.z.values()], list(trace.a.values())
    delta_L = solution.output_delta(z, a, a_hat, net.output.f_prime)
    delta = solution.hidden_deltas(omega, z, a, delta_L, net.hidden.f_prime)
    slopes = solution.derivatives(delta, a)
    return Gradients(*(dict(enumerate(x[1:], 1)) for x in (delta, *slopes)))


@pytest.mark.parametrize("sizes", [[3, 2], [4, 3, 2], [5, 4, 4, 3, 2]])
@pytest.mark.parametrize("hidden", ["leaky_relu", "sigmoid"])
def test_it_computes_what_numrec_does_to_1e_12(sizes: list[int], hidden: str) -> None:
    rng = np.random.default_rng(len(sizes))
    net = new_network(sizes, rng, hidden=hidden, loss="quadratic", dtype=np.float64)
    a0, a_hat = rng.normal(size=(sizes[0], 6)), rng.uniform(size=(sizes[-1], 6))
    trace = forward(net, a0)
    z, a = solution.forward(*as_lists(net), a0, net.hidden.f, net.output.f)
    for l in range(1, net.L + 1):
        np.testing.assert_allclose(z[l], trace.z[l], rtol=0, atol=1e-12)
        np.testing.assert_allclose(a[l], trace.a[l], rtol=0, atol=1e-12)
    assert abs(solution.loss(a[-1], a_hat) - net.loss.C(trace.a[net.L], a_hat)) < 1e-12
    ours, theirs = backprop_of_the_solution(net, trace, a_hat), backprop(net, trace, a_hat)
    for mine, other in zip(ours, theirs, strict=True):
        for l in range(1, net.L + 1):
            np.testing.assert_allclose(mine[l], other[l], rtol=0, atol=1e-12)
    method = complex_step
    report = check_gradients(net, a0, a_hat, method, gradients=backprop_of_the_solution)
    assert report.relative_error < 1e-10


def test_an_epoch_of_it_is_an_epoch_of_numrec_to_1e_12() -> None:
    rng = np.random.default_rng(0)
    net = new_network([6, 5, 4], rng, dtype=np.float64)
    images, a_hat = rng.uniform(size=(6, 23)), np.eye(4)[:, np.arange(23) % 4]
    omega, b = ([None, *(x.copy() for x in arrays[1:])] for arrays in as_lists(net))
    loss, total, sgd = solution.train_epoch(omega, b, images, a_hat, 0.3, 5), 0.0, SGD(0.3)
    for k in range(0, 23, 5):
        trace, target = forward(net, images[:, k : k + 5]), a_hat[:, k : k + 5]
        total += net.loss.C(trace.a[2], target)
        sgd.step(net, backprop(net, trace, target), target.shape[1])
    assert abs(loss - total / 23) < 1e-12
    learned = as_network(omega, b)
    for l in (1, 2):
        np.testing.assert_allclose(learned.omega[l], net.omega[l], rtol=0, atol=1e-12)
        np.testing.assert_allclose(learned.b[l], net.b[l], rtol=0, atol=1e-12)
    assert learned.hidden == activation("leaky_relu")


def test_the_blank_file_has_each_function_with_its_docstring_and_nothing_of_the_solution() -> None:
    blank = blank_text()
    assert unwritten(blank) == set(ALL)
    assert unwritten(solution_text()) == set()
    bodies = [line.strip() for name in ALL for line in body_of(name).splitlines()]
    assert len(bodies) > 50
    assert not {*filter(None, bodies)} & {line.strip() for line in blank.splitlines()}
    assert "return" not in blank.replace("Return the", "").replace("return the share", "")
    named = {word for word in re.findall(r"[A-Z]\d+", blank) if word in steps()}
    assert {"A1", "A2", "F1", "N3", "B9", "H7", "H8", "V1", "S1", "S4", "S5", "O1"} <= named


def test_each_stage_has_a_task_and_hints_that_end_in_the_solution_and_not_before() -> None:
    assert list(TASKS) == list(titles())
    for stage in titles():
        body = [line.strip() for line in stage_text(stage).splitlines()]
        for name in functions_of(stage):
            *hints, last = hints_of(name)
            assert len(hints) >= 2
            assert last.endswith(body_of(name))
            assert not any(line and line in hint for line in body for hint in hints)
