"""Images, tables and sketches: what is drawn is what was given."""

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import pytest
from matplotlib.colors import to_rgb, to_rgba
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch, Rectangle

from companion import figures
from companion.figures.style import BLUE, ORANGE, PALE
from companion.figures.tables import tree
from companion.pages.dictionary import calls, entries

ONE, TWO = np.array([[1, -2], [0, 4]]), np.array([[10, 20], [30, 40]])


def words(texts: Iterable[Any]) -> list[str]:
    return [text.get_text() for text in texts]


def places(figure: Figure) -> dict[str, Any]:
    return {text.get_text(): text.get_position() for text in figure.axes[0].texts}


def patches(figure: Figure, kind: type) -> list[Any]:
    return [patch for patch in figure.axes[0].patches if isinstance(patch, kind)]


def test_tables_show_every_number_with_their_names() -> None:
    confusion = figures.draw_confusion(np.arange(100).reshape(10, 10)).axes[0]
    assert words(confusion.texts) == [str(n) for n in range(100)]
    assert not np.diag(confusion.images[0].get_array()).any()
    heat_map = figures.draw_heat_map(np.array([[1.0, -2, 0], [0, 1, 2]]), "node", "digit").axes[0]
    assert (heat_map.get_xlabel(), heat_map.get_ylabel()) == ("node", "digit")
    assert heat_map.images[0].get_clim() == (-2, 2)
    added = figures.draw_sum([ONE, TWO], ["a", "b", "c"]).axes[0]
    assert words(added.texts) == "1 -2 0 4 a 10 20 30 40 b + 11 18 30 44 c =".split()


def test_the_row_turned_onto_the_column_shows_each_product_their_sum_and_z() -> None:
    omega, a, b = np.array([[2, -1, 3], [1, 0.5, -4]]), np.array([[5], [6], [7]]), ONE[:, :1]
    drawn = figures.draw_row_on_column(omega, a, b, 0, ("W", "x"))
    matrix = ["2", "-1", "3", "1", "0.5", "-4", "W"]
    beside = ["row 0", "2", "-1", "3", "x", "5", "6", "7", "products", "10", "-6", "21"]
    shown = [text for text in words(drawn.axes[0].texts) if text not in {"", "=", r"$\cdot$"}]
    assert shown == [*matrix, *beside, "25", "sum", "1", "+ bias", "26", "$z_{0}$"]
    at = places(drawn)
    assert at["2"][0] == at["-1"][0], "turned, row 0 stands upright"
    assert at["-1"][1] == at["6"][1] == at["-6"][1], "beside its neighbour"
    pale = [cell.get_edgecolor() == to_rgba(PALE) for cell in patches(drawn, Rectangle)[:6]]
    assert pale == [False] * 3 + [True] * 3, "row 1 is not looked at"


def test_each_picture_is_shown_whole_with_its_size_and_the_last_row_may_have_fewer() -> None:
    pictures = [np.full((3, 5), 0.25), np.eye(4), np.eye(2)]
    axes = figures.draw_images(pictures, ["wide", "square", "small"], columns=2).axes
    assert [one.get_title() for one in axes] == ["wide", "square", "small", ""]
    assert [one.get_xlabel() for one in axes] == ["3 x 5", "4 x 4", "2 x 2", ""]
    for one, picture in zip(axes[:3], pictures, strict=True):
        assert np.array_equal(one.images[0].get_array(), picture)
        assert one.images[0].get_clim() == (0, 1)
    axes[0].figure.draw_without_rendering()
    first, second, third = (one.get_position() for one in axes[:3])
    assert third.y1 < min(first.y0, second.y0), "a row below"


def test_k_is_above_j_and_j_above_i_each_with_its_layer_and_the_weight_into_it() -> None:
    """A weight carries the layer in which its line ends, and where it ends comes first."""
    at = {word: x for word, (x, _) in places(figures.draw_roles()).items()}
    assert at["$i$"] == at["below"] == at["layer $l-2$"] < at["$j$"]
    assert at["$j$"] == at["ours"] == at["layer $l-1$"] < at["$k$"]
    assert at["$k$"] == at["above"] == at["layer $l$"]
    assert at["$i$"] < at[r"$\omega_{ji}^{[l-1]}$"] < at["$j$"]
    assert at["$j$"] < at[r"$\omega_{kj}^{[l]}$"] < at["$k$"]


def stairs() -> Figure:
    return figures.draw_staircase(lambda u, v: u * v, (1.0, 2.0), (-0.5, 4.0), (-1.0, 4.0))


def ends_of(arrow: Any) -> list[list[float]]:
    return [[float(x) for x in end] for end in arrow._posA_posB]


