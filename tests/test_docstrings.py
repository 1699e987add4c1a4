"""Every public function tells of each of its parameters."""

import inspect
import re
from collections.abc import Callable
from typing import Any

import pytest

import numrec
from companion.figures import saliency
from numrec import evaluate, recipes
from numrec.activations import Activation
from numrec.losses import Loss
from numrec.network import Gradients, Trace
from numrec.optimisers import Optimiser

RECORDS = {Activation, Loss, Gradients, Trace, numrec.Network, numrec.GradientReport}
"""Plain data: their attributes are told of, in the words of the page of names."""

PUBLIC = [getattr(numrec, name) for name in numrec.__all__]
MORE = [evaluate.outputs, evaluate.accuracy, evaluate.confusion_matrix, evaluate.worst_mistakes]
MORE += [saliency.nudged, Optimiser.step, recipes.Quick.train, recipes.one_cycle]
TOLD = [thing for thing in (*PUBLIC, *MORE) if thing not in RECORDS]


def untold(thing: Callable[..., Any]) -> list[str]:
    """Name the parameters that a docstring does not tell of."""
    _, _, section = (inspect.getdoc(thing) or "").partition("Parameters\n----------\n")
    heads = re.findall(r"^\*{0,2}(\w+(?:, \w+)*)(?: :|$)", section, re.MULTILINE)
    told = {name for head in heads for name in head.split(", ")}
    named = [name for name in inspect.signature(thing).parameters if name not in ("self", "args")]
    return [name for name in named if name not in told]


@pytest.mark.parametrize("thing", TOLD, ids=lambda thing: thing.__qualname__)
def test_each_parameter_is_told_of(thing: Callable[..., Any]) -> None:
    assert untold(thing) == []


def test_a_parameter_that_is_not_told_of_is_seen() -> None:
    def scale(x: float, by: float, more: float) -> float:
        """Scale.

        Parameters
        ----------
        x, by : float
            more of it : is no heading
        """
        return x * by * more

    assert untold(scale) == ["more"]
