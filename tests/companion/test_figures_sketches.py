"""The sketches of arguments: their letters, their numbers, and letters that a phone can show."""

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


def product(u: float, v: float) -> float:
    return u * v


def square(x: float) -> float:
    return x * x


def double(x: float) -> float:
    return 2 * x


def stairs() -> Figure:
    return figures.draw_staircase(product, (1.0, 2.0), (-0.5, 4.0), (-1.0, 4.0))


def chord(q: float = 2.0) -> Figure:
    return figures.draw_chord(square, double, 1.0, 3.0, q)


def brackets() -> Figure:
    return figures.draw_brackets(5)


def words_of(figure: Figure) -> dict[str, Any]:
    return {text.get_text(): text.get_position() for text in figure.axes[0].texts}


def ends_of(arrow: Any) -> list[list[float]]:
    return [[float(x) for x in end] for end in arrow._posA_posB]


def test_k_is_above_j_and_j_above_i_each_with_its_layer_and_the_weight_into_it() -> None:
    """A weight carries the layer in which its line ends, and where it ends comes first."""
    figure = figures.draw_roles()
    at = {word: x for word, (x, _) in words_of(figure).items()}
    assert at["$i$"] == at["below"] == at["layer $l-2$"] < at["$j$"]
    assert at["$j$"] == at["ours"] == at["layer $l-1$"] < at["$k$"]
    assert at["$k$"] == at["above"] == at["layer $l$"]
    assert at["$i$"] < at[r"$\omega_{ji}^{[l-1]}$"] < at["$j$"]
    assert at["$j$"] < at[r"$\omega_{kj}^{[l]}$"] < at["$k$"]


def test_each_step_of_the_staircase_has_its_gain_and_pull_and_they_add_up() -> None:
    """From 1 * 2 to 0.5 * 2, and on to 0.5 * 6; by the slopes at the start, -1 and 1 * 4."""
    figure = stairs()
    steps = [p for p in figure.axes[0].patches if isinstance(p, FancyArrowPatch)]
    assert [ends_of(step) for step in steps] == [[[1, 2], [0.5, 2]], [[0.5, 2], [0.5, 6]]]
    at = words_of(figure)
    gains = {"gain -1.000\npull -1.000", "gain +2.000\npull +4.000", "gain +1.000\npulls +3.000"}
    assert at.keys() == gains | {"$P_0$", "$P_1$", "$P_2$"}
    colours = [step.get_edgecolor() for step in steps]
    assert colours == [to_rgba(ORANGE), to_rgba(BLUE)], "by the sign of the gain"
    for place, (x, y) in {"$P_0$": (1, 2), "$P_1$": (0.5, 2), "$P_2$": (0.5, 6)}.items():
        assert abs(at[place][0] - x) < 0.15
        assert abs(at[place][1] - y) < 1.2


def test_the_tangent_of_the_mean_value_theorem_is_parallel_to_the_chord() -> None:
    _, straight, tangent, touch = chord().axes[0].lines
    across, up = (np.diff([line.get_data() for line in (straight, tangent)])[:, k] for k in (0, 1))
    assert (up / across).ravel() == pytest.approx([4, 4])
    assert np.asarray(touch.get_xydata()).tolist() == [[2, 4]]
    with pytest.raises(ValueError, match=r"slope 4\.4000; expected the chord's, 4\.0000"):
        chord(2.2)


def test_brackets_from_the_left_stay_rows_and_from_the_right_meet_as_squares() -> None:
    axes = brackets().axes[0]
    shown = [text.get_text() for text in axes.texts]
    prices = [[word for word in half if "↓" in word] for half in (shown[:5], shown[5:])]
    assert prices == [["↓  25"] * 3, ["↓  125", "↓  125", "↓  25"]]
    assert [word for word in shown if "in all" in word] == ["75 in all", "275 in all"]
    boxes = [p for p in axes.patches if isinstance(p, Rectangle)]
    for colour, heights in ((BLUE, [0.2, 1] * 3), (ORANGE, [1, 1, 1, 1, 0.2, 1])):
        found = [p.get_height() for p in boxes if p.get_facecolor() == to_rgba(colour)]
        assert found == heights


@pytest.mark.parametrize("draw", [figures.draw_roles, stairs, chord, brackets])
def test_on_a_phone_letters_are_eleven_pixels_high_and_stand_clear(
    draw: Callable[[], Figure],
) -> None:
    figure = draw()
    figure.draw_without_rendering()
    axes = figure.axes[0]
    assert letters_on_a_phone(figure) >= LEAST_ON_A_PHONE
    boxes = [text.get_window_extent() for text in axes.texts]
    assert not any(one.overlaps(two) for k, one in enumerate(boxes) for two in boxes[:k])
