"""Figures: the same bytes each time, other bytes for other numbers, readable in both themes."""

import os
import sys
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import matplotlib as mpl
import numpy as np
import pytest
from child_processes import run_child
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure

from companion import figures
from companion.figures.style import BLUE, INK, ORANGE
from companion.figures.tables import tree
from companion.pages.dictionary import calls, entries
from numrec import Network, Trace, backprop, forward, new_network
from numrec.history import Epoch

LIGHT, DARK = "#ffffff", "#121212"


@pytest.fixture(autouse=True)
def _settings() -> Iterator[None]:
    with mpl.rc_context():
        figures.setup()
        yield


def svg(figure: Figure) -> str:
    out = BytesIO()
    figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None})
    return out.getvalue().decode()


# Each draws a figure; with a shift, the same figure of other numbers.


def a_network(shift: float = 0) -> tuple[Network, Trace]:
    net = new_network([3, 2, 3], np.random.default_rng(0), dtype=np.float64)
    return net, forward(net, np.array([0.1, 0.2, 0.3 + shift]))


def network(shift: float = 0) -> Figure:
    return figures.draw_network(*a_network(shift))


def gradients(shift: float = 0) -> Figure:
    net, trace = a_network(shift)
    return figures.draw_gradients(net, backprop(net, trace, np.array([[0], [1], [0]])))


def paths(shift: float = 0) -> Figure:
    return figures.draw_paths(*a_network(shift), 1, 0, 2)


def digits(shift: float = 0) -> Figure:
    images = np.linspace(0, 1 - shift, 784 * 3).reshape(784, 3)
    return figures.draw_digits(images, ["0", "1", "2"])


def weights(shift: float = 0) -> Figure:
    rows = np.random.default_rng(0).normal(size=(3, 784))
    rows[0, 0] += 10 * shift
    return figures.draw_weights(rows)


def images(shift: float = 0) -> Figure:
    return figures.draw_images([np.full((3, 5), 0.25 + shift), np.eye(4)], ["wide", "square"])


def signed(shift: float = 0) -> Figure:
    one, other = np.array([[-1.0, 3]]), np.array([[-2.0, 0], [shift, 1]])
    return figures.draw_signed([one, other], ["one", "other"])


def heat_map(shift: float = 0) -> Figure:
    return figures.draw_heat_map(np.array([[1.0, -2, 0], [shift, 1, 2]]), "node", "digit")


def learning_curve(shift: float = 0) -> Figure:
    return figures.draw_learning_curve([Epoch(0.7, 0.8), Epoch(0.4, 0.9 + shift)], goal=0.95)


def confusion(shift: float = 0) -> Figure:
    return figures.draw_confusion(np.arange(100).reshape(10, 10) + int(100 * shift))


def outer(shift: float = 0) -> Figure:
    return figures.draw_outer(np.array([[0.5], [-0.25]]), np.array([[1.0], [shift]]), "a", "b")


ONE, TWO = np.array([[1, -2], [0, 4]]), np.array([[10, 20], [30, 40]])


def matrix_sum(shift: float = 0) -> Figure:
    return figures.draw_sum([ONE + shift, TWO], ["a", "b", "c"])


def curves(shift: float = 0) -> Figure:
    rising = figures.Curve("rising", [0, 1, 2], [0, 1, 4 + shift], "o-")
    falling = figures.Curve("falling", [0, 2], [4, -np.inf], "s--")
    return figures.draw_curves([rising, falling], "x", "y")


X, Y = np.linspace(-1, 1, 11), np.linspace(-2, 2, 9)
BOWL = X**2 + Y[:, np.newaxis] ** 2


def contours(shift: float = 0) -> Figure:
    path = np.array([[0.9, 1.5], [0.4, 0.5 + shift]])
    return figures.draw_contours(X, Y, BOWL, "a", "b", levels=[0.5, 1, 2], paths={"down": path})


POINTS = {"one": np.array([[0, 0]]), "other": np.array([[1, 1]])}


