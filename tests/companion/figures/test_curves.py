"""Figures of numbers along axes: every point, bar and interval is where its number is."""

from collections.abc import Iterable
from itertools import combinations
from typing import Any

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.lines import Line2D

from companion import figures
from companion.figures.scores import chances
from companion.figures.style import BLUE, ORANGE
from companion.studies import mean_interval
from numrec.activations import sigmoid

X, Y = np.linspace(-1, 1, 11), np.linspace(-2, 2, 9)
BOWL = X**2 + Y[:, np.newaxis] ** 2


def words(texts: Iterable[Any]) -> list[str]:
    return [text.get_text() for text in texts]


def xs(lines: Iterable[Line2D]) -> list[list[float]]:
    return [np.asarray(line.get_xdata()).tolist() for line in lines]


def ys(lines: Iterable[Line2D]) -> list[list[float]]:
    return [np.asarray(line.get_ydata()).tolist() for line in lines]


def bars(axes: Axes) -> list[list[float]]:
    """From where to where each error bar reaches, sideways."""
    return [c.lines[2][0].get_segments()[0][:, 0].tolist() for c in axes.containers]


def test_curves_leave_out_what_is_not_finite_and_names_that_are_empty() -> None:
    falling = figures.Curve("falling", [0, 2], [4, -np.inf])
    assert xs(figures.draw_curves([falling], "x", "y").axes[0].lines) == [[0]]
    nameless, named = figures.Curve("", [-4, 0], [0, 1]), figures.Curve("b", [0, 1], [1, 0])
    legend = figures.draw_curves([nameless, named], "x", "y").axes[0].get_legend()
    assert words(legend.get_texts()) == ["b"]
    axes = figures.draw_curves([nameless], "h", "error", powers="x").axes[0]
    assert axes.get_legend() is None
    assert axes.xaxis.get_major_formatter()(-4, 0) == "$10^{-4}$"
    assert axes.yaxis.get_major_formatter()(0.5, 0) != "$10^{0.5}$"


def test_a_small_figure_has_its_names_above_and_round_ticks_that_stand_apart() -> None:
    curve = figures.Curve("a curve", [0, 30], [-16, 0])
    figure = figures.draw_curves([curve], "x", "y", powers="y", small=True)
    figure.draw_without_rendering()
    axes = figure.axes[0]
    assert axes.get_legend().get_window_extent().y0 >= axes.get_window_extent().y1
    assert [tick for tick in axes.get_xticks() if 0 <= tick <= 30] == [0, 5, 10, 15, 20, 25, 30]
    ticks = [text for text in axes.get_yticklabels() if text.get_text()]
    assert len(ticks) > 3
    boxes = [text.get_window_extent() for text in ticks]
    assert not any(one.overlaps(other) for one, other in combinations(boxes, 2))


def test_panels_show_each_curve_with_its_gaps_and_a_row_has_one_scale() -> None:
    step = figures.Curve("", [0, 1, 1, 2], [3, 3, np.nan, 5])
    panels = {name: [step] for name in ("a", "b", "c")} | {"d": [step, step._replace(y=[0] * 4)]}
    drawn = figures.draw_panels(panels, "z", [0, 2, 4], [[0, 5], [0, 1]])
    assert words(axes.title for axes in drawn.axes) == list("abcd")
    assert [len(axes.lines) for axes in drawn.axes] == [1, 1, 1, 2]
    assert np.array_equal(drawn.axes[0].lines[0].get_ydata(), step.y, equal_nan=True)
    a, b, c, d = (axes.get_ylim() for axes in drawn.axes)
    assert a == b == (-0.2, 5.2)
    assert c == d == (-0.04, 1.04)
    numbered = [axes.yaxis.get_tick_params()["labelleft"] for axes in drawn.axes]
    assert numbered == [True, False, True, False]


