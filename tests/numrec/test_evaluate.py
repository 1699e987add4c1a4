"""Scores of what cannot be scored are refused, never made up."""

from typing import Any

import numpy as np
import pytest

from numrec import Network, forward, new_network, one_hot, predict
from numrec.evaluate import accuracy, confusion_matrix, outputs, worst_mistakes

IMAGES = np.random.default_rng(1).uniform(size=(3, 5)).astype(np.float32)
LABELS = np.array([0, 1, 2, 0, 1])
SCORES = [accuracy, confusion_matrix, lambda *a: worst_mistakes(*a, count=3)]


@pytest.fixture
def net() -> Network:
    return new_network([3, 4, 3], np.random.default_rng(0))


@pytest.mark.parametrize("score", SCORES, ids=["accuracy", "confusion", "worst"])
@pytest.mark.parametrize(
    ("labels", "says"),
    [
        (LABELS[:1], r"labels has shape \(1,\) and type int64; expected \(5,\) whole numbers"),
        (1, r"labels has shape \(\)"),
        (one_hot(LABELS, 3), r"labels has shape \(3, 5\) and type float32"),
        (LABELS.astype(float), "type float64; expected"),
        (LABELS + 1, "labels has values from 1 to 3; expected 0 to 2"),
        (LABELS - 1, "labels has values from -1 to 1; expected 0 to 2"),
    ],
    ids=["one label", "a number", "one-hot", "no whole numbers", "too large", "negative"],
)
def test_labels_that_are_none_are_refused(net: Network, score: Any, labels: Any, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        score(net, IMAGES, labels)


@pytest.mark.parametrize("score", SCORES, ids=["accuracy", "confusion", "worst"])
def test_images_that_are_none_are_refused(net: Network, score: Any) -> None:
    with pytest.raises(ValueError, match=r"images has shape \(3, 0\); expected at least one"):
        score(net, IMAGES[:, :0], LABELS[:0])
    with pytest.raises(ValueError, match=r"images has shape \(5, 3\); expected \(3, m\)"):
        score(net, IMAGES.T, LABELS)


def test_lists_and_one_image_alone_are_taken(net: Network) -> None:
    assert accuracy(net, IMAGES.tolist(), LABELS.tolist()) == accuracy(net, IMAGES, LABELS)
    assert np.array_equal(outputs(net, IMAGES[:, 0]), outputs(net, IMAGES[:, :1]))


@pytest.mark.parametrize("wrong", [np.nan, np.inf])
@pytest.mark.parametrize("ask", [predict, outputs], ids=["predict", "outputs"])
def test_a_pixel_that_is_no_number_gives_no_answer(net: Network, ask: Any, wrong: float) -> None:
    images = IMAGES.copy()
    images[1, 3] = wrong
    with (
        np.errstate(invalid="ignore"),
        pytest.raises(ValueError, match="holds a number that is not finite, in sample 3"),
    ):
        ask(net, images)


def test_weights_that_are_too_large_are_no_fault_of_the_images(net: Network) -> None:
    net.omega[1][:], net.omega[2][:] = 1e30, 1e30
    with np.errstate(over="ignore", invalid="ignore"):
        assert not np.isfinite(forward(net, IMAGES).a[2]).all()
        assert predict(net, IMAGES).shape == (5,)


@pytest.mark.parametrize("count", [-1, 2.5, None])
def test_a_count_that_is_none_is_refused(net: Network, count: Any) -> None:
    with pytest.raises(ValueError, match=r"count is .*; expected .*at least 0"):
        worst_mistakes(net, IMAGES, LABELS, count)


def test_scores_by_hand(net: Network) -> None:
    rng = np.random.default_rng(2)
    images, labels = rng.uniform(size=(3, 50)), rng.integers(0, 3, 50)
    answers, matrix = outputs(net, images).argmax(axis=0), confusion_matrix(net, images, labels)
    assert matrix.sum() == 50
    for label, answer in np.ndindex(3, 3):
        assert matrix[label, answer] == ((labels == label) & (answers == answer)).sum()
    assert accuracy(net, images, labels) == np.trace(matrix) / 50
    right, wrong = outputs(net, images)[labels, range(50)], answers != labels
    worst = worst_mistakes(net, images, labels, 4)
    assert right[worst].tolist() == sorted(right[wrong])[:4]
    assert len(worst_mistakes(net, images, labels, 50)) == wrong.sum() < 50
    assert outputs(net, images).dtype == np.float64