def regions(shift: float = 0) -> Figure:
    outputs = {"never": np.full((9, 11), -1.0), "half": np.tile(X - 0.5 - shift, (9, 1))}
    return figures.draw_regions(X, Y, outputs, POINTS)


RUNS = {"slow": [3.0, 5.0, 4.0], "numrec": [1.0, 1.5, 9.0], "middle": [2.0, 2.5]}


def runs(shift: float = 0) -> Figure:
    return figures.draw_runs(RUNS | {"middle": [2.0 + shift, 2.5]}, "seconds")


def bars(shift: float = 0) -> Figure:
    series = {"one": [3, 0], "two": [5, 7 + 100 * shift]}
    return figures.draw_bars(["a", "b"], series, "count")


FIGURES = [network, gradients, paths, digits, weights, images, signed, heat_map, learning_curve]
FIGURES += [confusion, outer, matrix_sum, curves, contours, regions, runs, bars]
each_figure = pytest.mark.parametrize("draw", FIGURES, ids=lambda draw: draw.__name__)
Draw = Callable[..., Figure]


@each_figure
def test_the_same_numbers_give_the_same_bytes_and_others_another_picture(draw: Draw) -> None:
    assert svg(draw()) == svg(draw()) != svg(draw(0.05))


def test_another_process_draws_the_same_bytes() -> None:
    here = Path(__file__).parent
    code = "from test_figures import *; figures.setup()\n"
    code += "for draw in FIGURES: sys.stdout.write(svg(draw()))"
    drawn = [
        run_child(
            [sys.executable, "-c", code],
            cwd=here,
            env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": str(here.parent)},
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert drawn[0]
    assert drawn[0] == drawn[1]


@each_figure
def test_the_svg_has_no_clock_no_paper_and_its_words_as_text(draw: Draw) -> None:
    figure = draw()
    drawn = svg(figure)
    assert "<dc:date>" not in drawn
    assert figure.get_facecolor()[3] == 0
    assert all(axes.get_facecolor()[3] == 0 for axes in figure.axes)
    assert "<text" in drawn or draw is weights  # that one has no words


def test_importing_companion_loads_no_matplotlib() -> None:
    code = "import sys, companion, companion.saliency, companion.scaling\n"
    code += "assert 'matplotlib' not in sys.modules\n"
    code += "from companion import figures; assert 'matplotlib' in sys.modules"
    run_child([sys.executable, "-c", code], check=True)


def contrast(colour: str, other: str) -> float:
    """Return WCAG's ratio, from 1 to 21."""

    def luminance(name: str) -> float:
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(name)]
        return float(np.dot([0.2126, 0.7152, 0.0722], linear))

    dark, light = sorted([luminance(colour), luminance(other)])
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_words_and_lines_stand_out_on_both_themes(theme: str) -> None:
    # One grey for both can reach 4.33 at most. WCAG asks 3 of lines and large words.
    assert contrast(INK, theme) >= 4
    assert contrast(BLUE, theme) >= 3
    assert contrast(ORANGE, theme) >= 3


def test_the_two_colours_differ_for_the_colour_blind_too() -> None:
    """Blue and orange lie on either side of yellow-blue, the axis that red-green leaves whole."""
    blue, orange = to_rgb(BLUE), to_rgb(ORANGE)
    assert (blue[2] - blue[0]) - (orange[2] - orange[0]) > 1


def test_the_network_shows_its_numbers() -> None:
    net = new_network([2, 2], np.random.default_rng(0), dtype=np.float64)
    net.omega[1][:] = [[0.5, -0.25], [0.125, 2]]
    trace = forward(net, np.array([0.75, -0.5]))
    texts = figures.draw_network(net, trace).axes[0].texts
    words = {text.get_text(): text.get_position()[1] for text in texts}
    assert {"0.5", "-0.25", "0.125", "2", "0.750", "-0.500"} <= set(words)
    assert {f"{a:.3f}" for a in trace.a[1][:, 0]} <= set(words)
    assert words["0.750"] > words["-0.500"], "node 0 stands above node 1"


def test_the_backward_pass_shows_its_numbers_and_none_at_the_input() -> None:
    net = new_network([2, 2], np.random.default_rng(0), loss="quadratic", dtype=np.float64)
    grads = backprop(net, forward(net, np.array([0.75, -0.5])), np.array([[0], [1]]))
    words = [text.get_text() for text in figures.draw_gradients(net, grads).axes[0].texts]
    numbers = [*grads.dC_domega[1].ravel(), *grads.delta[1].ravel()]
    assert sorted(words) == sorted([*(f"{x:.3f}" for x in numbers), r"$\delta^{[1]}$"])


def test_the_curve_is_the_history() -> None:
    left, right = learning_curve().axes
    assert left.lines[0].get_ydata().tolist() == pytest.approx([80, 90])
    assert left.lines[1].get_ydata()[0] == pytest.approx(95)
    assert right.lines[0].get_ydata().tolist() == [0.7, 0.4]
    assert left.get_xlabel()
    assert left.get_ylabel()


def test_the_confusion_matrix_shows_every_count() -> None:
    axes = confusion().axes[0]
    assert [text.get_text() for text in axes.texts] == [str(n) for n in range(100)]
    assert not np.diag(axes.images[0].get_array()).any()


def test_digits_are_upright_with_their_titles() -> None:
    image = np.zeros((28, 28))
    image[0, 5] = 1
    axes = figures.draw_digits(image.reshape(784, 1), ["seven"]).axes[0]
    assert axes.images[0].get_array()[0, 5] == 1
    assert axes.images[0].origin == "upper"
    assert axes.get_title() == "seven"


def test_a_network_of_one_layer_can_be_drawn() -> None:
    net: Network = new_network([4, 1], np.random.default_rng(0), loss="quadratic")
    assert svg(figures.draw_network(net, forward(net, np.zeros(4))))


def test_the_paths_that_are_lit_lead_from_the_node_to_the_loss() -> None:
    """A hidden node has a path through each node of the next layer, an output weight has one."""
    net, trace = a_network()

    def lit(figure: Figure) -> int:
        return sum(
            line.get_linewidth() > 2 for line in figure.axes[0].lines if line.get_zorder() == 0
        )

    assert lit(figures.draw_paths(net, trace, 2, 0, 1)) == 2  # its weight, and from there to C
    assert lit(figures.draw_paths(net, trace, 1, 1)) == 6  # three weights, three ends
    assert lit(figures.draw_paths(net, trace, 2, 2)) == 1
    shown = {text.get_text() for text in figures.draw_paths(net, trace, 2, 0, 1).axes[0].texts}
    assert f"{net.omega[2][0, 1]:g}" in shown
    assert f"{net.omega[2][0, 0]:g}" not in shown


def test_points_that_are_not_finite_are_left_out() -> None:
    falling = curves().axes[0].lines[1]
    assert falling.get_xdata().tolist() == [0]


def test_a_curve_without_a_name_is_not_in_the_legend() -> None:
    nameless, named = figures.Curve("", [0, 1], [0, 1]), figures.Curve("b", [0, 1], [1, 0])
    legend = figures.draw_curves([nameless, named], "x", "y").axes[0].get_legend()
    assert [text.get_text() for text in legend.get_texts()] == ["b"]
    assert figures.draw_curves([nameless], "x", "y").axes[0].get_legend() is None


def test_powers_are_written_as_powers() -> None:
    curve = figures.Curve("", [-4, 0], [0, 1])
    axes = figures.draw_curves([curve], "h", "error", powers="x").axes[0]
    assert axes.xaxis.get_major_formatter()(-4, 0) == "$10^{-4}$"
    assert axes.yaxis.get_major_formatter()(0.5, 0) != "$10^{0.5}$"


def test_the_contours_are_those_of_the_numbers_and_the_path_lies_on_them() -> None:
    axes = contours().axes[0]
    lines = axes.collections[0]
    for level, path in zip(lines.levels, lines.get_paths(), strict=True):
        heights = (path.vertices**2).sum(axis=1)
        assert heights == pytest.approx(level, abs=0.08)  # drawn between grid points
    assert axes.lines[0].get_xydata().tolist() == [[0.9, 1.5], [0.4, 0.5]]


def test_contours_of_a_transposed_loss_are_refused() -> None:
    with pytest.raises(ValueError, match=r"C has shape \(11, 9\); expected \(9, 11\)"):
        figures.draw_contours(X, Y, BOWL.T, "a", "b", levels=[1])


def test_each_picture_is_shown_whole_with_its_size() -> None:
    pictures = [np.full((3, 5), 0.25), np.eye(4)]
    axes = figures.draw_images(pictures, ["wide", "square"]).axes
    assert [one.get_title() for one in axes] == ["wide", "square"]
    assert [one.get_xlabel() for one in axes] == ["3 x 5", "4 x 4"]
    for one, picture in zip(axes, pictures, strict=True):
        assert np.array_equal(one.images[0].get_array(), picture)
        assert one.images[0].get_clim() == (0, 1)


def test_the_last_row_may_have_fewer() -> None:
    axes = figures.draw_images([np.eye(2)] * 3, ["a", "b", "c"], columns=2).axes
    assert [one.get_title() for one in axes] == ["a", "b", "c", ""]
    assert [bool(one.images) for one in axes] == [True, True, True, False]
    axes[0].figure.canvas.draw()
    tops = [one.get_position().y1 for one in axes[:3]]
    assert tops[0] == pytest.approx(tops[1])
    assert tops[2] < tops[0]


def test_a_title_is_needed_for_each() -> None:
    with pytest.raises(ValueError, match="argument 3"):
        figures.draw_images([np.eye(2), np.eye(2)], ["one"])


def test_zero_is_in_the_middle_of_the_colours_of_each_picture() -> None:
    one, other = np.array([[-1.0, 3]]), np.array([[-2.0, 0], [0, 1]])
    panels = figures.draw_signed([one, other], ["one", "other"]).axes
    assert [axes.get_title() for axes in panels] == ["one", "other"]
    assert [axes.images[0].get_clim() for axes in panels] == [(-3, 3), (-2, 2)]


def test_a_table_has_its_rows_and_names() -> None:
    axes = figures.draw_heat_map(np.array([[1.0, -2, 0], [0, 1, 2]]), "node", "digit").axes[0]
    assert (axes.get_xlabel(), axes.get_ylabel()) == ("node", "digit")
    assert [*axes.get_yticks()] == [0, 1]
    assert axes.images[0].get_clim() == (-2, 2)


def test_a_panel_for_each_output_and_a_region_only_where_it_is_positive() -> None:
    never, half = regions().axes
    assert [never.get_title(), half.get_title()] == ["never", "half"]
    assert not never.collections
    right = np.concatenate([path.vertices for path in half.collections[0].get_paths()])
    assert right[:, 0].min() == pytest.approx(0.5)


def test_an_output_turned_over_is_refused() -> None:
    with pytest.raises(ValueError, match=r"'turned' has shape \(11, 9\); expected \(9, 11\)"):
        figures.draw_regions(X, Y, {"turned": BOWL.T}, POINTS)


def test_every_run_is_a_dot_and_the_median_a_line() -> None:
    axes = figures.draw_runs(RUNS, "seconds").axes[0]
    dots = [sorted(line.get_xdata()) for line in axes.lines[::2]]
    middles = [line.get_xdata()[0] for line in axes.lines[1::2]]
    assert dots == [[3.0, 4.0, 5.0], [2.0, 2.5], [1.0, 1.5, 9.0]]
    assert middles == [4.0, 2.25, 1.5]


def test_the_smallest_median_is_on_top_and_marked() -> None:
    axes = figures.draw_runs(RUNS, "seconds").axes[0]
    assert [label.get_text() for label in axes.get_yticklabels()] == ["slow", "middle", "numrec"]
    colours = [line.get_color() for line in axes.lines[::2]]
    assert colours[2] != colours[0] == colours[1]


def test_a_plain_axis_begins_at_nought() -> None:
    assert figures.draw_runs(RUNS, "seconds").axes[0].get_xlim()[0] == 0


def test_a_logarithmic_axis_has_the_logarithms_and_says_the_numbers() -> None:
    axes = figures.draw_runs({"a": [1.0, 10.0, 100.0]}, "seconds", log=True).axes[0]
    assert [*axes.lines[0].get_xdata()] == [0, 1, 2]
    axes.figure.canvas.draw()
    assert {"1", "10", "100"} <= {label.get_text() for label in axes.get_xticklabels()}


def test_groups_have_panels_of_their_own_on_one_scale() -> None:
    groups = {"here": {"numrec": [3.0], "slow": [5.0]}, "there": {"other": [100.0]}}
    panels = figures.draw_groups(groups, "seconds", log=True).axes
    assert [axes.get_title(loc="left") for axes in panels] == ["here", "there"]
    named = [[label.get_text() for label in axes.get_yticklabels()] for axes in panels]
    assert named == [["slow", "numrec"], ["other"]]
    assert panels[0].get_xlim() == panels[1].get_xlim()
    assert panels[1].get_xlim()[1] >= 2


def test_every_number_is_a_bar_and_stands_at_its_end() -> None:
    axes = figures.draw_bars(["a", "b"], {"one": [3, 0], "two": [5, 7]}, "count").axes[0]
    assert [bar.get_width() for bar in axes.patches] == [3, 0, 5, 7]
    assert [words.get_text() for words in axes.texts] == ["3", "0", "5", "7"]
    assert [label.get_text() for label in axes.get_yticklabels()] == ["a", "b"]
    assert axes.yaxis_inverted()
    assert len({bar.get_hatch() for bar in axes.patches}) == 2


def test_a_number_is_needed_for_each_name() -> None:
    with pytest.raises(ValueError, match="expected 2 numbers"):
        figures.draw_bars(["a", "b"], {"one": [3]}, "count")


def words(figure: Figure) -> list[str]:
    return [text.get_text() for text in figure.axes[0].texts]


def test_the_last_matrix_is_the_sum_of_the_others() -> None:
    drawn = words(figures.draw_sum([ONE, TWO], ["a", "b", "c"]))
    assert drawn == [*"1 -2 0 4 a 10 20 30 40 b + 11 18 30 44 c =".split()]


@pytest.mark.parametrize("terms", [[], [ONE], [ONE, TWO, ONE]])
def test_names_that_do_not_fit_are_refused(terms: list[np.ndarray]) -> None:
    with pytest.raises(ValueError, match="expected one more than terms"):
        figures.draw_sum(terms, ["a", "b", "c"])


NAMES = {row.name for row in tree(calls())}


def test_each_function_stands_below_its_caller_and_one_step_in() -> None:
    rows = tree(calls())
    for place, row in enumerate(rows):
        if row.caller is None:
            assert row.depth == 0
        else:
            assert rows[row.caller].depth == row.depth - 1
            assert row.caller < place
            assert row.name in calls()[rows[row.caller].name]


def test_what_is_called_twice_is_taken_apart_once() -> None:
    rows = tree({"a": ["b", "c"], "c": ["b"], "b": ["d"]})
    assert [(row.name, row.depth) for row in rows] == [
        ("a", 0),
        ("b", 1),
        ("d", 2),
        ("c", 1),
        ("b", 2),
    ]


def test_functions_that_call_each_other_in_a_circle_are_refused() -> None:
    with pytest.raises(ValueError, match="in a circle"):
        tree({"a": ["b"], "b": ["a"]})


def test_the_map_holds_each_function_and_its_name_in_numrec() -> None:
    words = " ".join(ElementTree.fromstring(svg(figures.draw_calls())).itertext())
    for name in NAMES:
        assert name.partition(": ")[2].removeprefix("NN::") in words
    assert "forward_pass" in words
    assert "backprop, output_delta" in words


def test_each_function_of_the_map_has_an_entry_in_the_dictionary() -> None:
    named = {rust for entry in entries("functions") for rust in entry.rust}
    assert named >= NAMES