def test_costs_are_powers_and_each_line_has_its_name() -> None:
    costs = {"a": [10**9] * 3, "b": [10**7] * 3, "c": [100] * 3}
    axes = figures.draw_costs([4, 16, 64], costs, "").axes[0]
    assert ys(axes.lines) == [[9] * 3, [7] * 3, [2] * 3]
    names = {text.get_text(): text.get_position()[1] for text in axes.texts}
    assert names["a"] > 9 > names["b"] > 7 > 2 > names["c"]
    assert axes.xaxis.get_major_formatter()(8, 0) == "256"
    assert axes.yaxis.get_major_formatter()(12, 0) == "10¹²"


def test_contours_and_regions_are_those_of_the_numbers() -> None:
    path = [[0.9, 1.5], [0.4, 0.5]]
    options = {"levels": [0.5, 1, 2], "paths": {"Adam": np.array(path)}}
    looks = {"looks": [figures.OPTIMISERS["Adam"]]}
    for more, small in (({}, False), (looks, True)):
        drawn = figures.draw_contours(X, Y, BOWL, "a", "b", small=small, **options, **more)
        lines, walk = drawn.axes[0].collections[0], drawn.axes[0].lines[0]
        for level, line in zip(lines.levels, lines.get_paths(), strict=True):
            heights = (line.vertices**2).sum(axis=1)
            assert heights == pytest.approx(level, abs=0.08)  # drawn between grid points
        assert walk.get_xydata().tolist() == path
        assert (walk.get_marker() == "v") == bool(more), "the look that it is given"
    outputs = {"never": np.full((9, 11), -1.0), "half": np.tile(X - 0.5, (9, 1))}
    points = {"one": np.array([[0, 0]]), "other": np.array([[1, 1]])}
    never, half = figures.draw_regions(X, Y, outputs, points).axes
    assert not never.collections
    right = np.concatenate([path.vertices for path in half.collections[0].get_paths()])
    assert right[:, 0].min() == pytest.approx(0.5)


def test_every_run_is_a_dot_the_median_a_line_and_the_smallest_is_on_top_and_marked() -> None:
    runs = {"slow": [3.0, 5.0, 4.0], "numrec": [1.0, 1.5, 9.0], "middle": [2.0, 2.5]}
    axes = figures.draw_runs(runs, "seconds").axes[0]
    dots, medians = axes.lines[::2], axes.lines[1::2]
    assert words(axes.get_yticklabels()) == ["slow", "middle", "numrec"]
    assert [sorted(found) for found in xs(dots)] == [[3, 4, 5], [2, 2.5], [1, 1.5, 9]]
    assert [found[0] for found in xs(medians)] == [4.0, 2.25, 1.5]
    assert dots[2].get_color() != dots[0].get_color() == dots[1].get_color()
    assert axes.get_xlim()[0] == 0


def test_a_histogram_counts_each_run_once_and_marks_the_mean_on_one_scale() -> None:
    runs = {"slow": [4.0, 4.5, 5.0, 9.9], "quick": [1.0]}
    panels = figures.draw_histograms(runs, "seconds", "runs").axes
    counts = [axes.patches[0].get_data().values.tolist() for axes in panels]
    assert counts == [[0, 0, 0, 0, 2, 1, 0, 0, 0, 1], [0, 1] + [0] * 8]
    assert [axes.lines[0].get_xdata()[0] for axes in panels] == [5.85, 1.0]
    assert panels[0].get_xlim() == panels[1].get_xlim()
    wide = figures.draw_histograms(runs, "seconds", "runs", width=2.5).axes[0].patches[0]
    assert wide.get_data().values.tolist() == [0, 2, 1, 1]


def test_a_line_is_the_mean_of_the_seeds_and_the_band_from_the_lowest_to_the_highest() -> None:
    rows = {"one": np.array([[1.0, 3, 5], [2, 5, 5]]), "two": np.array([[0.5, 0.25]])}
    axes = figures.draw_bands(rows, "score", ylim=(0, 6)).axes[0]
    assert ys(axes.lines) == [[1.5, 4, 5], [0.5, 0.25]]
    assert xs(axes.lines)[0] == [1, 2, 3]
    band = axes.collections[0].get_paths()[0].vertices
    for epoch, low, high in ((1, 1, 2), (2, 3, 5), (3, 5, 5)):
        heights = band[band[:, 0] == epoch][:, 1]
        assert (heights.min(), heights.max()) == (low, high)
    assert axes.get_ylim() == (0, 6)


