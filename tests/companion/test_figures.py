"""Figures: the same bytes each time, other bytes for other numbers, readable in both themes."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from io import BytesIO
from itertools import combinations
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from phone_letters import LEAST_ON_A_PHONE, letters_on_a_phone

from companion import figures
from companion.colours import BLUE, INK, ORANGE, PALE, SHADES
from companion.figures.tables import tree
from companion.pages.dictionary import calls, entries
from numrec import Network, Trace, backprop, forward, new_network
from numrec.history import Epoch
from numrec.network import Gradients

LIGHT, DARK = "#ffffff", "#121212"
NET = new_network([3, 2, 3], np.random.default_rng(0), dtype=np.float64)
TRACE = forward(NET, np.array([0.1, 0.2, 0.3]))
ONE, TWO = np.array([[1, -2], [0, 4]]), np.array([[10, 20], [30, 40]])
X, Y = np.linspace(-1, 1, 11), np.linspace(-2, 2, 9)
BOWL = X**2 + Y[:, np.newaxis] ** 2
RUNS = {"slow": [3.0, 5.0, 4.0], "numrec": [1.0, 1.5, 9.0], "middle": [2.0, 2.5]}

pytestmark = pytest.mark.usefixtures("figure_settings")


def svg(figure: Figure) -> str:
    out = BytesIO()
    figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None})
    return out.getvalue().decode()


def words(texts: Iterable[Any]) -> list[str]:
    return [text.get_text() for text in texts]


def pulls_of(net: Network, _: Trace, grads: Gradients) -> Figure:
    return figures.draw_pulls(net, grads, 1, 0)


def test_a_figure_is_its_numbers_and_has_no_clock_no_paper_and_words_as_text() -> None:
    """The chapters' stored outputs hold every figure to the byte, on every processor."""
    curve = lambda end: figures.draw_curves([figures.Curve("c", [0, 1], [0, end])], "x", "y")
    drawn = svg(curve(1))
    assert drawn == svg(curve(1)) != svg(curve(1.05))
    assert "<dc:date>" not in drawn
    assert "<text" in drawn
    assert {part.get_facecolor()[3] for part in (curve(1), *curve(1).axes)} == {0}


def contrast(colour: str, other: str) -> float:
    """Return WCAG's ratio, from 1 to 21."""

    def luminance(name: str) -> float:
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(name)]
        return float(np.dot([0.2126, 0.7152, 0.0722], linear))

    dark, light = sorted([luminance(colour), luminance(other)])
    return (light + 0.05) / (dark + 0.05)


def test_words_and_lines_stand_out_on_both_themes_and_for_the_colour_blind() -> None:
    # One grey for both can reach 4.33 at most. WCAG asks 3 of lines and large words.
    for colour, least in ((INK, 4), (BLUE, 3), (ORANGE, 3)):
        assert min(contrast(colour, LIGHT), contrast(colour, DARK)) >= least
    # The book's pages give each two shades. WCAG asks 4.5 of words; PALE is for lines alone.
    for colour, shades in SHADES.items():
        least = 3 if colour == PALE else 4.5
        assert contrast(shades[0], LIGHT) >= least <= contrast(shades[1], DARK)
    # On either side of yellow-blue, the axis that red-green blindness leaves whole.
    blue, orange = to_rgb(BLUE), to_rgb(ORANGE)
    assert (blue[2] - blue[0]) - (orange[2] - orange[0]) > 1


def test_the_network_and_its_backward_pass_show_their_numbers() -> None:
    net = new_network([2, 2], np.random.default_rng(0), loss="quadratic", dtype=np.float64)
    net.omega[1][:] = [[0.5, -0.25], [0.125, 2]]
    trace = forward(net, np.array([0.75, -0.5]))
    texts = figures.draw_network(net, trace).axes[0].texts
    heights = {text.get_text(): text.get_position()[1] for text in texts}
    numbers = {"0.5", "-0.25", "0.125", "2", "0.750", "-0.500"}
    assert heights.keys() >= numbers | {f"{a:.3f}" for a in trace.a[1][:, 0]}
    assert heights["0.750"] > heights["-0.500"], "node 0 stands above node 1"
    grads = backprop(net, trace, np.array([[0], [1]]))
    slopes = [f"{x:.3f}" for x in (*grads.dC_domega[1].ravel(), *grads.delta[1].ravel())]
    drawn = words(figures.draw_gradients(net, grads).axes[0].texts)
    assert sorted(drawn) == sorted([*slopes, r"$\delta^{[1]}$"]), "and none at the input"


