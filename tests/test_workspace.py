"""What training runs is what network.py states: the same gradients, to rounding."""

import dataclasses
import itertools
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from companion.proofs.card import CheckFailed
from companion.proofs.symbolic_execution import runs_on_symbols
from numrec import (
    Activation,
    Network,
    activation,
    backprop,
    forward,
    new_network,
    predict,
    workspace,
)
from numrec.activations import Array, leaky_relu, leaky_relu_prime
from numrec.crew import Crew
from numrec.network import Gradients, Trace
from numrec.workspace import Workspace, bend

SIZES = [[4, 3], [5, 4, 3], [6, 5, 4, 3]]
HIDDEN = ["leaky_relu", "relu", "sigmoid", "identity"]
OUTPUTS = [("quadratic", "sigmoid"), ("quadratic", "softmax"), ("cross_entropy", "softmax")]
OUTPUTS += [("quadratic", "leaky_relu"), ("cross_entropy", "sigmoid")]


def case(sizes: list[int], hidden: str, loss: str, output: str, m: int) -> tuple[Network, ...]:
    rng = np.random.default_rng(len(sizes))
    net = new_network(
        sizes, rng, hidden=hidden, alpha=0.2, loss=loss, output=output, dtype=np.float64
    )
    for l in net.b:
        net.b[l][:] = rng.normal(size=net.b[l].shape)
    a_hat = rng.uniform(size=(sizes[-1], m))
    return net, rng.normal(size=(sizes[0], m)), a_hat / a_hat.sum(axis=0)


def assert_same_derivatives(found: Gradients, truth: Gradients) -> None:
    for l in truth.dC_domega:
        assert np.allclose(found.dC_domega[l], truth.dC_domega[l], rtol=1e-12, atol=1e-14)
        assert np.allclose(found.dC_db[l], truth.dC_db[l], rtol=1e-12, atol=1e-14)


