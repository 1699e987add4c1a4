"""Scores by hand; what cannot be scored is refused, never made up."""

from typing import Any

import numpy as np
import pytest

from numrec import new_network, one_hot, predict
from numrec.evaluate import accuracy, confusion_matrix, interval, outputs, worst_mistakes

IMAGES = np.random.default_rng(1).uniform(size=(3, 5)).astype(np.float32)
LABELS = np.array([0, 1, 2, 0, 1])
NET = new_network([3, 4, 3], np.random.default_rng(0))


@pytest.mark.parametrize("score", [accuracy, confusion_matrix, worst_mistakes])
@pytest.mark.parametrize(
    ("images", "labels", "says"),
    [
        (IMAGES, LABELS[:1], r"labels has shape \(1,\) and type int64; expected \(5,\) whole"),
        (IMAGES, 1, r"labels has shape \(\)"),
        (IMAGES, one_hot(LABELS, 3), r"labels has shape \(3, 5\) and type float32"),
        (IMAGES, LABELS.astype(float), "type float64; expected"),
        (IMAGES, LABELS + 1, r"labels\[2\] is 3; expected 0 to 2"),
        (IMAGES, LABELS - 1, r"labels\[0\] is -1; expected 0 to 2"),
        (IMAGES[:, :0], LABELS[:0], r"images has shape \(3, 0\); expected at least one"),
        (IMAGES.T, LABELS, r"images has shape \(5, 3\); expected \(3, m\)"),
    ],
)
def test_what_cannot_be_scored_is_refused(score: Any, images: Any, labels: Any, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        score(NET, images, labels, *([3] if score is worst_mistakes else []))


def test_lists_and_one_image_alone_are_taken() -> None:
    assert accuracy(NET, IMAGES.tolist(), LABELS.tolist()) == accuracy(NET, IMAGES, LABELS)
    assert np.array_equal(outputs(NET, IMAGES[:, 0]), outputs(NET, IMAGES[:, :1]))


@pytest.mark.parametrize("wrong", [np.nan, np.inf])
@pytest.mark.parametrize("ask", [predict, outputs])
def test_a_pixel_that_is_no_number_gives_no_answer(ask: Any, wrong: float) -> None:
    images = np.where(np.arange(5) == 3, wrong, IMAGES)
    says = "holds a number that is not finite, in sample 3"
    with np.errstate(invalid="ignore"), pytest.raises(ValueError, match=says):
        ask(NET, images)


@pytest.mark.parametrize("count", [-1, 2.5, None])
def test_a_count_that_is_none_is_refused(count: Any) -> None:
    with pytest.raises(ValueError, match=r"count is .*; expected .*at least 0"):
        worst_mistakes(NET, IMAGES, LABELS, count)


def test_scores_by_hand() -> None:
    rng = np.random.default_rng(2)
    images, labels = rng.uniform(size=(3, 50)), rng.integers(0, 3, 50)
    answers, matrix = outputs(NET, images).argmax(axis=0), confusion_matrix(NET, images, labels)
    assert matrix.sum() == 50
    for label, answer in np.ndindex(3, 3):
        assert matrix[label, answer] == ((labels == label) & (answers == answer)).sum()
    assert accuracy(NET, images, labels) == np.trace(matrix) / 50
    right, wrong = outputs(NET, images)[labels, range(50)], answers != labels
    worst = worst_mistakes(NET, images, labels, 4)
    assert right[worst].tolist() == sorted(right[wrong])[:4]
    assert len(worst_mistakes(NET, images, labels, 50)) == wrong.sum() < 50
    assert outputs(NET, images).dtype == np.float64


@pytest.mark.parametrize(("right", "count"), [(27, 30), (0, 5), (5, 5), (1, 1), (9909, 10_000)])
def test_the_interval_ends_where_the_score_lies_1_96_deviations_away(
    right: int, count: int
) -> None:
    share, bounds = right / count, interval(right, count)
    assert 0 <= bounds[0] <= share <= bounds[1] <= 1
    for bound, end in zip(bounds, (0, 1), strict=True):
        away = 1.959964 * np.sqrt(bound * (1 - bound) / count)
        assert abs(share - bound) == pytest.approx(away) or (bound == share == end)


@pytest.mark.parametrize(("right", "count"), [(0, 0), (3, 2), (-1, 2), (0.5, 2)])
def test_an_interval_of_what_is_no_count_is_refused(right: Any, count: int) -> None:
    with pytest.raises(ValueError, match="; expected"):
        interval(right, count)