@pytest.mark.parametrize("sizes", [[3, 2, 3], [2, 2, 1], [3, 3], [1, 3]])
def test_a_network_s_numbers_stand_clear_of_each_other(sizes: list[int]) -> None:
    net = new_network(sizes, np.random.default_rng(1), loss="quadratic", dtype=np.float64)
    net = replace(net, omega={l: omega.round(2) for l, omega in net.omega.items()})
    trace = forward(net, np.ones(sizes[0]))
    for figure in (
        figures.draw_network(net, trace),
        figures.draw_gradients(net, backprop(net, trace, np.zeros(sizes[-1]))),
    ):
        figure.draw_without_rendering()
        axes = figure.axes[0]
        boxes = [text.get_window_extent() for text in axes.texts]
        assert not any(one.overlaps(other) for one, other in combinations(boxes, 2))
        assert min(text.get_fontsize() for text in axes.texts) >= 12
        assert figure.get_figwidth() <= 4.7, "wider, and a phone makes the letters too small"


def a_chain() -> tuple[Network, Trace]:
    """One node a layer: a 1 comes in, and the last node has z = 2 * 0.5 - 1 = 0."""
    net = new_network([1, 1, 1], np.random.default_rng(0), loss="quadratic", dtype=np.float64)
    for l, (weight, bias) in {1: (2, 0), 2: (0.5, -1)}.items():
        net.omega[l][:], net.b[l][:] = weight, bias
    return net, forward(net, np.array([1.0]))


def test_the_chain_shows_its_numbers_and_on_the_way_back_each_slope_and_product() -> None:
    net, trace = a_chain()
    shown = {text for text in words(figures.draw_chain(net, trace, 1).axes[0].texts) if text}
    there = [r"$\omega = 2$", "$b = 0$", r"$\omega = 0.5$", "$b = -1$", "$(a - 1)^2$"]
    assert {*there, "1", "2", "0.5", "0.25"} <= shown
    texts = figures.draw_local_slopes(net, trace, 1).axes[0].texts
    slopes = [text.get_text() for text in texts if text.get_bbox_patch() is not None]
    assert slopes == ["2", "1", "0.5", "0.25", "-1"]
    below = [float(text.get_text()) for text in texts if text.get_fontweight() == "bold"]
    grads = backprop(net, trace, np.array([1.0]))
    delta, dC_domega, dC_db = (part[2].item() for part in grads)
    by_a0 = delta * net.omega[2].item()
    assert below == [1, -1, delta, dC_domega, dC_db, by_a0] == [1, -1, -0.25, -0.5, -0.25, -0.125]


def test_the_one_path_of_an_output_weight_is_lit_and_the_terms_add_up() -> None:
    trace, target = forward(NET, np.array([0.1, 0.2, 0.3])), np.array([[0], [1], [0]])
    axes = figures.draw_one_path(NET, trace, target, j=2, i=1).axes[0]
    arrows = [text.arrow_patch for text in axes.texts if hasattr(text, "arrow_patch")]
    bold = [arrow for arrow in arrows if arrow.get_linewidth() > 2]
    assert len(arrows) == 2 * 3 + 3 + 3
    assert [to_rgb(arrow.get_edgecolor()[:3]) for arrow in bold] == [to_rgb(BLUE)] * 3
    pale = [line for line in axes.lines if to_rgb(line.get_markeredgecolor()) == to_rgb("#9a9a9a")]
    assert [tuple(line.get_xydata()[0]) for line in pale] == [
        *((0, -0.5), (1, 0), (1, -1), (2, 0), (2, -1))
    ]
    terms = (trace.a[2] - target) ** 2
    numbers = [f"{x:.3f}" for x in (*trace.a[1].flat, *trace.a[2].flat, *terms.flat, terms.sum())]
    assert [text for text in words(axes.texts) if text and "$" not in text] == numbers


