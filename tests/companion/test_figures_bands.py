"""Curves of several seeds: the mean's line, the band of all, letters that a phone shows large."""

import numpy as np
import pytest
from phone_letters import LEAST_ON_A_PHONE, letters_on_a_phone

from companion import figures

pytestmark = pytest.mark.usefixtures("figure_settings")

ROWS = {"one": np.array([[1.0, 3.0, 5.0], [2.0, 5.0, 5.0]]), "two": np.array([[0.5, 0.25]])}


def test_a_line_is_the_mean_and_the_band_reaches_from_the_lowest_to_the_highest() -> None:
    axes = figures.draw_bands(ROWS, "score", ylim=(0, 6)).axes[0]
    assert [line.get_ydata().tolist() for line in axes.lines] == [[1.5, 4, 5], [0.5, 0.25]]
    assert axes.lines[0].get_xdata().tolist() == [1, 2, 3]
    band = axes.collections[0].get_paths()[0].vertices
    for epoch, low, high in ((1, 1, 2), (2, 3, 5), (3, 5, 5)):
        heights = band[band[:, 0] == epoch][:, 1]
        assert (heights.min(), heights.max()) == (low, high)
    assert (axes.get_xlabel(), axes.get_ylabel(), axes.get_ylim()) == ("epoch", "score", (0, 6))


def test_its_letters_are_large_enough_on_a_phone() -> None:
    assert letters_on_a_phone(figures.draw_bands(ROWS, "score")) >= LEAST_ON_A_PHONE
