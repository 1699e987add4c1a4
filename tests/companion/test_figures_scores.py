"""Figures of what a score is worth: each shows its numbers, in letters that a phone shows large."""

import numpy as np
import pytest
from matplotlib.figure import Figure
from phone_letters import LEAST_ON_A_PHONE, letters_on_a_phone

from companion import figures
from companion.figures.scores import chances
from numrec.history import Epoch

pytestmark = pytest.mark.usefixtures("figure_settings")

PAIRS = {"1": (0.97, 0.98), "2": (0.96, 0.96)}


def pairs() -> Figure:
    return figures.draw_pairs(PAIRS, ("chosen here", "chosen there"), "read right", "seed")


def test_chances_are_those_of_tosses() -> None:
    assert chances(0.5, 2) == pytest.approx([0.25, 0.5, 0.25])
    all_of_them = np.array(chances(0.96, 10_000))
    right = np.arange(10_001)
    assert all_of_them.sum() == pytest.approx(1, abs=1e-8)
    assert all_of_them @ right == pytest.approx(9600)
    assert all_of_them @ (right - 9600) ** 2 == pytest.approx(10_000 * 0.96 * 0.04)


def test_each_hill_stands_over_its_share() -> None:
    axes = figures.draw_hills([0.96, 0.963], 10_000).axes[0]
    for line, share in zip(axes.lines, (96, 96.3), strict=True):
        x, y = line.get_data()
        assert x[y.argmax()] == pytest.approx(share, abs=0.011)
        assert y.sum() == pytest.approx(100, abs=0.1), "the whole hill is seen"
        assert line.get_label() == f"truly {share:.1f} %"


def test_a_pair_is_two_marks_and_a_line_between_them() -> None:
    axes = pairs().axes[0]
    *between, first, second = axes.lines
    assert [[*line.get_xdata()] for line in between] == [[0.97, 0.98], [0.96, 0.96]]
    assert [*first.get_xdata()] == [0.97, 0.96]
    assert [*second.get_xdata()] == [0.98, 0.96]
    assert [label.get_text() for label in axes.get_yticklabels()] == ["1", "2"]
    bottom, top = axes.get_ylim()
    assert bottom > top, "the first row stands on top"


def test_no_letter_is_smaller_than_11_pixels_on_a_phone() -> None:
    drawn = [
        pairs(),
        figures.draw_hills([0.96], 1000),
        figures.draw_learning_curve([Epoch(0.7, 0.8), Epoch(0.4, 0.9)], 0.95),
        figures.draw_confusion(np.diag([980, 1135])),
        figures.draw_heat_map(np.eye(3), "nodes", "digit"),
        figures.draw_digits(np.zeros((784, 5)), ["9, read 4"] * 5, columns=4),
    ]
    for figure in drawn:
        assert letters_on_a_phone(figure) >= LEAST_ON_A_PHONE