def assert_equal(net: Network, worker: Workspace | Crew, a0: np.ndarray, a_hat: np.ndarray) -> None:
    trace = forward(net, a0)
    truth = backprop(net, trace, a_hat)
    C, found = worker.loss_and_gradients(a0, a_hat)
    assert C == pytest.approx(net.loss.C(trace.a[net.L], a_hat), rel=1e-12)
    assert_same_derivatives(found, truth)
    for l in found.delta:
        assert np.allclose(found.delta[l], truth.delta[l], rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize(("loss", "output"), OUTPUTS)
@pytest.mark.parametrize("hidden", HIDDEN)
@pytest.mark.parametrize("sizes", SIZES, ids=str)
def test_a_workspace_gives_the_gradients_of_backprop(
    sizes: list[int], hidden: str, loss: str, output: str
) -> None:
    net, a0, a_hat = case(sizes, hidden, loss, output, 7)
    room = Workspace(net, 9)  # with more room than the batch needs
    for part in (slice(0, 7), slice(2, 4), slice(0, 7)):  # used again, for smaller batches too
        assert_equal(net, room, a0[:, part], a_hat[:, part])


@pytest.mark.parametrize("hidden", HIDDEN)
@pytest.mark.parametrize("sizes", SIZES, ids=str)
def test_a_workspace_gives_the_answers_of_predict(sizes: list[int], hidden: str) -> None:
    net, a0, _ = case(sizes, hidden, "cross_entropy", "softmax", 40)
    for omega in net.omega.values():
        omega *= 9  # the biases alone would choose
    answers = predict(net, a0)
    assert len(set(answers)) > 1
    for largest in (1, 7, 40, 50):  # pieces of one, a last piece that is smaller, all at once
        assert np.array_equal(Workspace(net, largest).predict(a0), answers)


@pytest.mark.parametrize(
    ("sizes", "m"), [([2, 2], 1), ([2, 3, 2], 1), ([2, 2, 2, 1], 1), ([2, 2, 1], 2)]
)
def test_the_lines_that_train_are_proved_on_symbols_as_backprop_is(
    sizes: list[int], m: int
) -> None:
    def in_a_workspace(net: Network, trace: Trace, a_hat: Array) -> Gradients:
        return Workspace(net, m).loss_and_gradients(trace.a[0], a_hat).grads

    runs_on_symbols("H9", sizes, in_a_workspace, samples=m)


def test_a_mistake_in_the_lines_that_train_is_seen_on_symbols(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def in_a_workspace(net: Network, trace: Trace, a_hat: Array) -> Gradients:
        return Workspace(net, 1).loss_and_gradients(trace.a[0], a_hat).grads

    def without_slope(f: Activation) -> Callable[[Array, Array], None]:
        def in_place(z: Array, slope: Array) -> None:
            z[:], slope[:] = f.f(z), 1

        return in_place

    monkeypatch.setattr(workspace, "bend", without_slope)
    with pytest.raises(CheckFailed, match="step H9: the code's omega1"):
        runs_on_symbols("H9", [2, 2, 2], in_a_workspace)


@pytest.mark.parametrize(("threads", "m"), list(itertools.product([1, 2, 3, 5], [1, 2, 7])))
def test_a_crew_gives_the_gradients_of_backprop(threads: int, m: int) -> None:
    net, a0, a_hat = case([5, 4, 3], "leaky_relu", "cross_entropy", "softmax", m)
    with ThreadPoolExecutor(threads) as pool:
        crew = Crew([Workspace(net, 7) for _ in range(threads)], pool)
        for _ in range(2):
            assert_equal(net, crew, a0, a_hat)


def joined(net: Network) -> tuple[Network, Array]:
    """Give a network whose b[1] and omega[1] are views of one array, and the array."""
    b_omega = np.asfortranarray(np.hstack([net.b[1], net.omega[1]]))
    omega, b = net.omega | {1: b_omega[:, 1:]}, net.b | {1: b_omega[:, :1]}
    return dataclasses.replace(net, omega=omega, b=b), b_omega


@pytest.mark.parametrize("threads", [1, 2])
@pytest.mark.parametrize("sizes", SIZES, ids=str)
def test_a_bias_is_the_weight_of_an_input_that_is_always_one(
    sizes: list[int], threads: int
) -> None:
    net, a0, a_hat = case(sizes, "leaky_relu", "cross_entropy", "softmax", 7)
    net, b_omega = joined(net)
    truth = backprop(net, forward(net, a0), a_hat)
    with ThreadPoolExecutor(threads) as pool:
        spaces = [Workspace(net, 7, b_omega) for _ in range(threads)]
        found = Crew(spaces, pool).loss_and_gradients(np.vstack([np.ones((1, 7)), a0]), a_hat).grads
    assert_same_derivatives(found, truth)


@pytest.mark.parametrize("join", [False, True])
def test_rows_that_are_not_given_count_as_zero_in_every_batch(join: bool) -> None:
    net, a0, a_hat = case([6, 5, 3], "leaky_relu", "cross_entropy", "softmax", 7)
    net, b_omega = joined(net) if join else (net, None)
    room, one = Workspace(net, 7, b_omega), np.ones((int(join), 7))
    for rows in (6, 3, 1, 4):  # more and fewer than before
        short = a0[:rows]
        whole = np.vstack([short, np.zeros((6 - rows, 7))])
        truth = backprop(net, forward(net, whole), a_hat)
        found = room.loss_and_gradients(np.vstack([one, short]), a_hat).grads
        assert_same_derivatives(found, truth)


def test_weights_are_read_as_they_are_at_the_time_of_a_batch() -> None:
    net, a0, a_hat = case([5, 4, 3], "leaky_relu", "cross_entropy", "softmax", 7)
    room = Workspace(net, 7)
    net.omega[2] = net.omega[2] + 1
    net.b[1] = net.b[1] - 1
    assert_equal(net, room, a0, a_hat)


Z = np.array([[-3e5, -3.0, -1e-300, -0.0, 0.0, 1e-300, 2.0, 3e5]], order="F")


@pytest.mark.parametrize("alpha", [0.0, 0.01, 1.0, 1.5, -0.5])
def test_the_quick_leaky_relu_is_the_slow_one_for_every_slope(alpha: float) -> None:
    f = activation("leaky_relu", alpha)
    a, slope = Z.copy("F"), np.empty_like(Z)
    bend(f)(a, slope)
    assert np.array_equal(a, leaky_relu(Z, alpha))
    assert np.array_equal(slope, leaky_relu_prime(Z, alpha))


def test_a_function_of_the_readers_own_is_run_as_it_is_whatever_its_name() -> None:
    """A wrong derivative under a known name must not be mended in silence."""
    wrong = Activation("leaky_relu", lambda z: z**2, lambda z: 7 * z, 0.01)
    a, slope = Z.copy("F"), np.empty_like(Z)
    bend(wrong)(a, slope)
    assert np.array_equal(a, Z**2)
    assert np.array_equal(slope, 7 * Z)


def test_functions_of_the_readers_own_that_work_in_place_train_too() -> None:
    def f_prime(z: Array) -> Array:
        return np.greater(z, 0, out=z)

    a, slope = Z.copy("F"), np.empty_like(Z)
    bend(Activation("steps", lambda z: z**2, f_prime))(a, slope)
    assert np.array_equal(a, Z**2)
    assert np.array_equal(slope, Z > 0)
