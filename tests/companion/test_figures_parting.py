"""The figure of runs that part shows its numbers, in letters that a phone shows large."""

import numpy as np
import pytest
from matplotlib.figure import Figure
from phone_letters import LEAST_ON_A_PHONE, letters_on_a_phone

from companion import figures

APART = np.array([[1e-15, 1e-8, 0.1], [1e-15, 1e-9, 1.0]])
LOOP = np.array([[0, 1e-9, 0.1], [0, 1e-7, 0.1]])
SCORES = [(94.0, 93.5), (86.0, 95.0)]

pytestmark = pytest.mark.usefixtures("figure_settings")


def parting() -> Figure:
    return figures.draw_parting([0, 500, 1000], APART, LOOP, SCORES)


def test_each_seed_has_a_line_of_powers_and_nought_has_no_place_on_it() -> None:
    above = parting().axes[0]
    blue, orange = above.lines[:2], above.lines[2:]
    assert [line.get_ydata().tolist() for line in blue] == [[-15, -8, -1], [-15, -9, 0]]
    assert [line.get_ydata().tolist() for line in orange] == [[-9, -1], [-7, -1]]
    assert [line.get_xdata().tolist() for line in orange] == [[500, 1000]] * 2
    assert len(above.get_legend().get_texts()) == 2


def test_each_seed_has_its_two_scores_one_above_the_other() -> None:
    marks = [line for line in parting().axes[1].lines if line.get_marker() in {"o", "x"}]
    at = [(line.get_xdata()[0], line.get_ydata()[0]) for line in marks]
    assert at == [(1, 94.0), (1, 93.5), (2, 86.0), (2, 95.0)]


def test_no_letter_is_smaller_than_11_pixels_on_a_phone() -> None:
    assert letters_on_a_phone(parting()) >= LEAST_ON_A_PHONE
