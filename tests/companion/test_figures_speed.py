"""Figures of speed and of sharing: their numbers, and letters that a phone can show."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch, Rectangle
from phone_letters import LEAST_ON_A_PHONE, letters_on_a_phone

from companion import figures
from companion.figures.style import BLUE, ORANGE

pytestmark = pytest.mark.usefixtures("figure_settings")


def bars() -> Figure:
    return figures.draw_parts({"z[1]": 1200, "slope": 210}, ["z[1]"], "microseconds")


def roof(flops: float = 1e11) -> Figure:
    dots = [figures.Dot(100, 8e10, True, "z[1]"), figures.Dot(0.1, 2e9, False)]
    return figures.draw_roof(flops, {"from a cache": 1e11, "from memory": 1e10}, dots)


def server() -> Figure:
    return figures.draw_server(4)


def ring() -> Figure:
    return figures.draw_ring(4)


def arrows(figure: Figure) -> list[Any]:
    return [p for p in figure.axes[0].patches if isinstance(p, FancyArrowPatch)]


def test_a_part_has_a_bar_of_its_length_and_a_product_is_full() -> None:
    axes = bars().axes[0]
    drawn = [p for p in axes.patches if isinstance(p, Rectangle)]
    assert [bar.get_width() for bar in drawn] == [1200, 210]
    assert [bar.get_facecolor() for bar in drawn] == [to_rgba(BLUE), (0, 0, 0, 0)]
    assert [text.get_text() for text in axes.texts] == ["1,200", "210"]
    assert axes.get_ylim()[0] > axes.get_ylim()[1], "the first stands on top"


def test_the_roof_turns_where_both_edges_meet_and_a_dot_stands_at_its_rate() -> None:
    """From a cache at 1 operation a byte, from memory at 10, both at 100 billion a second."""
    cache, memory, *legend_and_dots = roof().axes[0].lines
    for line, turn in ((cache, 0), (memory, 1)):
        assert np.asarray(line.get_xydata())[1].tolist() == [turn, 2]
    dots = [np.asarray(dot.get_xydata())[0].tolist() for dot in legend_and_dots[2:]]
    assert dots == [pytest.approx([2, 1.903]), pytest.approx([-1, 0.301])]
    assert [dot.get_color() for dot in legend_and_dots[2:]] == [BLUE, ORANGE]
    with pytest.raises(ValueError, match="least number is 0; expected all above 0"):
        roof(0)


def test_a_server_takes_a_gradient_from_each_and_sends_each_the_weights() -> None:
    found = arrows(server())
    colours = [arrow.get_edgecolor() for arrow in found]
    assert colours == [to_rgba(ORANGE), to_rgba(BLUE)] * 4
    for arrow in found:
        (_, low), (_, high) = arrow._posA_posB
        assert (low < high) == (arrow.get_edgecolor() == to_rgba(ORANGE)), "gradients go up"


def test_in_a_ring_each_passes_a_part_of_its_own_to_the_next() -> None:
    figure = ring()
    ends = [tuple(map(tuple, arrow._posA_posB)) for arrow in arrows(figure)]
    assert [end for _, end in ends] == [*(start for start, _ in ends[1:]), ends[0][0]]
    boxes = [p for p in figure.axes[0].patches if isinstance(p, Rectangle)]
    filled = [k for k, box in enumerate(boxes) if box.get_facecolor() == to_rgba(ORANGE)]
    assert (len(boxes), filled) == (16, [0, 5, 10, 15]), "worker k sends part k first"


@pytest.mark.parametrize("draw", [bars, roof, server, ring])
def test_on_a_phone_letters_are_eleven_pixels_high_and_stand_clear(
    draw: Callable[[], Figure],
) -> None:
    figure = draw()
    figure.draw_without_rendering()
    assert letters_on_a_phone(figure) >= LEAST_ON_A_PHONE
    boxes = [text.get_window_extent() for text in figure.axes[0].texts]
    assert not any(one.overlaps(two) for k, one in enumerate(boxes) for two in boxes[:k])
