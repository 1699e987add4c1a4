"""Dropout: the right function is taken, and each mistake is told by its own sentence."""

import numpy as np
import pytest

from companion.proofs.dropout import WRONG_DROPOUTS, judge_dropout
from numrec.activations import Array


def right(a: Array, q: float, rng: np.random.Generator) -> tuple[Array, Array]:
    factor = (rng.random(a.shape) >= q) / (1 - q)
    return a * factor, factor


def test_inverted_dropout_is_right() -> None:
    assert judge_dropout(right).startswith("Right")
    assert judge_dropout(right, q=0.5).startswith("Right")


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("what stays is not scaled up", "mean isn't kept"),
        ("the share is that which stays", "it keeps 25%; expected 75%"),
        ("one mask for all samples", "each entry needs its own"),
        ("another mask on the way back", "same mask"),
        ("the way back not scaled up", "same factor"),
        ("the same mask each time", "draw anew"),
    ],
)
def test_a_mistake_is_refused_and_told(name: str, word: str) -> None:
    assert word in judge_dropout(WRONG_DROPOUTS[name])


def test_activations_that_are_written_over_are_refused() -> None:
    def in_place(a: Array, q: float, rng: np.random.Generator) -> tuple[Array, Array]:
        factor = (rng.random(a.shape) >= q) / (1 - q)
        a *= factor
        return a, factor

    assert "writes over" in judge_dropout(in_place)
    assert "shape" in judge_dropout(lambda a, q, rng: (a[:1], a[:1]))
