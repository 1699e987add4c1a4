"""The figure of regions marks where the output is positive, and refuses what does not fit."""

import numpy as np
import pytest

from companion.figures.regions import draw_regions

X, Y = np.linspace(0, 1, 5), np.linspace(0, 1, 4)
POINTS = {"one": np.array([[0, 0]]), "other": np.array([[1, 1]])}


def test_a_panel_for_each_output_and_a_region_only_where_it_is_positive() -> None:
    outputs = {"never": np.full((4, 5), -1.0), "half": np.tile(X - 0.5, (4, 1))}
    never, half = draw_regions(X, Y, outputs, POINTS).axes
    assert [never.get_title(), half.get_title()] == ["never", "half"]
    assert not never.collections
    right = np.concatenate([path.vertices for path in half.collections[0].get_paths()])
    assert right[:, 0].min() == pytest.approx(0.5)


def test_an_output_turned_over_is_refused() -> None:
    with pytest.raises(ValueError, match=r"'turned' has shape \(5, 4\); expected \(4, 5\)"):
        draw_regions(X, Y, {"turned": np.zeros((5, 4))}, POINTS)
