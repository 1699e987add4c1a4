"""The published worked example, read from one data file: exact fractions, typed once.

The network, its input and every printed result stand in the README of the Rust program
max-amb/number_recognition. Only facts are taken: numbers, and the Wolfram inputs.
"""

import json
from dataclasses import dataclass
from fractions import Fraction
from importlib.resources import files
from typing import Any, NamedTuple

import numpy as np

from numrec.activations import Array


class WolframRun(NamedTuple):
    """One published evaluation: what it computes, the input as typed, the output as printed."""

    what: str
    input: str
    output: str


@dataclass(frozen=True)
class WorkedExample:
    """The 3-2-3 network of the Rust program's README; arrays hold Fractions (dtype object).

    Attributes
    ----------
    sizes : list of int
        Nodes per layer: [3, 2, 3].
    omega, b : dict of int to array
        Keys 1 and 2; shapes (n_l, n_{l-1}) and (n_l, 1).
    a0, a_hat : array
        The input (3, 1) and the expected output (3, 1).
    alpha : Fraction
        Leaky ReLU's slope in the hidden layer; the output is a sigmoid.
    printed_activations : dict of int to list of str
        The activations as printed, to three decimal places.
    printed_gradients : dict of str to list
        delta2, dC_db2, dC_domega2, delta1, dC_db1, dC_domega1, as printed.
    wolfram : dict of str to WolframRun
        W1 to W4.
    """

    sizes: list[int]
    omega: dict[int, Array]
    b: dict[int, Array]
    a0: Array
    a_hat: Array
    alpha: Fraction
    printed_activations: dict[int, list[str]]
    printed_gradients: dict[str, list[Any]]
    wolfram: dict[str, WolframRun]


def worked_example() -> WorkedExample:
    """Read the worked example from the package's data file."""
    data = json.loads(
        files("companion.worked_example").joinpath("worked_example.json").read_text("utf-8")
    )
    return WorkedExample(
        sizes=data["layer_sizes"],
        omega={l: _fractions(w) for l, w in enumerate(data["weights"], start=1)},
        b={l: _fractions(b).reshape(-1, 1) for l, b in enumerate(data["biases"], start=1)},
        a0=_fractions(data["input"]).reshape(-1, 1),
        a_hat=_fractions(data["target"]).reshape(-1, 1),
        alpha=Fraction(data["hidden_activation"]["alpha"]),
        printed_activations=dict(enumerate(data["published_activations_3dp"], start=1)),
        printed_gradients=data["published_gradients_3dp"],
        wolfram={w["id"]: WolframRun(w["what"], w["input"], w["output"]) for w in data["wolfram"]},
    )


def _fractions(nested: list[Any]) -> Array:
    exact: Array = np.vectorize(Fraction, otypes=[object])(np.array(nested, dtype=object))
    return exact
