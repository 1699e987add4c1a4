"""Curves and contours: drawn from their numbers, the same bytes each time, told apart in grey."""

from collections.abc import Iterator
from io import BytesIO

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.figure import Figure

from companion.figures import style as plotting
from companion.figures.curves import Curve, draw_contours, draw_curves


@pytest.fixture(autouse=True)
def _settings() -> Iterator[None]:
    with mpl.rc_context():
        plotting.setup()
        yield


def svg(figure: Figure) -> str:
    out = BytesIO()
    figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None})
    return out.getvalue().decode()


def curves(shift: float = 0) -> Figure:
    rising = Curve("rising", [0, 1, 2], [0, 1, 4 + shift], "o-")
    return draw_curves([rising, Curve("falling", [0, 2], [4, -np.inf], "s--")], "x", "y")


X, Y = np.linspace(-1, 1, 11), np.linspace(-2, 2, 9)
BOWL = X**2 + Y[:, np.newaxis] ** 2


def contours(shift: float = 0) -> Figure:
    path = np.array([[0.9, 1.5], [0.4, 0.5 + shift]])
    return draw_contours(X, Y, BOWL, "a", "b", levels=[0.5, 1, 2], paths={"down": path})


@pytest.mark.parametrize("draw", [curves, contours])
def test_the_same_numbers_give_the_same_bytes_and_others_another_picture(draw: object) -> None:
    assert callable(draw)
    assert svg(draw()) == svg(draw()) != svg(draw(0.1))


@pytest.mark.parametrize("draw", [curves, contours])
def test_axes_are_named_and_the_paper_is_the_pages_own(draw: object) -> None:
    assert callable(draw)
    axes = draw().axes[0]
    assert axes.get_xlabel()
    assert axes.get_ylabel()
    assert axes.get_facecolor()[3] == 0


def test_points_that_are_not_finite_are_left_out() -> None:
    falling = curves().axes[0].lines[1]
    assert falling.get_xdata().tolist() == [0]


def test_a_curve_without_a_name_is_not_in_the_legend() -> None:
    figure = draw_curves([Curve("", [0, 1], [0, 1]), Curve("b", [0, 1], [1, 0])], "x", "y")
    assert [text.get_text() for text in figure.axes[0].get_legend().get_texts()] == ["b"]
    assert draw_curves([Curve("", [0, 1], [0, 1])], "x", "y").axes[0].get_legend() is None


def test_powers_are_written_as_powers() -> None:
    drawn = svg(draw_curves([Curve("", [-4, 0], [0, 1])], "h", "error", powers="x"))
    texts = draw_curves([Curve("", [-4, 0], [0, 1])], "h", "error", powers="x").axes[0]
    assert texts.xaxis.get_major_formatter()(-4, 0) == "$10^{-4}$"
    assert texts.yaxis.get_major_formatter()(0.5, 0) != "$10^{0.5}$"
    assert "<svg" in drawn


def test_the_contours_are_those_of_the_numbers_and_the_path_lies_on_them() -> None:
    axes = contours().axes[0]
    lines = axes.collections[0]
    for level, path in zip(lines.levels, lines.get_paths(), strict=True):
        heights = (path.vertices**2).sum(axis=1)
        assert heights == pytest.approx(level, abs=0.08)  # drawn between grid points
    assert axes.lines[0].get_xydata().tolist() == [[0.9, 1.5], [0.4, 0.5]]


def test_contours_of_a_transposed_loss_are_refused() -> None:
    with pytest.raises(ValueError, match=r"C has shape \(11, 9\); expected \(9, 11\)"):
        draw_contours(X, Y, BOWL.T, "a", "b", levels=[1])