def test_the_pulls_are_delta_times_weight_and_the_node_holds_their_sum() -> None:
    net = new_network([1, 2, 2], np.random.default_rng(0), loss="quadratic", dtype=np.float64)
    net.omega[2][:] = [[1, 3], [1, -0.5]]
    grads = Gradients({2: np.array([[0.25], [2]])}, {}, {})
    axes = figures.draw_pulls(net, grads, 1, 1).axes[0]
    shown = words(axes.texts)
    assert shown[:7] == ["3", "0.750", "0.250", "-0.5", "-1.000", "2.000", "-0.250"]
    first, second = axes.patches
    assert to_rgb(first.get_edgecolor()) == to_rgb(BLUE)
    assert to_rgb(second.get_edgecolor()) == to_rgb(ORANGE)
    assert second.get_linewidth() > first.get_linewidth(), "the stronger pull is thicker"
    assert r"$\partial C / \partial a_1^{[1]}$" in shown, "the sum is no delta: f' is still to come"


def test_the_flow_goes_up_with_values_and_back_with_deltas() -> None:
    net = new_network([1, 1, 1], np.random.default_rng(0), loss="quadratic", dtype=np.float64)
    net.omega[1][:], net.omega[2][:] = 4, 3
    trace = forward(net, np.array([[2.0]]))
    grads = Gradients({1: np.array([[-6.0]]), 2: np.array([[-2.0]])}, {}, {})
    up = figures.draw_flow(net, trace).axes[0]
    back = figures.draw_flow(net, trace, grads).axes[0]
    assert words(up.texts)[:4] == ["4", "3", "2.000", "8.000"]
    assert words(back.texts) == ["3", "", "-6", "-2", r"$\delta^{[1]}$", r"$\delta^{[2]}$"]

    def rightward(arrow: Any) -> bool:
        start, end = arrow._posA_posB
        return bool(start[0] < end[0])

    assert [rightward(arrow) for arrow in up.patches] == [True, True]
    assert [rightward(arrow) for arrow in back.patches] == [False, False]
    heads = [up.texts[0].get_position(), back.texts[0].get_position()]
    assert heads == [(1.25, 0), (3.75, 0)], "in the middle: nearer, a number hides the head"


def test_the_graph_holds_each_number_its_slope_and_both_links_of_a_square() -> None:
    links = [("e", "C", 3.0), ("e", "C", 5.0), ("t", "e", -1.0)]
    places = {"t": (0, 0), "e": (1, 0), "C": (2, 0)}
    numbers, slopes = {"t": 11, "e": 12, "C": 13}, {"t": 21, "e": 22, "C": 23}
    axes = figures.draw_graph(places, numbers, slopes, links).axes[0]
    texts = {text.get_text(): text.get_position() for text in axes.texts}
    assert texts.keys() == {"3", "5", "-1", *"teC", "11", "12", "13", "21", "22", "23"}
    assert texts["11"] == places["t"]
    assert texts["21"][1] < texts["11"][1], "its slope stands below it"
    assert len({arrow.get_connectionstyle().rad for arrow in axes.patches}) == 3, "two arcs"


def test_costs_are_powers_and_each_line_has_its_name() -> None:
    axes = figures.draw_costs([4, 16, 64], {"a": [10**9] * 3, "b": [10**7] * 3, "c": [100] * 3}, "")
    axes = axes.axes[0]
    assert [line.get_ydata().tolist() for line in axes.lines] == [[9] * 3, [7] * 3, [2] * 3]
    names = {text.get_text(): text.get_position()[1] for text in axes.texts}
    assert names["a"] > 9 > names["b"] > 7
    assert names["c"] < 2
    assert axes.xaxis.get_major_formatter()(8, 0) == "256"
    assert axes.yaxis.get_major_formatter()(12, 0) == "10¹²"


@pytest.mark.parametrize("draw", [figures.draw_flow, pulls_of])
def test_on_a_phone_the_letters_of_the_way_back_are_eleven_pixels_high(
    draw: Callable[..., Figure],
) -> None:
    trace = forward(NET, np.array([0.1, 0.2, 0.3]))
    figure = draw(NET, trace, backprop(NET, trace, np.array([0, 1, 0])))
    assert letters_on_a_phone(figure) >= LEAST_ON_A_PHONE


def test_the_learning_curve_is_the_history() -> None:
    epochs = [Epoch(0.7, 0.8), Epoch(0.4, 0.9)]
    upper, lower = figures.draw_learning_curve(epochs, goal=0.95).axes
    assert upper.lines[0].get_ydata().tolist() == pytest.approx([80, 90])
    assert upper.lines[1].get_ydata()[0] == pytest.approx(95)
    assert lower.lines[0].get_ydata().tolist() == [0.7, 0.4]
    assert lower.get_xlabel()
    assert upper.get_ylabel()