def test_each_point_of_a_race_is_the_mean_of_the_seeds_and_its_bar_the_interval() -> None:
    seeds = [[90.0, 92.0], [91.0, 94.0], [92.0, 93.0]]
    races = {"few": {"SGD": seeds, "Adam": [[80.0, 81.0], [82.0, 83.0]]}, "many": {"SGD": seeds}}
    few, many = figures.draw_races(races, "epoch", "read right, %").axes
    sgd, adam = few.containers
    for k, scores in enumerate(zip(*seeds, strict=True)):
        mean, reach = mean_interval(scores)
        assert sgd.lines[0].get_ydata()[k] == pytest.approx(mean)
        ends = sgd.lines[2][0].get_segments()[k][:, 1]
        assert ends == pytest.approx([mean - reach, mean + reach])
    assert ys([adam.lines[0]]) == [[81, 82]]
    assert [axes.get_title("left") for axes in (few, many)] == ["few", "many"]
    places = np.array(xs([sgd.lines[0], adam.lines[0]]))
    assert (np.round(places) == [[1, 2], [1, 2]]).all()
    assert (places[0] < places[1]).all(), "no bar hides another"
    looks = [*figures.OPTIMISERS.values()]
    assert len({colour for _, colour in looks}) == len({mark[0] for mark, _ in looks}) == len(looks)


def test_each_parabola_has_its_own_rate_and_the_empty_place_no_axes() -> None:
    rates = {"slow": 0.25, "to and fro": 2, "away": 2.5}
    slow, fro, away, empty = figures.draw_parabolas(rates).axes
    walk = lambda axes: axes.lines[1].get_xydata()
    assert walk(slow)[:3].tolist() == [[1, 1], [0.75, 0.5625], [0.5625, 0.31640625]]
    assert walk(fro)[:, 0].tolist() == [1, -1, 1, -1, 1, -1, 1]
    assert walk(away)[2].tolist() == [2.25, 5.0625]
    assert walk(away)[:, 1].max() < 7, "no line crosses the title"
    for axes in (slow, fro, away):
        assert np.allclose(walk(axes)[:, 1], walk(axes)[:, 0] ** 2), "each place on the curve"
    assert empty.axison is False


A, A_HAT = np.array([[0.75], [0.25]]), np.array([[0.0], [1.0]])


def test_a_triangle_stands_on_the_sigmoid_and_points_to_its_target() -> None:
    far = np.array([[90.0], [-70]])
    drawn = figures.draw_on_sigmoid({"before": A, "after": far}, A_HAT)
    for axes, z in zip(drawn.axes, (A, far), strict=True):
        marks = axes.lines[1:]
        assert [mark.get_xdata()[0] for mark in marks] == z[:, 0].tolist()
        assert [mark.get_ydata()[0] for mark in marks] == pytest.approx(sigmoid(z)[:, 0])
        assert [mark.get_marker() for mark in marks] == ["v", "^"]
        assert axes.get_xlim()[1] > z.max()


def test_runs_that_part_are_powers_and_nought_has_no_place_among_them() -> None:
    apart = np.array([[1e-15, 1e-8, 0.1], [1e-15, 1e-9, 1.0]])
    loop = np.array([[0, 1e-9, 0.1], [0, 1e-7, 0.1]])
    scores = [(94.0, 93.5), (86.0, 95.0)]
    above, below = figures.draw_parting([0, 500, 1000], apart, loop, scores).axes
    assert ys(above.lines) == [[-15, -8, -1], [-15, -9, 0], [-9, -1], [-7, -1]]
    assert xs(above.lines[2:]) == [[500, 1000]] * 2
    marks = [line for line in below.lines if line.get_marker() in {"o", "x"}]
    at = [(line.get_xdata()[0], line.get_ydata()[0]) for line in marks]
    assert at == [(1, 94.0), (1, 93.5), (2, 86.0), (2, 95.0)]


