"""The worked example: numrec, sympy and print agree on every number; one rounding is known."""

from typing import Any

import numpy as np
import pytest
import sympy as sp

from companion.worked_example import wolfram
from companion.worked_example.exact import exact_gradients
from companion.worked_example.example import worked_example
from companion.worked_example.network import worked_network
from numrec import backprop, forward
from numrec.activations import Array
from numrec.gradient_check import complex_step, measured_gradients

EXAMPLE = worked_example()
EXACT, ACTIVATIONS = exact_gradients(EXAMPLE)
SAME = {"delta1": "dC_db1", "delta2": "dC_db2"}  # dC/db is delta (B10, H8)
GRADIENTS = list(EXAMPLE.printed_gradients)


def computed() -> dict[str, Array]:
    """Run numrec on the worked example; the names are those of the printed gradients."""
    net, a0, a_hat = worked_network()
    grads = backprop(net, forward(net, a0), a_hat)
    return {
        f"{name}{l}": array
        for name in ("delta", "dC_db", "dC_domega")
        for l, array in getattr(grads, name).items()
    }


def exact(name: str) -> Array:
    return np.array(EXACT[SAME.get(name, name)].evalf(30), dtype=float)


@pytest.mark.parametrize("name", GRADIENTS)
def test_backprop_is_the_exact_derivative(name: str) -> None:
    found = computed()[name]
    assert found.shape == exact(name).shape
    assert np.abs(found - exact(name)).max() < 1e-12


def test_the_exact_derivative_is_the_measured_one() -> None:
    """The oracle has an oracle: no rule of differentiation is used here at all."""
    for (name, l), slopes in measured_gradients(*worked_network(), complex_step).items():
        assert np.abs(slopes - exact(f"dC_d{name}{l}")).max() < 1e-12


@pytest.mark.parametrize("l", [1, 2])
def test_forward_gives_the_exact_activations(l: int) -> None:
    net, a0, _ = worked_network()
    expected = np.array(ACTIVATIONS[l].evalf(30), dtype=float)
    assert np.abs(forward(net, a0).a[l] - expected).max() < 1e-12


def rounded(values: Any, like: Any) -> list[str]:
    """Round to as many places as the printed numbers have."""
    texts = np.array(like).ravel()
    return [
        wolfram.places(x, len(text.partition(".")[2]))
        for x, text in zip(np.ravel(values), texts, strict=True)
    ]


@pytest.mark.parametrize("name", GRADIENTS)
def test_each_published_gradient_comes_out_of_numrec_digit_for_digit(name: str) -> None:
    printed = EXAMPLE.printed_gradients[name]
    assert rounded(computed()[name], printed) == np.array(printed).ravel().tolist()


@pytest.mark.parametrize("l", [1, 2])
def test_each_published_activation_comes_out_of_numrec_digit_for_digit(l: int) -> None:
    net, a0, _ = worked_network()
    assert (
        rounded(forward(net, a0).a[l], EXAMPLE.printed_activations[l])
        == (EXAMPLE.printed_activations[l])
    )


def test_the_print_holds_five_activations_and_twenty_two_gradients() -> None:
    assert sum(map(len, EXAMPLE.printed_activations.values())) == 5
    assert sum(np.size(printed) for printed in EXAMPLE.printed_gradients.values()) == 22


def test_one_of_wolframs_seventeen_outputs_is_not_the_exact_derivative() -> None:
    """E1: the input of W2 had been rounded before it was multiplied."""
    names = {"W1": "dC_db2", "W2": "dC_domega2", "W3": "dC_db1", "W4": "dC_domega1"}
    pairs = [
        (text, wolfram.significant(value))
        for run, name in names.items()
        for text, value in zip(
            EXAMPLE.wolfram[run].output.replace("{", "").replace("}", "").split(", "),
            EXACT[name],
            strict=True,
        )
    ]
    assert len(pairs) == 17
    assert [pair for pair in pairs if pair[0] != pair[1]] == [("0.287271", "0.28727")]


@pytest.mark.parametrize("entry", [("omega", 1, (0, 2)), ("b", 2, (1, 0)), ("omega", 2, (2, 1))])
def test_another_weight_gives_other_digits(entry: tuple[str, int, tuple[int, int]]) -> None:
    net, a0, a_hat = worked_network()
    name, l, place = entry
    getattr(net, name)[l][place] += 0.5
    grads = backprop(net, forward(net, a0), a_hat)
    printed = EXAMPLE.printed_gradients["dC_domega1"]
    assert rounded(grads.dC_domega[1], printed) != np.array(printed).ravel().tolist()


def test_each_network_is_made_anew() -> None:
    first, second = worked_network().net, worked_network().net
    first.omega[1][:] = 0
    assert second.omega[1].any()


def test_the_fractions_are_float64s_exactly_but_for_alpha() -> None:
    net, a0, a_hat = worked_network()
    for l in (1, 2):
        assert (net.omega[l] == EXAMPLE.omega[l]).all()
        assert (net.b[l] == EXAMPLE.b[l]).all()
    assert (a0 == EXAMPLE.a0).all()
    assert (a_hat == EXAMPLE.a_hat).all()
    assert net.hidden.alpha == float(sp.Rational(1, 5))
