"""The fast recipe: 96 % after one epoch and 98 % after three, for every seed."""

from typing import Any

import numpy as np
import pytest

from numrec.data.mnist import MNIST
from numrec.evaluate import accuracy
from numrec.recipes import FAST, one_cycle, two_cycles


@pytest.mark.parametrize("seed", [0, 1])
def test_the_fast_recipe_passes_96_percent_then_98(mnist: MNIST, seed: int) -> None:
    net, history = FAST.train(mnist, np.random.default_rng(seed), progress=False)
    assert len(history.epochs) == 3
    assert history.epochs[0].test_accuracy > 0.96
    assert history.epochs[2].test_accuracy > 0.98
    # and it reads images as they are, though it learned on centred ones
    score = accuracy(net, mnist.test_images, mnist.test_labels)
    assert score == pytest.approx(history.epochs[2].test_accuracy, abs=0.0003)


def test_the_fast_recipe_stops_at_a_goal(mnist: MNIST) -> None:
    _, history = FAST.train(mnist, np.random.default_rng(0), until=0.96, progress=False)
    assert len(history.epochs) == 1


def test_the_schedule_rises_to_its_peak_and_falls() -> None:
    rates = [one_cycle(0.3, 0.25)(done / 100) for done in range(101)]
    assert rates.index(max(rates)) == 25
    assert max(rates) == pytest.approx(0.3)
    assert rates[0] == pytest.approx(0.0003)
    assert 0 < rates[-1] < 0.001
    assert rates[:26] == sorted(rates[:26])
    assert rates[25:] == sorted(rates[25:], reverse=True)


def test_two_cycles_fall_at_the_end_of_the_first_epoch_and_at_the_end() -> None:
    rates = [two_cycles(0.25, 0.3, 4)(done / 400) for done in range(401)]
    assert 0 < rates[0] < rates[10]
    assert max(rates[:100]) == pytest.approx(0.25)
    assert rates[99] < 0.01
    assert rates.index(max(rates)) == 130
    assert max(rates[100:]) == pytest.approx(0.3)
    assert 0 < rates[400] < 0.001


@pytest.mark.parametrize(
    ("schedule", "numbers", "says"),
    [
        (one_cycle, (0.1, 1), "up is 1; expected"),
        (one_cycle, (0.1, 0), "up is 0; expected"),
        (one_cycle, (-0.1,), "peak is -0.1; expected"),
        (two_cycles, (0.1, 0.1, 1), "epochs is 1; expected at least 2"),
        (two_cycles, (0.1, 0.1, 2.5), "epochs is 2.5; expected a whole number"),
    ],
)
def test_a_schedule_of_impossible_numbers_is_refused(
    schedule: Any, numbers: Any, says: str
) -> None:
    with pytest.raises(ValueError, match=says):
        schedule(*numbers)
