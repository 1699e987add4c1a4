"""The figure of repeated runs shows every run, and stands the quickest on top."""

from numrec.plotting_runs import draw_runs

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
