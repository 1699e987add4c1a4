"""The figure of pictures shows each as it is, and says how large it is."""

import numpy as np
import pytest

from companion.figures.images import draw_pictures, draw_signed, draw_table


def test_each_picture_is_shown_whole_with_its_size() -> None:
    pictures = [np.full((3, 5), 0.25), np.eye(4)]
    axes = draw_pictures(pictures, ["wide", "square"]).axes
    assert [one.get_title() for one in axes] == ["wide", "square"]
    assert [one.get_xlabel() for one in axes] == ["3 x 5", "4 x 4"]
    for one, picture in zip(axes, pictures, strict=True):
        assert np.array_equal(one.images[0].get_array(), picture)
        assert one.images[0].get_clim() == (0, 1)


def test_the_last_row_may_have_fewer() -> None:
    axes = draw_pictures([np.eye(2)] * 3, ["a", "b", "c"], columns=2).axes
    assert [one.get_title() for one in axes] == ["a", "b", "c", ""]
    assert [bool(one.images) for one in axes] == [True, True, True, False]
    axes[0].figure.canvas.draw()
    tops = [one.get_position().y1 for one in axes[:3]]
    assert tops[0] == pytest.approx(tops[1])
    assert tops[2] < tops[0]


def test_a_title_is_needed_for_each() -> None:
    with pytest.raises(ValueError, match="argument 3"):
        draw_pictures([np.eye(2), np.eye(2)], ["one"])


def test_zero_is_in_the_middle_of_the_colours_of_each_picture() -> None:
    one, other = np.array([[-1.0, 3]]), np.array([[-2.0, 0], [0, 1]])
    panels = draw_signed([one, other], ["one", "other"]).axes
    assert [axes.get_title() for axes in panels] == ["one", "other"]
    assert [axes.images[0].get_clim() for axes in panels] == [(-3, 3), (-2, 2)]


def test_a_table_has_its_rows_and_names() -> None:
    axes = draw_table(np.array([[1.0, -2, 0], [0, 1, 2]]), "node", "digit").axes[0]
    assert (axes.get_xlabel(), axes.get_ylabel()) == ("node", "digit")
    assert [*axes.get_yticks()] == [0, 1]
    assert axes.images[0].get_clim() == (-2, 2)