def test_tables_show_every_number_with_their_names() -> None:
    confusion = figures.draw_confusion(np.arange(100).reshape(10, 10)).axes[0]
    assert words(confusion.texts) == [str(n) for n in range(100)]
    assert not np.diag(confusion.images[0].get_array()).any()
    heat_map = figures.draw_heat_map(np.array([[1.0, -2, 0], [0, 1, 2]]), "node", "digit").axes[0]
    assert (heat_map.get_xlabel(), heat_map.get_ylabel()) == ("node", "digit")
    assert [*heat_map.get_yticks()] == [0, 1]
    assert heat_map.images[0].get_clim() == (-2, 2)
    added = figures.draw_sum([ONE, TWO], ["a", "b", "c"]).axes[0]
    assert words(added.texts) == "1 -2 0 4 a 10 20 30 40 b + 11 18 30 44 c =".split()


def test_the_row_turned_onto_the_column_shows_each_product_their_sum_and_z() -> None:
    omega, a, b = np.array([[2, -1, 3], [1, 0.5, -4]]), np.array([[5], [6], [7]]), ONE[:, :1]
    axes = figures.draw_row_on_column(omega, a, b, 0, ("W", "x")).axes[0]
    places = {text.get_text(): text.get_position() for text in axes.texts}
    matrix = ["2", "-1", "3", "1", "0.5", "-4", "W"]
    beside = ["row 0", "2", "-1", "3", "x", "5", "6", "7", "products", "10", "-6", "21"]
    shown = [text for text in words(axes.texts) if text not in {"", "=", r"$\cdot$"}]
    assert shown == [*matrix, *beside, "25", "sum", "1", "+ bias", "26", "$z_{0}$"]
    assert places["2"][0] == places["-1"][0], "turned, row 0 stands upright"
    assert places["-1"][1] == places["6"][1] == places["-6"][1], "beside its neighbour"
    pale = [box for box in axes.patches[:6] if to_rgb(box.get_edgecolor()) == to_rgb("#9a9a9a")]
    assert [box.get_y() for box in pale] == [axes.patches[3].get_y()] * 3, "row 1 is not looked at"


def test_the_framed_pixels_stand_beside_the_image_with_their_numbers() -> None:
    image = np.arange(35).reshape(5, 7) / 34
    whole, part = figures.draw_pixels(image, 1, 4, side=2).axes
    assert np.array_equal(whole.images[0].get_array(), image)
    frame = whole.patches[0]
    assert (*frame.get_xy(), frame.get_width(), frame.get_height()) == (3.5, 0.5, 2, 2)
    assert np.array_equal(part.images[0].get_array(), image[1:3, 4:6])
    assert words(part.texts) == [".32", ".35", ".53", ".56"]
    inks = [to_rgb(text.get_color()) for text in part.texts]
    assert inks == [to_rgb("#ffffff")] * 2 + [to_rgb("#222222")] * 2, "dark words on light pixels"


def test_planes_hold_their_points_lines_and_words_on_one_scale() -> None:
    kinds = {"yes": np.array([[0, 1], [1, 0]]), "no": np.array([[0, 0]])}
    way, cut = np.array([[-1, 1], [1, -1]]), np.array([[0, 2], [2, 0]])
    one = figures.Plane("before", ("p", "q"), kinds, {"here": (0.5, 1.5)}, [way], [cut])
    other = figures.Plane("after", ("r", "s"), kinds)
    drawn = figures.draw_planes([one, other], (-2, 3), [0, 1])
    left, right = drawn.axes
    assert [line.get_xydata().tolist() for line in left.lines] == [
        *(way.tolist(), cut.tolist()),
        *(at.tolist() for at in kinds.values()),
    ]
    assert [line.get_linestyle() for line in left.lines[:2]] == ["-", "--"]
    assert [line.get_marker() for line in right.lines] == ["o", "s"]
    assert (left.texts[0].get_text(), left.texts[0].get_position()) == ("here", (0.5, 1.5))
    assert (right.get_title(), right.get_xlabel(), right.get_ylabel()) == ("after", "r", "s")
    assert left.get_xlim() == right.get_ylim() == (-2, 3)
    assert [*left.get_xticks(), *right.get_yticks()] == [0, 1] * 2
    assert words(drawn.legends[0].get_texts()) == ["yes", "no"]


