"""Pictures prepared as MNIST prepared its own: its pictures come back, moved ones go home."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from numrec import load_model, to_mnist
from numrec.data.mnist import MNIST
from numrec.data.preprocess import area_shares, check_ink, stages
from numrec.evaluate import accuracy

MODEL = Path(__file__).parents[3] / "models" / "784-256-10.npz"


def test_mnists_own_pictures_come_back_unchanged(mnist: MNIST) -> None:
    pictures = np.concatenate([mnist.train_images.T, mnist.test_images.T]).reshape(-1, 28, 28)
    same = [np.array_equal(to_mnist(picture), picture) for picture in pictures]
    assert len(same) == 70_000
    assert sum(same) == 69_982


def test_a_shifted_test_set_scores_as_the_clean_one(mnist: MNIST) -> None:
    """On a larger canvas, so that no ink is lost; left as they are, they score far worse."""
    rng, net = np.random.default_rng(0), load_model(MODEL)
    clean = mnist.test_images.T.reshape(-1, 28, 28)
    home, raw = np.empty_like(clean), np.zeros_like(clean)
    for place, (down, right) in enumerate(rng.integers(-4, 5, (len(clean), 2))):
        canvas = np.zeros((36, 36), np.float32)
        canvas[4 + down : 32 + down, 4 + right : 32 + right] = clean[place]
        home[place], raw[place] = to_mnist(canvas), canvas[4:32, 4:32]
    at_home, as_it_was, left = (
        accuracy(net, images.reshape(-1, 784).T, mnist.test_labels) for images in (home, clean, raw)
    )
    assert abs(at_home - as_it_was) <= 0.0002
    assert left < 0.6


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    shape=st.tuples(st.integers(1, 40), st.integers(1, 40)),
    margins=st.tuples(*[st.integers(5, 35)] * 4),
)
def test_where_a_drawing_lies_on_its_paper_does_not_matter(
    shape: tuple[int, int], margins: tuple[int, int, int, int]
) -> None:
    ink = np.random.default_rng(shape).random(shape) * 0.9
    moved = np.pad(ink, (margins[:2], margins[2:]))
    assert np.array_equal(to_mnist(np.pad(ink, 5)), to_mnist(moved))


@pytest.mark.parametrize(
    "shape", [(3, 5), (200, 90), (20, 20), (20, 7), (1, 400), (400, 1), (41, 30), (30, 41)]
)
def test_the_longest_side_becomes_20_and_the_mean_grey_stays(shape: tuple[int, int]) -> None:
    found = stages(np.pad(np.random.default_rng(1).random(shape) + 0.01, 300).clip(0, 1))
    assert found.cut.shape == shape
    assert found.centred.shape == (28, 28)
    assert max(found.box.shape) == 20
    assert min(found.box.shape) == max(1, round(min(shape) * 20 / max(shape)))
    assert found.box.mean() == pytest.approx(found.cut.mean(), rel=1e-12)
    assert found.centred.sum() == pytest.approx(found.box.sum(), rel=1e-12)


def test_a_new_pixel_is_shared_by_the_old_ones_that_it_covers() -> None:
    assert area_shares(3, 2) == pytest.approx(np.array([[2, 1, 0], [0, 1, 2]]) / 3)


def test_half_of_each_side_is_four_pixels_to_one() -> None:
    ink = np.random.default_rng(2).random((40, 40))
    by_hand = ink.reshape(20, 2, 20, 2).mean(axis=(1, 3))
    for picture in (np.pad(ink, 100), np.pad(ink, 100).tolist()):
        assert np.allclose(stages(picture).box, by_hand, rtol=1e-12)


@pytest.mark.parametrize("rows", [20, 19])  # a bar of 19 is scaled to 20 first
def test_the_centre_of_mass_comes_to_14_14_halves_up(rows: int) -> None:
    ink = np.zeros((60, 60))
    ink[20 : 20 + rows, 30] = 1
    centred = stages(ink).centred
    assert np.flatnonzero(centred.any(axis=1))[0] == 5  # floor(14 - 9.5 + 1/2)
    assert np.flatnonzero(centred.any(axis=0)).tolist() == [14]
    ink[20:30] *= 0.613
    assert np.flatnonzero(stages(ink).centred.any(axis=1))[0] == 3  # floor(14 - 10.7 + 1/2)


def test_ink_never_leaves_the_frame() -> None:
    for heavy, edge in ((19, 0), (0, 27)):
        ink = np.zeros((50, 50))
        ink[:20, 10] = 0.01  # a long faint stroke with all its weight at one end
        ink[heavy, 10] = 1
        centred = stages(ink).centred
        assert centred.sum() == pytest.approx(ink.sum())
        assert centred[edge].any(), "as near to its place as the frame lets it"


def test_coarse_digits_that_fill_their_frame_are_taken_and_their_negatives_refused(
    mnist: MNIST,
) -> None:
    """The middle 20 x 20 of each test image as 8 x 8: 76 are mostly ink, and none is inverted."""
    middles = mnist.test_images.T.reshape(-1, 28, 28)[:, 4:24, 4:24].astype(np.float64)
    shares = area_shares(20, 8)
    coarse = shares @ middles @ shares.T
    assert (coarse.mean(axis=(1, 2)) > 0.5).sum() == 76
    for picture in coarse:
        check_ink(picture)
        with pytest.raises(ValueError, match="invert it"):
            check_ink(1 - picture)


def test_ink_border_and_corners_together_decide_and_each_pixel_of_them_counts() -> None:
    """Scaled to lie a millionth below the limit a picture passes, and a millionth above not."""
    ink = 0.4 + 0.6 * np.random.default_rng(3).random((7, 9))
    sides = [*ink[0], *ink[6], *ink[:, 0], *ink[:, 8]]
    corners = [ink[0, 0], ink[0, 8], ink[6, 0], ink[6, 8]]
    ink *= 1.5 / (ink.sum() / 63 + sum(sides) / 32 + sum(corners) / 4)
    check_ink(ink * (1 - 1e-6))
    check_ink(np.full((7, 9), 0.5))  # the limit itself
    with pytest.raises(ValueError, match="invert it"):
        check_ink(ink * (1 + 1e-6))


def paper_with_a_stroke(light: float) -> np.ndarray:
    """Give a photograph of a dark stroke across light paper."""
    photo = np.full((60, 80), light)
    photo[10:50, 36:44] *= 0.2
    return photo


def dim_outside() -> np.ndarray:
    """Give one through a lens that leaves less than a third of the light in the corners."""
    rows, columns = np.mgrid[-1:1:60j, -1:1:80j]
    return paper_with_a_stroke(1.0) * np.clip(1.3 - (rows**2 + columns**2) / 2, 0, 1)


def black_corners() -> np.ndarray:
    """Give one whose corners are cut off, as on the screen of a phone."""
    photo = paper_with_a_stroke(0.9)
    photo[np.ix_([0, 1, -2, -1], [0, 1, -2, -1])] = 0
    return photo


@pytest.mark.parametrize(
    "photo",
    [paper_with_a_stroke(0.9), paper_with_a_stroke(0.6), dim_outside(), black_corners()],
    ids=["light", "grey", "dim outside", "black corners"],
)
def test_dark_strokes_on_light_paper_are_told_to_be_inverted(photo: np.ndarray) -> None:
    with pytest.raises(ValueError, match="invert it"):
        check_ink(photo)
    check_ink(1 - photo)


@pytest.mark.parametrize(
    ("ink", "says"),
    [
        (np.zeros((28, 28)), "blank"),
        (np.ones((40, 40)) - np.eye(40), "invert it"),
        (np.zeros(784), r"shape \(784,\)"),
        (np.zeros((28, 28, 3)), r"shape \(28, 28, 3\)"),
        (np.zeros((0, 5)), r"shape \(0, 5\)"),
        (np.eye(28) * 255, "outside of 0 to 1"),
        (np.eye(28) * 1.5, "outside of 0 to 1"),
        (-np.eye(28), "outside of 0 to 1"),
        (np.eye(28) * np.nan, "outside of 0 to 1"),
    ],
)
def test_what_is_no_picture_of_a_digit_is_refused_with_a_reason(ink: np.ndarray, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        to_mnist(ink)