def test_chances_are_those_of_tosses_and_each_hill_stands_over_its_share() -> None:
    assert chances(0.5, 2) == pytest.approx([0.25, 0.5, 0.25])
    right, of = np.arange(10_001), np.array(chances(0.96, 10_000))
    assert of.sum() == pytest.approx(1, abs=1e-8)
    assert of @ right == pytest.approx(9600)
    assert of @ (right - 9600) ** 2 == pytest.approx(10_000 * 0.96 * 0.04)
    axes = figures.draw_hills([0.96, 0.963], 10_000).axes[0]
    for line, share in zip(axes.lines, (96, 96.3), strict=True):
        x, y = line.get_data()
        assert x[y.argmax()] == pytest.approx(share, abs=0.011)
        assert y.sum() == pytest.approx(100, abs=0.1), "the whole hill is seen"
        assert line.get_label() == f"truly {share:.1f} %"


def test_each_share_stands_at_its_place_and_its_bar_ends_at_the_bounds() -> None:
    rows = {
        "MNIST": {"one": (0.96, 0.95, 0.97), "other": (0.99, 0.98, 1.0)},
        "strangers": {"one": (0.75, 0.72, 0.78), "other": (0.5, 0.25, 0.6)},
    }
    axes = figures.draw_shares(rows, "read right, %").axes[0]
    assert xs(line for line in axes.lines if line.get_marker() in ("o", "s")) == [
        pytest.approx([96, 75]),
        pytest.approx([99, 50]),
    ]
    ends = [[bar[:, 0] for bar in c.lines[2][0].get_segments()] for c in axes.containers]
    bounds = [[[95, 97], [72, 78]], [[98, 100], [25, 60]]]
    assert np.array(ends) == pytest.approx(np.array(bounds))
    assert words(axes.get_yticklabels()) == list(rows)
    assert axes.yaxis_inverted()


def test_a_study_has_each_seed_s_dot_the_mean_and_its_reach_or_the_median_alone() -> None:
    scores = {"one": [0.1, 0.2, 0.3], "two": [0.4, 0.5]}
    axes = figures.draw_spread(scores, "score").axes[0]
    assert xs(line for line in axes.lines if line.get_marker() == "o") == [*scores.values()]
    for ends, numbers in zip(bars(axes), scores.values(), strict=True):
        mean, reach = mean_interval(numbers)
        assert ends == pytest.approx((mean - reach, mean + reach))
    assert words(axes.get_yticklabels()) == ["one", "two"]
    assert bars(figures.draw_spread({"one": [1, 2, 9]}, "s", medians=True).axes[0]) == [[2, 2]]


def test_zero_parts_the_bars_of_differences_and_the_panels_share_their_axis() -> None:
    differences = {"one": [-0.7, 0.1, 0.2], "two": [1.1]}
    first, second = figures.draw_differences(differences, "lead", "images").axes
    assert first.get_xlim() == second.get_xlim()
    counted = []
    for stairs in first.patches:
        counts, edges, _ = stairs.get_data()
        counted.append({edge: count for edge, count in zip(edges, counts, strict=False) if count})
    assert counted == [{-1.0: 1}, {0.0: 2}]
    colours = [stairs.get_facecolor()[:3] for stairs in first.patches]
    assert colours == [to_rgb(ORANGE), to_rgb(BLUE)]


TOP = np.array([0.3, 0.7, 0.75, 0.95, 1.0, 1.0, 0.35, 0.95])
RIGHT = np.array([False, True, False, True, True, True, True, False])