def test_panels_show_each_curve_with_its_gaps_and_a_row_has_one_scale() -> None:
    step = figures.Curve("", [0, 1, 1, 2], [3, 3, np.nan, 5])
    panels = {name: [step] for name in ("a", "b", "c")} | {"d": [step, step._replace(y=[0] * 4)]}
    drawn = figures.draw_panels(panels, "z", [0, 2, 4], [[0, 5], [0, 1]])
    assert [axes.get_title() for axes in drawn.axes] == list("abcd")
    assert [len(axes.lines) for axes in drawn.axes] == [1, 1, 1, 2]
    assert np.array_equal(drawn.axes[0].lines[0].get_ydata(), step.y, equal_nan=True)
    a, b, c, d = (axes.get_ylim() for axes in drawn.axes)
    assert a == b == (-0.2, 5.2)
    assert c == d == (-0.04, 1.04)
    assert [[*axes.get_xticks()] for axes in drawn.axes] == [[0, 2, 4]] * 4
    assert [axes.get_xlabel() for axes in drawn.axes] == ["", "", "z", "z"]
    numbered = [axes.yaxis.get_tick_params()["labelleft"] for axes in drawn.axes]
    assert numbered == [True, False, True, False]
    colours = [axes.lines[0].get_color() for axes in drawn.axes]
    assert colours == [BLUE, BLUE, ORANGE, ORANGE]


def test_digits_are_upright_with_their_titles() -> None:
    image = np.zeros((28, 28))
    image[0, 5] = 1
    axes = figures.draw_digits(image.reshape(784, 1), ["seven"]).axes[0]
    assert axes.images[0].get_array()[0, 5] == 1
    assert axes.images[0].origin == "upper"
    assert axes.get_title() == "seven"


def test_a_guess_says_the_answer_and_is_ticked_where_it_is_the_label() -> None:
    drawn = figures.draw_guesses(np.zeros((784, 3)), np.array([7, 2, 1]), np.array([6, 2, 7]))
    titles = [axes.title for axes in drawn.axes]
    assert words(titles) == ["says 6", "says 2 \N{CHECK MARK}", "says 7"]
    assert [title.get_color() for title in titles] == [ORANGE, BLUE, ORANGE]
    assert letters_on_a_phone(drawn) >= LEAST_ON_A_PHONE


def test_the_strip_is_what_the_rectangle_gains() -> None:
    drawn = figures.draw_strip(4, 2.5, 0.5)
    rectangle, strip = drawn.axes[0].patches
    assert rectangle.get_bbox().bounds == (0, 0, 4, 2.5)
    assert strip.get_bbox().bounds == (4, 0, 0.5, 2.5), "at its right edge, and as high"
    assert letters_on_a_phone(drawn) >= LEAST_ON_A_PHONE


def test_a_chain_has_its_links_its_rates_between_them_and_the_rate_of_the_whole() -> None:
    drawn = figures.draw_rates([("x", "2"), ("u", "6"), ("C", "36")], ["3", "12"], "all")
    places = {text.get_text(): text.get_position()[0] for text in drawn.axes[0].texts}
    assert sorted(places, key=lambda text: places[text]) == [
        *("x\n2", "3", "u\n6", "all", "12", "C\n36")
    ]
    assert len(drawn.axes[0].patches) == 3
    assert letters_on_a_phone(drawn) >= LEAST_ON_A_PHONE


def test_the_dashed_line_is_as_steep_as_the_chord_and_meets_the_curve_at_the_place() -> None:
    drawn = figures.draw_mean_value(np.square, (1, 3), 2, ("u", "C"))
    curve, chord, parallel, place = drawn.axes[0].lines
    assert chord.get_xydata().tolist() == [[1, 1], [3, 9]]
    assert parallel.get_xydata().tolist() == [[1, 0], [3, 8]], "the slope 4, through (2, 4)"
    assert place.get_xydata().tolist() == [[2, 4]]
    assert np.allclose(curve.get_ydata(), curve.get_xdata() ** 2, rtol=0, atol=1e-6)
    assert letters_on_a_phone(drawn) >= LEAST_ON_A_PHONE


