"""The worked example: numrec, sympy and print agree on every number; one rounding is known."""

from typing import Any

import numpy as np
import pytest
import sympy as sp

from companion.worked_example import wolfram
from companion.worked_example.exact import exact_gradients
from companion.worked_example.example import worked_example
from companion.worked_example.network import worked_network
from numrec import Network, backprop, forward
from numrec.activations import Array
from numrec.gradient_check import complex_step, measured_gradients

EXAMPLE = worked_example()
EXACT, ACTIVATIONS = exact_gradients(EXAMPLE)
SAME = {"delta1": "dC_db1", "delta2": "dC_db2"}  # dC/db is delta (B10, H8)
GRADIENTS = list(EXAMPLE.printed_gradients)


def computed(net: Network) -> dict[str, Array]:
    """Return numrec's gradients and activations, the former named as the printed ones are."""
    _, a0, a_hat = worked_network()
    trace = forward(net, a0)
    grads = backprop(net, trace, a_hat)._asdict()
    arrays = {f"{name}{l}": array for name in grads for l, array in grads[name].items()}
    return arrays | {f"a{l}": trace.a[l] for l in (1, 2)}


def exact(name: str) -> Array:
    return np.array(EXACT[SAME.get(name, name)].evalf(30), dtype=float)


def rounded(values: Array, like: Any) -> list[str]:
    """Round to as many places as the printed numbers have."""
    texts = np.ravel(like)
    return [
        wolfram.places(x, len(text.partition(".")[2]))
        for x, text in zip(np.ravel(values), texts, strict=True)
    ]


FOUND = computed(worked_network().net)


@pytest.mark.parametrize("name", GRADIENTS)
def test_backprop_is_the_exact_derivative(name: str) -> None:
    assert FOUND[name].shape == exact(name).shape
    assert np.abs(FOUND[name] - exact(name)).max() < 1e-12


def test_the_exact_derivative_is_the_measured_one() -> None:
    """The oracle has an oracle: no rule of differentiation is used here at all."""
    for (name, l), slopes in measured_gradients(*worked_network(), complex_step).items():
        assert np.abs(slopes - exact(f"dC_d{name}{l}")).max() < 1e-12


@pytest.mark.parametrize("l", [1, 2])
def test_forward_gives_the_exact_activations(l: int) -> None:
    expected = np.array(ACTIVATIONS[l].evalf(30), dtype=float)
    assert np.abs(FOUND[f"a{l}"] - expected).max() < 1e-12


@pytest.mark.parametrize("name", GRADIENTS)
def test_each_published_gradient_comes_out_of_numrec_digit_for_digit(name: str) -> None:
    printed = EXAMPLE.printed_gradients[name]
    assert rounded(FOUND[name], printed) == np.ravel(printed).tolist()


@pytest.mark.parametrize("l", [1, 2])
def test_each_published_activation_comes_out_of_numrec_digit_for_digit(l: int) -> None:
    printed = EXAMPLE.printed_activations[l]
    assert rounded(FOUND[f"a{l}"], printed) == printed


@pytest.mark.parametrize("entry", [("omega", 1, (0, 2)), ("b", 2, (1, 0)), ("omega", 2, (2, 1))])
def test_another_weight_gives_other_digits_and_the_next_network_is_made_anew(
    entry: tuple[str, int, tuple[int, int]],
) -> None:
    name, l, place = entry
    net = worked_network().net
    getattr(net, name)[l][place] += 0.5
    printed = EXAMPLE.printed_gradients["dC_domega1"]
    assert rounded(computed(net)["dC_domega1"], printed) != np.ravel(printed).tolist()
    assert (computed(worked_network().net)["dC_domega1"] == FOUND["dC_domega1"]).all()


def test_the_print_holds_five_activations_and_twenty_two_gradients() -> None:
    assert sum(map(len, EXAMPLE.printed_activations.values())) == 5
    assert sum(np.size(printed) for printed in EXAMPLE.printed_gradients.values()) == 22


def test_the_fractions_are_float64s_exactly_but_for_alpha() -> None:
    net, a0, a_hat = worked_network()
    for l in (1, 2):
        assert (net.omega[l] == EXAMPLE.omega[l]).all()
        assert (net.b[l] == EXAMPLE.b[l]).all()
    assert (a0 == EXAMPLE.a0).all()
    assert (a_hat == EXAMPLE.a_hat).all()
    assert net.hidden.alpha == float(sp.Rational(1, 5))