def test_what_was_claimed_stands_beside_what_held_interval_by_interval() -> None:
    found = figures.calibration(TOP, RIGHT, np.array([0, 0.5, 0.9, 1]))
    claimed, held, low, high = zip(*found, strict=True)
    assert claimed == pytest.approx((0.325, 0.725, 0.975))
    assert held == (0.5, 0.5, 0.75)
    for p, n, ends in zip(held, (2, 2, 4), zip(low, high, strict=True), strict=True):
        for end in ends:  # Wilson's ends solve (end - p)^2 = z^2 end (1 - end) / n
            assert (end - p) ** 2 == pytest.approx(1.959964**2 * end * (1 - end) / n)
        assert ends[0] < p < ends[1]
    alone = figures.calibration(np.array([0.5]), np.array([True]), np.array([0, 0.25, 0.5]))
    assert alone[0].claimed == 0.5  # an edge belongs above, the last to the last
    assert alone[0].high == pytest.approx(1)


def test_right_and_wrong_answers_are_each_a_hundred_per_cent() -> None:
    above, below = figures.draw_sureness(TOP, RIGHT).axes
    right, wrong = (stairs.get_data().values for stairs in above.patches)
    assert right.sum() == pytest.approx(100)
    assert wrong[[3, 7, 9]] == pytest.approx([100 / 3] * 3)
    assert wrong.sum() == pytest.approx(100)
    dots = below.containers[0].lines[0]
    assert dots.get_ydata()[-1] == pytest.approx(75)
    assert (dots.get_xdata() <= 1).all()


def test_the_roof_turns_where_both_edges_meet_and_a_dot_stands_at_its_rate() -> None:
    """From a cache at 1 operation a byte, from memory at 10, both at 100 billion a second."""
    dots = [figures.Dot(100, 8e10, True, "z[1]"), figures.Dot(0.1, 2e9, False)]
    sources = {"from a cache": 1e11, "from memory": 1e10}
    cache, memory, *legend_and_dots = figures.draw_roof(1e11, sources, dots).axes[0].lines
    for line, turn in ((cache, 0), (memory, 1)):
        assert np.asarray(line.get_xydata())[1].tolist() == [turn, 2]
    found = [np.asarray(dot.get_xydata())[0].tolist() for dot in legend_and_dots[2:]]
    assert found == [pytest.approx([2, 1.903]), pytest.approx([-1, 0.301])]
    assert [dot.get_color() for dot in legend_and_dots[2:]] == [BLUE, ORANGE]
    with pytest.raises(ValueError, match="least number is 0; expected all above 0"):
        figures.draw_roof(0, sources, dots)


def test_the_dashed_line_is_as_steep_as_the_chord_and_meets_the_curve_at_the_place() -> None:
    drawn = figures.draw_mean_value(np.square, (1, 3), 2, ("u", "C"))
    curve, chord, parallel, place = drawn.axes[0].lines
    assert chord.get_xydata().tolist() == [[1, 1], [3, 9]]
    assert parallel.get_xydata().tolist() == [[1, 0], [3, 8]], "the slope 4, through (2, 4)"
    assert place.get_xydata().tolist() == [[2, 4]]
    assert np.allclose(curve.get_ydata(), curve.get_xdata() ** 2, rtol=0, atol=1e-6)


def test_the_tangent_of_the_mean_value_theorem_is_parallel_to_the_chord() -> None:
    square, double = (lambda x: x * x), (lambda x: 2 * x)
    drawn = figures.draw_chord(square, double, 1.0, 3.0, 2.0)
    _, straight, tangent, touch = drawn.axes[0].lines
    across, up = (np.diff([line.get_data() for line in (straight, tangent)])[:, k] for k in (0, 1))
    assert (up / across).ravel() == pytest.approx([4, 4])
    assert np.asarray(touch.get_xydata()).tolist() == [[2, 4]]
    with pytest.raises(ValueError, match=r"slope 4\.4000; expected the chord's, 4\.0000"):
        figures.draw_chord(square, double, 1.0, 3.0, 2.2)
