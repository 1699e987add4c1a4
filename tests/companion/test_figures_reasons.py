"""Pictures of reasons and differences about zero: their numbers, and letters for a phone."""

import numpy as np
import pytest
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from phone_letters import LEAST_ON_A_PHONE, letters_on_a_phone

from companion import figures
from companion.figures.style import BLUE, ORANGE

pytestmark = pytest.mark.usefixtures("figure_settings")

SEVEN, SLOPE = np.linspace(0, 1, 784), np.linspace(-2, 1, 784).reshape(-1, 1)


def shown() -> Figure:
    pictures = [figures.Shown("a seven", SEVEN), figures.Shown("slope", SLOPE, True)]
    return figures.draw_shown(pictures)


def differences() -> Figure:
    return figures.draw_differences({"one": [-0.7, 0.1, 0.2], "two": [1.1]}, "lead", "images")


def test_grey_goes_from_black_to_white_and_colours_are_even_about_zero() -> None:
    grey, signed = (axes.images[0] for axes in shown().axes)
    assert (grey.get_clim(), signed.get_clim()) == ((0, 1), (-2, 2))
    assert np.array_equal(signed.get_array(), SLOPE.reshape(28, 28))
    assert [axes.get_title() for axes in shown().axes] == ["a seven", "slope"]


def test_zero_parts_the_bars_and_the_panels_share_their_axis() -> None:
    first, second = differences().axes
    assert first.get_xlim() == second.get_xlim()
    below, above = first.patches
    assert (below.get_facecolor()[:3], above.get_facecolor()[:3]) == (
        to_rgb(ORANGE),
        to_rgb(BLUE),
    )
    counts, edges, _ = below.get_data()
    assert [edge for edge, count in zip(edges, counts, strict=False) if count] == [-1.0]
    counts, edges, _ = above.get_data()
    assert {edge: count for edge, count in zip(edges, counts, strict=False) if count} == {0.0: 2}


def test_no_letter_is_smaller_than_11_pixels_on_a_phone() -> None:
    for figure in (shown(), differences()):
        assert letters_on_a_phone(figure) >= LEAST_ON_A_PHONE