def test_each_picture_is_shown_whole_with_its_size_and_the_last_row_may_have_fewer() -> None:
    pictures = [np.full((3, 5), 0.25), np.eye(4), np.eye(2)]
    axes = figures.draw_images(pictures, ["wide", "square", "small"], columns=2).axes
    assert [one.get_title() for one in axes] == ["wide", "square", "small", ""]
    assert [one.get_xlabel() for one in axes] == ["3 x 5", "4 x 4", "2 x 2", ""]
    for one, picture in zip(axes, pictures, strict=False):
        assert np.array_equal(one.images[0].get_array(), picture)
        assert one.images[0].get_clim() == (0, 1)
    assert not axes[3].images
    axes[0].figure.canvas.draw()
    first, second, third = (one.get_position() for one in axes[:3])
    assert first.y0 < second.y1
    assert second.y0 < first.y1
    assert third.y1 < min(first.y0, second.y0), "a row below"


def test_curves_leave_out_what_is_not_finite_and_names_that_are_empty() -> None:
    falling = figures.Curve("falling", [0, 2], [4, -np.inf])
    axes = figures.draw_curves([falling], "x", "y").axes[0]
    assert axes.lines[0].get_xdata().tolist() == [0]
    nameless, named = figures.Curve("", [-4, 0], [0, 1]), figures.Curve("b", [0, 1], [1, 0])
    legend = figures.draw_curves([nameless, named], "x", "y").axes[0].get_legend()
    assert words(legend.get_texts()) == ["b"]
    axes = figures.draw_curves([nameless], "h", "error", powers="x").axes[0]
    assert axes.get_legend() is None
    assert axes.xaxis.get_major_formatter()(-4, 0) == "$10^{-4}$"
    assert axes.yaxis.get_major_formatter()(0.5, 0) != "$10^{0.5}$"


def test_contours_and_regions_are_those_of_the_numbers() -> None:
    path = [[0.9, 1.5], [0.4, 0.5]]
    paths = {"down": np.array(path)}
    axes = figures.draw_contours(X, Y, BOWL, "a", "b", levels=[0.5, 1, 2], paths=paths).axes[0]
    lines = axes.collections[0]
    for level, line in zip(lines.levels, lines.get_paths(), strict=True):
        heights = (line.vertices**2).sum(axis=1)
        assert heights == pytest.approx(level, abs=0.08)  # drawn between grid points
    assert axes.lines[0].get_xydata().tolist() == path
    outputs = {"never": np.full((9, 11), -1.0), "half": np.tile(X - 0.5, (9, 1))}
    points = {"one": np.array([[0, 0]]), "other": np.array([[1, 1]])}
    never, half = figures.draw_regions(X, Y, outputs, points).axes
    assert [never.get_title(), half.get_title()] == ["never", "half"]
    assert not never.collections
    right = np.concatenate([path.vertices for path in half.collections[0].get_paths()])
    assert right[:, 0].min() == pytest.approx(0.5)


def test_every_run_is_a_dot_the_median_a_line_and_the_smallest_is_on_top_and_marked() -> None:
    axes = figures.draw_runs(RUNS, "seconds").axes[0]
    dots, medians = axes.lines[::2], axes.lines[1::2]
    assert words(axes.get_yticklabels()) == ["slow", "middle", "numrec"]
    assert [sorted(line.get_xdata()) for line in dots] == [[3, 4, 5], [2, 2.5], [1, 1.5, 9]]
    assert [line.get_xdata()[0] for line in medians] == [4.0, 2.25, 1.5]
    assert dots[2].get_color() != dots[0].get_color() == dots[1].get_color()
    assert axes.get_xlim()[0] == 0


def test_a_histogram_counts_each_run_once_and_marks_the_mean_on_one_scale() -> None:
    runs = {"slow": [4.0, 4.5, 5.0, 9.9], "quick": [1.0]}
    panels = figures.draw_histograms(runs, "seconds", "runs").axes
    assert [axes.get_title(loc="left") for axes in panels] == ["slow", "quick"]
    counts = [axes.patches[0].get_data().values for axes in panels]
    assert [c.tolist() for c in counts] == [[0, 0, 0, 0, 2, 1, 0, 0, 0, 1], [0, 1] + [0] * 8]
    assert [axes.lines[0].get_xdata()[0] for axes in panels] == [5.85, 1.0]
    assert panels[0].get_xlim() == panels[1].get_xlim()
    drawn = figures.draw_histograms(runs, "seconds", "runs", width=2.5)
    assert letters_on_a_phone(drawn) >= LEAST_ON_A_PHONE
    wide = drawn.axes[0].patches[0]
    assert wide.get_data().values.tolist() == [0, 2, 1, 1]