def test_each_step_of_the_staircase_has_its_gain_and_pull_and_they_add_up() -> None:
    """From 1 * 2 to 0.5 * 2, and on to 0.5 * 6; by the slopes at the start, -1 and 1 * 4."""
    steps = patches(stairs(), FancyArrowPatch)
    assert [ends_of(step) for step in steps] == [[[1, 2], [0.5, 2]], [[0.5, 2], [0.5, 6]]]
    at = places(stairs())
    gains = {"gain -1.000\npull -1.000", "gain +2.000\npull +4.000", "gain +1.000\npulls +3.000"}
    assert at.keys() == gains | {"$P_0$", "$P_1$", "$P_2$"}
    colours = [step.get_edgecolor() for step in steps]
    assert colours == [to_rgba(ORANGE), to_rgba(BLUE)], "by the sign of the gain"
    for place, (x, y) in {"$P_0$": (1, 2), "$P_1$": (0.5, 2), "$P_2$": (0.5, 6)}.items():
        assert abs(at[place][0] - x) < 0.15
        assert abs(at[place][1] - y) < 1.2


def test_brackets_from_the_left_stay_rows_and_from_the_right_meet_as_squares() -> None:
    drawn = figures.draw_brackets(5)
    shown = words(drawn.axes[0].texts)
    prices = [[word for word in half if "↓" in word] for half in (shown[:5], shown[5:])]
    assert prices == [["↓  25"] * 3, ["↓  125", "↓  125", "↓  25"]]
    assert [word for word in shown if "in all" in word] == ["75 in all", "275 in all"]
    for colour, heights in ((BLUE, [0.2, 1] * 3), (ORANGE, [1, 1, 1, 1, 0.2, 1])):
        boxes = [p for p in patches(drawn, Rectangle) if p.get_facecolor() == to_rgba(colour)]
        assert [box.get_height() for box in boxes] == heights


def test_a_server_takes_a_gradient_from_each_and_sends_each_the_weights() -> None:
    arrows = patches(figures.draw_server(4), FancyArrowPatch)
    assert [arrow.get_edgecolor() for arrow in arrows] == [to_rgba(ORANGE), to_rgba(BLUE)] * 4
    upward = [low < high for (_, low), (_, high) in map(ends_of, arrows)]
    assert upward == [True, False] * 4, "gradients go up"


def test_in_a_ring_each_passes_a_part_of_its_own_to_the_next() -> None:
    drawn = figures.draw_ring(4)
    ends = [ends_of(arrow) for arrow in patches(drawn, FancyArrowPatch)]
    assert [end for _, end in ends] == [*(start for start, _ in ends[1:]), ends[0][0]]
    boxes = [box.get_facecolor() == to_rgba(ORANGE) for box in patches(drawn, Rectangle)]
    assert boxes == [part == worker for worker in range(4) for part in range(4)]


TABLE = {
    "seen": {"by eye": True, "by an instrument": True},
    "a slip with a name of more than one line": {"by eye": False, "by an instrument": True},
}


def test_a_cross_stands_where_a_check_misses_and_a_count_below() -> None:
    axes = figures.draw_catches(TABLE).axes[0]
    marks = [one for one in axes.lines if one.get_marker() in {"o", "x"}][2:]  # after the key
    assert [mark.get_marker() for mark in marks] == ["o", "o", "x", "o"]
    assert [to_rgb(mark.get_color()) for mark in marks] == [
        to_rgb(BLUE if caught else ORANGE) for row in TABLE.values() for caught in row.values()
    ]
    rows = [mark.get_ydata()[0] for mark in marks]
    assert rows[0] == rows[1] > rows[2] == rows[3]
    assert words(axes.texts)[-3:] == ["caught, of 2", "1", "2"]
    axes.figure.draw_without_rendering()
    named = {text.get_text().replace("\n", " "): text.get_window_extent() for text in axes.texts}
    first, second = (named[name] for name in TABLE)
    assert first.y0 >= second.y1, "rows stand clear of each other"


@pytest.mark.parametrize(
    "draw",
    [
        figures.draw_roles,
        stairs,
        lambda: figures.draw_brackets(5),
        lambda: figures.draw_parts({"z[1]": 1200, "slope": 210}, ["z[1]"], "microseconds"),
        lambda: figures.draw_server(4),
        lambda: figures.draw_ring(4),
    ],
)
def test_the_words_of_a_sketch_stand_clear_of_each_other(draw: Callable[[], Figure]) -> None:
    figure = draw()
    figure.draw_without_rendering()
    boxes = [text.get_window_extent() for text in figure.axes[0].texts]
    assert len(boxes) > 1
    assert not any(one.overlaps(two) for k, one in enumerate(boxes) for two in boxes[:k])


def test_each_function_is_taken_apart_once_below_its_caller_and_one_step_in() -> None:
    rows = tree({"a": ["b", "c"], "c": ["b"], "b": ["d"]})
    assert [(r.name, r.depth, r.caller) for r in rows] == [
        *(("a", 0, None), ("b", 1, 0), ("d", 2, 1), ("c", 1, 0), ("b", 2, 3))
    ]


def test_the_map_holds_each_function_and_its_name_in_numrec() -> None:
    names = {row.name for row in tree(calls())}
    drawn = " ".join(words(figures.draw_calls().axes[0].texts))
    assert [n for n in names if n.partition(": ")[2].removeprefix("NN::") not in drawn] == []
    assert "backprop, output_delta" in drawn
    assert names <= {rust for entry in entries("functions") for rust in entry.rust}
