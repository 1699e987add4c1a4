"""The figure of pictures shows each as it is, and says how large it is."""

import numpy as np
import pytest

from numrec.plotting_pictures import draw_pictures


def test_each_picture_is_shown_whole_with_its_size() -> None:
    pictures = [np.full((3, 5), 0.25), np.eye(4)]
    axes = draw_pictures(pictures, ["wide", "square"]).axes
    assert [one.get_title() for one in axes] == ["wide", "square"]
    assert [one.get_xlabel() for one in axes] == ["3 x 5", "4 x 4"]
    for one, picture in zip(axes, pictures, strict=True):
        assert np.array_equal(one.images[0].get_array(), picture)
        assert one.images[0].get_clim() == (0, 1)


def test_a_title_is_needed_for_each() -> None:
    with pytest.raises(ValueError, match="argument 3"):
        draw_pictures([np.eye(2), np.eye(2)], ["one"])
