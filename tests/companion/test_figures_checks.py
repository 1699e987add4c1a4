"""Figures of slopes as areas and of what each check catches: each shows its numbers."""

from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pytest
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from phone_letters import LEAST_ON_A_PHONE, letters_on_a_phone

from companion import figures, worked_network
from companion.figures.style import BLUE, ORANGE
from numrec import backprop, forward

NET, A0, A_HAT = worked_network()
TRACE = forward(NET, A0)
GRADS = backprop(NET, TRACE, A_HAT)
TABLE = {
    "seen": {"by eye": True, "by an instrument": True},
    "a slip with a name of more than one line": {"by eye": False, "by an instrument": True},
}

pytestmark = pytest.mark.usefixtures("figure_settings")


def areas() -> Figure:
    return figures.draw_areas(NET, TRACE, GRADS)


def catches() -> Figure:
    return figures.draw_catches(TABLE)


@pytest.mark.parametrize("draw", [areas, catches])
def test_no_letter_is_smaller_than_11_pixels_on_a_phone(draw: Callable[[], Figure]) -> None:
    assert letters_on_a_phone(draw()) >= LEAST_ON_A_PHONE


def test_each_area_is_its_slope_on_one_scale_and_has_its_colour() -> None:
    tiles = [patch for patch in areas().axes[0].patches if isinstance(patch, Rectangle)]
    slopes = []
    for l in (2, 1):
        slopes += [*np.hstack([GRADS.dC_domega[l], GRADS.dC_db[l]]).ravel()]
    sizes = np.array([tile.get_width() * tile.get_height() for tile in tiles])
    assert sizes / sizes.max() == pytest.approx(np.abs(slopes) / np.abs(slopes).max())
    colours = [to_rgb(tile.get_facecolor()) for tile in tiles]
    assert colours == [to_rgb(BLUE if slope > 0 else ORANGE) for slope in slopes]


def test_a_number_in_a_tile_is_its_slope_and_what_stands_outside_is_its_factors() -> None:
    said = [text.get_text() for text in areas().axes[0].texts]
    assert {"0.406", "-0.374", "0.275", "0.367"} <= {*said}
    assert not {"-0.018", "-0.055"} & {*said}, "too narrow or too low for a number"
    assert {"-0.025", "1.375", "0.25", "0.75", "0.209", "-0.272", "-0.073"} <= {*said}
    assert said.count("bias: 1") == 2


def test_a_cross_stands_where_a_check_misses_and_a_count_below() -> None:
    axes = catches().axes[0]
    marks = [one for one in axes.lines if one.get_marker() in {"o", "x"}][2:]  # after the key
    assert [mark.get_marker() for mark in marks] == ["o", "o", "x", "o"]
    assert [to_rgb(mark.get_color()) for mark in marks] == [
        to_rgb(BLUE if caught else ORANGE) for row in TABLE.values() for caught in row.values()
    ]
    rows = [mark.get_ydata()[0] for mark in marks]
    assert rows[0] == rows[1] > rows[2] == rows[3]
    assert [text.get_text() for text in axes.texts][-3:] == ["caught, of 2", "1", "2"]


def test_rows_do_not_overlap() -> None:
    axes = catches().axes[0]
    axes.figure.canvas.draw()
    names = [text for text in axes.texts if text.get_text().replace("\n", " ") in TABLE]
    boxes = [name.get_window_extent() for name in names]
    assert len(boxes) == 2
    assert all(above.y0 >= below.y1 for above, below in pairwise(boxes))


def test_rows_with_other_checks_are_refused() -> None:
    with pytest.raises(ValueError, match="'b' has the checks"):
        figures.draw_catches({"a": {"one": True}, "b": {"two": True}})