def test_every_number_is_a_bar_and_stands_at_its_end() -> None:
    axes = figures.draw_bars(["a", "b"], {"one": [3, 0], "two": [5, 7]}, "count").axes[0]
    assert [bar.get_width() for bar in axes.patches] == [3, 0, 5, 7]
    assert words(axes.texts) == ["3", "0", "5", "7"]
    assert words(axes.get_yticklabels()) == ["a", "b"]
    assert axes.yaxis_inverted()
    assert len({bar.get_hatch() for bar in axes.patches}) == 2


def test_each_function_is_taken_apart_once_below_its_caller_and_one_step_in() -> None:
    rows = tree({"a": ["b", "c"], "c": ["b"], "b": ["d"]})
    assert [(r.name, r.depth, r.caller) for r in rows] == [
        *(("a", 0, None), ("b", 1, 0), ("d", 2, 1), ("c", 1, 0), ("b", 2, 3))
    ]


def test_the_map_holds_each_function_and_its_name_in_numrec() -> None:
    names = {row.name for row in tree(calls())}
    drawn = " ".join(ElementTree.fromstring(svg(figures.draw_calls())).itertext())
    assert [n for n in names if n.partition(": ")[2].removeprefix("NN::") not in drawn] == []
    assert "forward_pass" in drawn
    assert "backprop, output_delta" in drawn
    assert names <= {rust for entry in entries("functions") for rust in entry.rust}


@pytest.mark.parametrize(
    ("draw", "expected"),
    [
        (lambda: figures.draw_contours(X, Y, BOWL.T, "a", "b", levels=[1]), "C .*expected .9, 11"),
        (lambda: figures.draw_regions(X, Y, {"T": BOWL.T}, {}), "'T' .*expected .9, 11"),
        (lambda: figures.draw_images([np.eye(2), np.eye(2)], ["one"]), "argument 3"),
        (lambda: figures.draw_chain(NET, TRACE, 1), r"\[3, 2, 3\] nodes; expected one in each"),
        (lambda: figures.draw_local_slopes(NET, TRACE, 1), "expected one in each"),
        (lambda: figures.draw_bars(["a", "b"], {"one": [3]}, "count"), "expected 2 numbers"),
        (lambda: figures.draw_histograms({"a": [-1.0, 2]}, "s", "runs"), "expected none below 0"),
        (lambda: figures.draw_sum([], ["a"]), "expected one more than terms"),
        (lambda: figures.draw_sum([ONE], ["a", "b", "c"]), "expected one more than terms"),
        (lambda: figures.draw_rates([("x", "2")], ["3"], "3"), "1 rates for 1 links"),
        (
            lambda: figures.draw_mean_value(np.square, (1, 3), 3, ("u", "C")),
            "place is 3; expected it between 1 and 3",
        ),
        (lambda: figures.draw_row_on_column(ONE, X, ONE[:, :1], 0), r"a .*\(11,\); .*\(2, 1\)"),
        (lambda: figures.draw_row_on_column(ONE, ONE[:, :1], ONE, 0), "b .*expected .2, 1"),
        (lambda: figures.draw_row_on_column(ONE, ONE[:, :1], ONE[:, :1], 2), "is 2; .* 0 to 1"),
        (lambda: figures.draw_pixels(BOWL, 5, 0), r"frame at \(5, 0\) has 5 pixels"),
        (lambda: figures.draw_panels({"a": []}, "z", [0], []), "0 rows have ticks; expected 1"),
        (lambda: tree({"a": ["b"], "b": ["a"]}), "in a circle"),
    ],
)
def test_what_does_not_fit_is_refused(draw: Callable[[], object], expected: str) -> None:
    with pytest.raises(ValueError, match=expected):
        draw()


def test_a_narrow_figure_has_letters_for_a_phone_and_ticks_that_stand_apart() -> None:
    curve = figures.Curve("a curve", [-16, 0], [-16, 0])
    figure = figures.draw_curves([curve], "x", "y", powers="xy", small=True)
    figure.draw_without_rendering()
    axes = figure.axes[0]
    ticks = [text for text in axes.get_xticklabels() if text.get_text()]
    assert len(ticks) > 3
    boxes = [text.get_window_extent() for text in ticks]
    assert not any(one.overlaps(other) for one, other in combinations(boxes, 2))
    legend = axes.get_legend()
    assert legend is not None
    assert min(text.get_fontsize() for text in [*ticks, *legend.get_texts()]) >= 12
