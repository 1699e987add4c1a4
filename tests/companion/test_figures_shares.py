"""Shares with their intervals: where they stand, and letters that a phone can show."""

import numpy as np
import pytest
from matplotlib.collections import LineCollection
from phone_letters import LEAST_ON_A_PHONE, letters_on_a_phone

from companion import figures

pytestmark = pytest.mark.usefixtures("figure_settings")

ROWS = {
    "MNIST": {"one": (0.96, 0.95, 0.97), "other": (0.99, 0.98, 1.0)},
    "strangers": {"one": (0.75, 0.72, 0.78), "other": (0.5, 0.25, 0.6)},
}


def test_each_mark_stands_at_its_share_and_its_bar_ends_at_the_bounds() -> None:
    figure = figures.draw_shares(ROWS, "read right, %")
    axes = figure.axes[0]
    marks = [line.get_xdata() for line in axes.lines if line.get_marker() in ("o", "s")]
    assert np.array(marks).tolist() == [[96, 75], [99, 50]]
    bars = [c.get_segments() for c in axes.collections if isinstance(c, LineCollection)]
    ends = [[[round(x, 6) for x, _ in bar] for bar in side] for side in bars]
    assert ends == [[[95, 97], [72, 78]], [[98, 100], [25, 60]]]
    assert [label.get_text() for label in axes.get_yticklabels()] == list(ROWS)
    assert axes.yaxis_inverted()


def test_a_phone_shows_its_letters() -> None:
    assert letters_on_a_phone(figures.draw_shares(ROWS, "read right, %")) >= LEAST_ON_A_PHONE


def test_a_phone_shows_the_letters_of_small_images() -> None:
    pictures = [np.eye(28)] * 4
    wide = figures.draw_images(pictures, ["box centred"] * 4)
    small = figures.draw_images(pictures, ["box centred"] * 4, small=True)
    assert letters_on_a_phone(wide) < LEAST_ON_A_PHONE <= letters_on_a_phone(small)
