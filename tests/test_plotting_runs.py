"""The figure of repeated runs shows every run, and stands the quickest on top."""

import pytest

from companion.figures.runs import draw_bars, draw_groups, draw_runs

RUNS = {"slow": [3.0, 5.0, 4.0], "numrec": [1.0, 1.5, 9.0], "middle": [2.0, 2.5]}


def test_every_run_is_a_dot_and_the_median_a_line() -> None:
    axes = draw_runs(RUNS, "seconds").axes[0]
    dots = [sorted(line.get_xdata()) for line in axes.lines[::2]]
    middles = [line.get_xdata()[0] for line in axes.lines[1::2]]
    assert dots == [[3.0, 4.0, 5.0], [2.0, 2.5], [1.0, 1.5, 9.0]]
    assert middles == [4.0, 2.25, 1.5]


def test_the_smallest_median_is_on_top_and_marked() -> None:
    axes = draw_runs(RUNS, "seconds").axes[0]
    assert [label.get_text() for label in axes.get_yticklabels()] == ["slow", "middle", "numrec"]
    colours = [line.get_color() for line in axes.lines[::2]]
    assert colours[2] != colours[0] == colours[1]


def test_a_plain_axis_begins_at_nought() -> None:
    assert draw_runs(RUNS, "seconds").axes[0].get_xlim()[0] == 0


def test_a_logarithmic_axis_has_the_logarithms_and_says_the_numbers() -> None:
    axes = draw_runs({"a": [1.0, 10.0, 100.0]}, "seconds", log=True).axes[0]
    assert [*axes.lines[0].get_xdata()] == [0, 1, 2]
    axes.figure.canvas.draw()
    assert {"1", "10", "100"} <= {label.get_text() for label in axes.get_xticklabels()}


def test_groups_have_panels_of_their_own_on_one_scale() -> None:
    groups = {"here": {"numrec": [3.0], "slow": [5.0]}, "there": {"other": [100.0]}}
    panels = draw_groups(groups, "seconds", log=True).axes
    assert [axes.get_title(loc="left") for axes in panels] == ["here", "there"]
    named = [[label.get_text() for label in axes.get_yticklabels()] for axes in panels]
    assert named == [["slow", "numrec"], ["other"]]
    assert panels[0].get_xlim() == panels[1].get_xlim()
    assert panels[1].get_xlim()[1] >= 2


def test_every_number_is_a_bar_and_stands_at_its_end() -> None:
    axes = draw_bars(["a", "b"], {"one": [3, 0], "two": [5, 7]}, "count").axes[0]
    assert [bar.get_width() for bar in axes.patches] == [3, 0, 5, 7]
    assert [words.get_text() for words in axes.texts] == ["3", "0", "5", "7"]
    assert [label.get_text() for label in axes.get_yticklabels()] == ["a", "b"]
    assert axes.yaxis_inverted()
    assert len({bar.get_hatch() for bar in axes.patches}) == 2


def test_a_number_is_needed_for_each_name() -> None:
    with pytest.raises(ValueError, match="expected 2 numbers"):
        draw_bars(["a", "b"], {"one": [3]}, "count")
