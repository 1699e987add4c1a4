"""Figures: the same bytes each time, other bytes for other numbers, readable in both themes."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from io import BytesIO
from itertools import combinations
from typing import Any
from xml.etree import ElementTree

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure

from companion import figures
from companion.figures.style import BLUE, INK, ORANGE
from companion.figures.tables import tree
from companion.pages.dictionary import calls, entries
from numrec import backprop, forward, new_network
from numrec.history import Epoch

LIGHT, DARK = "#ffffff", "#121212"
NET = new_network([3, 2, 3], np.random.default_rng(0), dtype=np.float64)
ONE, TWO = np.array([[1, -2], [0, 4]]), np.array([[10, 20], [30, 40]])
X, Y = np.linspace(-1, 1, 11), np.linspace(-2, 2, 9)
BOWL = X**2 + Y[:, np.newaxis] ** 2
RUNS = {"slow": [3.0, 5.0, 4.0], "numrec": [1.0, 1.5, 9.0], "middle": [2.0, 2.5]}


@pytest.fixture(autouse=True)
def _settings() -> Iterator[None]:
    with mpl.rc_context():
        figures.setup()
        yield


def svg(figure: Figure) -> str:
    out = BytesIO()
    figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None})
    return out.getvalue().decode()


def words(texts: Iterable[Any]) -> list[str]:
    return [text.get_text() for text in texts]


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
        assert figure.get_figwidth() <= 4.55, "wider, and a phone makes the letters too small"


def test_the_paths_that_are_lit_lead_from_the_node_to_the_loss() -> None:
    """A hidden node has a path through each node of the next layer, an output weight has one."""
    run = NET, forward(NET, np.array([0.1, 0.2, 0.3]))

    def lit(*place: int) -> int:
        lines = figures.draw_paths(*run, *place).axes[0].lines
        return sum(line.get_linewidth() > 2 for line in lines if line.get_zorder() == 0)

    assert lit(2, 0, 1) == 2  # its weight, and from there to C
    assert lit(1, 1) == 6  # three weights, three ends
    assert lit(2, 2) == 1
    shown = words(figures.draw_paths(*run, 2, 0, 1).axes[0].texts)
    assert f"{NET.omega[2][0, 1]:g}" in shown
    assert f"{NET.omega[2][0, 0]:g}" not in shown


def test_the_learning_curve_is_the_history() -> None:
    epochs = [Epoch(0.7, 0.8), Epoch(0.4, 0.9)]
    left, right = figures.draw_learning_curve(epochs, goal=0.95).axes
    assert left.lines[0].get_ydata().tolist() == pytest.approx([80, 90])
    assert left.lines[1].get_ydata()[0] == pytest.approx(95)
    assert right.lines[0].get_ydata().tolist() == [0.7, 0.4]
    assert left.get_xlabel()
    assert left.get_ylabel()


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


def test_digits_are_upright_with_their_titles() -> None:
    image = np.zeros((28, 28))
    image[0, 5] = 1
    axes = figures.draw_digits(image.reshape(784, 1), ["seven"]).axes[0]
    assert axes.images[0].get_array()[0, 5] == 1
    assert axes.images[0].origin == "upper"
    assert axes.get_title() == "seven"


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
    tables = [np.array([[-1.0, 3]]), np.array([[-2.0, 0], [0, 1]])]
    signed = figures.draw_signed(tables, ["one", "other"]).axes
    assert [one.get_title() for one in signed] == ["one", "other"]
    assert [one.images[0].get_clim() for one in signed] == [(-3, 3), (-2, 2)], "0 in the middle"


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
    wide = figures.draw_histograms(runs, "seconds", "runs", width=2.5).axes[0].patches[0]
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
        (lambda: figures.draw_bars(["a", "b"], {"one": [3]}, "count"), "expected 2 numbers"),
        (lambda: figures.draw_histograms({"a": [-1.0, 2]}, "s", "runs"), "expected none below 0"),
        (lambda: figures.draw_sum([], ["a"]), "expected one more than terms"),
        (lambda: figures.draw_sum([ONE], ["a", "b", "c"]), "expected one more than terms"),
        (lambda: figures.draw_row_on_column(ONE, X, ONE[:, :1], 0), r"a .*\(11,\); .*\(2, 1\)"),
        (lambda: figures.draw_row_on_column(ONE, ONE[:, :1], ONE, 0), "b .*expected .2, 1"),
        (lambda: figures.draw_row_on_column(ONE, ONE[:, :1], ONE[:, :1], 2), "is 2; .* 0 to 1"),
        (lambda: tree({"a": ["b"], "b": ["a"]}), "in a circle"),
    ],
)
def test_what_does_not_fit_is_refused(draw: Callable[[], object], expected: str) -> None:
    with pytest.raises(ValueError, match=expected):
        draw()


def test_a_narrow_figure_has_letters_for_a_phone_and_ticks_that_stand_apart() -> None:
    curve = figures.Curve("a curve", [-16, 0], [-16, 0])
    figure = figures.draw_curves([curve], "x", "y", powers="xy", size=(4.5, 3.2))
    figure.draw_without_rendering()
    axes = figure.axes[0]
    ticks = [text for text in axes.get_xticklabels() if text.get_text()]
    assert len(ticks) > 3
    boxes = [text.get_window_extent() for text in ticks]
    assert not any(one.overlaps(other) for one, other in combinations(boxes, 2))
    legend = axes.get_legend()
    assert legend is not None
    assert min(text.get_fontsize() for text in [*ticks, *legend.get_texts()]) >= 12
