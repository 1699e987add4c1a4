"""Figures of the way down: each shows its numbers, in letters that a phone shows large."""

from collections.abc import Callable

import numpy as np
import pytest
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from phone_letters import LEAST_ON_A_PHONE, letters_on_a_phone

from companion import figures
from companion.figures.style import BLUE, ORANGE
from numrec.activations import sigmoid

A, A_HAT = np.array([[0.75], [0.25]]), np.array([[0.0], [1.0]])
X, Y = np.linspace(-1, 1, 11), np.linspace(-2, 2, 9)
BOWL = X**2 + Y[:, np.newaxis] ** 2
PATH = np.array([[0.9, 1.5], [0.4, -0.5], [0.0, 0.25]])

pytestmark = pytest.mark.usefixtures("figure_settings")


def misses() -> Figure:
    return figures.draw_misses(A, A_HAT)


def parabolas() -> Figure:
    return figures.draw_parabolas({"slow": 0.25, "to and fro": 2, "away": 2.5})


def on_sigmoid() -> Figure:
    return figures.draw_on_sigmoid({"before": A, "after": np.array([[90.0], [-70]])}, A_HAT)


def small_curves() -> Figure:
    curves = [figures.Curve(name, [0, 30], [0, 1]) for name in "abc"]
    return figures.draw_curves(curves, "steps", "loss", small=True)


def small_map() -> Figure:
    paths = {"down": PATH}
    return figures.draw_contours(X, Y, BOWL, "a", "b", levels=[1, 2], paths=paths, small=True)


@pytest.mark.parametrize("draw", [misses, parabolas, on_sigmoid, small_curves, small_map])
def test_no_letter_is_smaller_than_11_pixels_on_a_phone(draw: Callable[[], Figure]) -> None:
    assert letters_on_a_phone(draw()) >= LEAST_ON_A_PHONE


def test_a_miss_leads_from_the_answer_to_its_target_and_says_how_far() -> None:
    axes = misses().axes[0]
    bars = axes.lines[:2]
    assert [[*bar.get_xdata()] for bar in bars] == [[0.75, 0], [0.25, 1]]
    assert [text.get_text() for text in axes.texts] == ["+0.750", "\N{MINUS SIGN}0.750"]
    answers, targets = axes.lines[2:]
    assert answers.get_xdata().tolist() == [0.75, 0.25]
    assert targets.get_xdata().tolist() == [0, 1]
    bottom, top = axes.get_ylim()
    assert bottom > top, "output 0 stands on top"


def test_each_parabola_has_its_own_rate_and_the_empty_place_no_axes() -> None:
    figure = parabolas()
    slow, fro, away, empty = figure.axes
    walk = lambda axes: axes.lines[1].get_xydata()
    assert [axes.get_title() for axes in (slow, fro, away)] == ["slow", "to and fro", "away"]
    assert walk(slow)[:3].tolist() == [[1, 1], [0.75, 0.5625], [0.5625, 0.31640625]]
    assert walk(fro)[:, 0].tolist() == [1, -1, 1, -1, 1, -1, 1]
    assert walk(away)[2].tolist() == [2.25, 5.0625]
    assert walk(away)[:, 1].max() < 7, "no line crosses the title"
    for axes in (slow, fro, away):
        assert np.allclose(walk(axes)[:, 1], walk(axes)[:, 0] ** 2), "each place on the curve"
    assert empty.axison is False


def test_a_triangle_stands_on_the_sigmoid_and_points_to_its_target() -> None:
    before, after = on_sigmoid().axes
    for axes, z in ((before, A), (after, np.array([[90.0], [-70]]))):
        marks = axes.lines[1:]
        assert [mark.get_xdata()[0] for mark in marks] == z[:, 0].tolist()
        assert [mark.get_ydata()[0] for mark in marks] == pytest.approx(sigmoid(z)[:, 0])
        assert [mark.get_marker() for mark in marks] == ["v", "^"]
        assert [to_rgb(mark.get_color()) for mark in marks] == [to_rgb(ORANGE), to_rgb(BLUE)]
        assert [text.get_text() for text in axes.texts] == ["0", "1"]
        assert axes.get_xlim()[1] > z.max()


def test_a_small_figure_has_its_names_above_and_round_ticks() -> None:
    axes = small_curves().axes[0]
    axes.figure.canvas.draw()
    legend = axes.get_legend().get_window_extent()
    assert legend.y0 >= axes.get_window_extent().y1
    ticks = [tick for tick in axes.get_xticks() if 0 <= tick <= 30]
    assert ticks == [0, 5, 10, 15, 20, 25, 30]
