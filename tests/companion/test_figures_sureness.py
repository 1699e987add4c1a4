"""What an answer is worth, drawn: its numbers, and letters that a phone can show."""

from collections.abc import Callable

import numpy as np
import pytest
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from phone_letters import LEAST_ON_A_PHONE, letters_on_a_phone

from companion import figures
from companion.figures.style import BLUE, ORANGE

OUTPUTS = np.eye(10)[:, [3, 5]] * 0.75 + 0.05
TOP = np.array([0.3, 0.7, 0.75, 0.95, 1.0, 1.0, 0.35, 0.95])
RIGHT = np.array([False, True, False, True, True, True, True, False])

pytestmark = pytest.mark.usefixtures("figure_settings")


def answers() -> Figure:
    return figures.draw_answers(np.zeros((784, 2)), [3, 4], OUTPUTS)


def sureness() -> Figure:
    return figures.draw_sureness(TOP, RIGHT)


@pytest.mark.parametrize("draw", [answers, sureness])
def test_a_phone_shows_all_letters_at_a_readable_height(draw: Callable[[], Figure]) -> None:
    assert letters_on_a_phone(draw()) >= LEAST_ON_A_PHONE


def test_each_output_is_a_bar_the_right_one_blue_and_their_sum_stands_above() -> None:
    *images, left, right = answers().axes
    assert [axes.get_title() for axes in images] == ["a 3", "a 4"]
    for axes, label, a in ((left, 3, OUTPUTS[:, 0]), (right, 4, OUTPUTS[:, 1])):
        assert [bar.get_width() for bar in axes.patches] == pytest.approx(a)
        colours = [bar.get_facecolor()[:3] for bar in axes.patches]
        assert colours.count(to_rgb(BLUE)) == 1
        assert colours[label] == to_rgb(BLUE)
        assert axes.get_title() == "sum 1.25"


def test_what_was_claimed_stands_beside_what_held_interval_by_interval() -> None:
    found = figures.calibration(TOP, RIGHT, np.array([0, 0.5, 0.9, 1]))
    claimed, held, low, high = zip(*found, strict=True)
    assert claimed == pytest.approx((0.325, 0.725, 0.975))
    assert held == (0.5, 0.5, 0.75)
    for p, n, ends in zip(held, (2, 2, 4), zip(low, high, strict=True), strict=True):
        for end in ends:  # Wilson's ends solve (end - p)^2 = 1.96^2 end (1 - end) / n
            assert (end - p) ** 2 == pytest.approx(1.96**2 * end * (1 - end) / n)
        assert ends[0] < p < ends[1]
    alone = figures.calibration(np.array([0.5]), np.array([True]), np.array([0, 0.25, 0.5]))
    assert alone[0].claimed == 0.5  # an edge belongs above, the last to the last
    assert alone[0].high == pytest.approx(1)


def test_right_and_wrong_answers_are_each_a_hundred_per_cent() -> None:
    above, below = sureness().axes
    for stairs, colour in zip(above.patches, (BLUE, ORANGE), strict=True):
        assert stairs.get_data().values.sum() == pytest.approx(100)
        assert stairs.get_edgecolor()[:3] == to_rgb(colour)
    wrong = above.patches[1].get_data().values
    assert wrong[[3, 7, 9]] == pytest.approx([100 / 3] * 3)
    dots = below.containers[0].lines[0]
    assert dots.get_ydata()[-1] == pytest.approx(75)
    assert (dots.get_xdata() <= 1).all()
