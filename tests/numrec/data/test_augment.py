"""Perturbed digits: nothing asked, nothing changed; each kind moves ink as its name says."""

from pathlib import Path

import numpy as np
import pytest

from numrec.data.augment import Perturbation, perturbed, thickened
from numrec.data.idx import read_idx

SIDE, CENTRE = 28, 14
NONE = {"shift": 0.0, "scale": 0.0, "turn": 0.0, "slant": 0.0, "thickness": 0.0}


@pytest.fixture(scope="module")
def images() -> np.ndarray:
    file = Path(__file__).parents[3] / "data" / "mnist" / "t10k-images-idx3-ubyte.gz"
    return (read_idx(file)[:1000].reshape(1000, -1) / np.float32(255)).T


def copies(images: np.ndarray, **how: float) -> np.ndarray:
    return perturbed(images, np.random.default_rng(0), Perturbation(**(NONE | how)))


def centres(images: np.ndarray) -> np.ndarray:
    pictures = images.T.reshape(-1, SIDE, SIDE)
    grid = np.arange(SIDE)
    weight = pictures.sum(axis=(1, 2))
    down, right = pictures.sum(axis=2) @ grid / weight, pictures.sum(axis=1) @ grid / weight
    return np.stack([down, right])


class Drawn(np.random.Generator):
    """Always draws what lies at this share of the way from the lowest to the highest."""

    def __init__(self, share: float) -> None:
        super().__init__(np.random.PCG64(0))
        self.share = share

    def uniform(self, low: float = 0, high: float = 1, size: object = None) -> np.ndarray:
        return np.full(size, low + self.share * (high - low))  # type: ignore[arg-type]


def by_hand(picture: np.ndarray, how: dict[str, float], sign: int) -> np.ndarray:
    """Pixel by pixel: back by the shift, turned, slanted, stretched, between four pixels."""
    copy, paper = np.zeros_like(picture), np.pad(picture, 40)
    turn, slant = np.radians(sign * how["turn"]), sign * how["slant"]
    stretch, shift = 1 + sign * how["scale"], sign * how["shift"]
    for row, column in np.ndindex(SIDE, SIDE):
        y, x = row - CENTRE - shift, column - CENTRE - shift
        down = (np.cos(turn) * y - np.sin(turn) * x) / stretch + CENTRE + 40
        right = (np.sin(turn) * y + np.cos(turn) * x + slant * y) / stretch + CENTRE + 40
        i, j = int(down), int(right)
        v, w = down - i, right - j
        copy[row, column] = (
            (1 - v) * ((1 - w) * paper[i, j] + w * paper[i, j + 1])
            + v * ((1 - w) * paper[i + 1, j] + w * paper[i + 1, j + 1])
        )  # fmt: skip
    return copy


@pytest.mark.parametrize("sign", [1, -1])
@pytest.mark.parametrize(
    "how",
    [{"shift": 2.5}, {"scale": 0.3}, {"turn": 70.0}, {"slant": 0.4}, {"shift": 9.0, "turn": 45.0},
     {"shift": 1.5, "scale": 0.2, "turn": 20.0, "slant": 0.3}],
    ids=lambda how: "+".join(how),
)  # fmt: skip
def test_ink_comes_from_where_the_formula_says(how: dict[str, float], sign: int) -> None:
    picture = np.random.default_rng(5).random((SIDE, SIDE))
    how = NONE | how
    copy = perturbed(picture.reshape(-1, 1), Drawn(sign == 1), Perturbation(**how))
    assert np.abs(copy.reshape(SIDE, SIDE) - by_hand(picture, how, sign)).max() < 1e-9


def test_each_image_has_draws_of_its_own_and_stays_in_its_column(images: np.ndarray) -> None:
    assert np.allclose(copies(images), images, atol=1e-5)
    moved = copies(images, shift=2.0)
    far = centres(moved) - centres(images)
    assert np.abs(far).max() < 2.01
    assert far.std(axis=1) == pytest.approx(2 / np.sqrt(3), rel=0.1)
    assert moved.sum() == pytest.approx(images.sum(), rel=0.01)
    scaled = copies(images, scale=0.15).sum(axis=0) / images.sum(axis=0)
    assert 0.85**2 - 0.02 < scaled.min() < 0.8
    assert 1.2 < scaled.max() < 1.15**2 + 0.02


def test_one_seed_gives_one_set_of_copies(images: np.ndarray) -> None:
    first, again = (perturbed(images, np.random.default_rng(3), Perturbation()) for _ in range(2))
    assert np.array_equal(first, again)
    assert first.shape == images.shape
    assert first.dtype == images.dtype
    assert first.T.flags.c_contiguous
    assert 0 <= first.min() <= first.max() <= 1 + 1e-6


def test_the_shipped_model_learned_from_these() -> None:
    assert Perturbation() == Perturbation(2.0, 0.15, 15.0, 0.2, 0.7)


def test_strokes_grow_and_shrink(images: np.ndarray) -> None:
    thick, thin = thickened(images, 1), thickened(images, -1)
    assert thin.sum() < 0.6 * images.sum() < images.sum() < 0.8 * thick.sum()
    dot = np.zeros((SIDE, SIDE))
    dot[10, 10] = 1
    cross = dot.copy()
    for row, column in ((9, 10), (11, 10), (10, 9), (10, 11)):
        cross[row, column] = 1
    for weight, grown in ((1, cross), (-1, 0 * dot), (0.25, dot + 0.25 * (cross - dot))):
        assert np.allclose(thickened(dot.reshape(-1, 1), weight).reshape(SIDE, SIDE), grown)
    for share, centre, neighbour in ((1, 1, 0.7), (0, 0.3, 0)):
        how = Perturbation(**(NONE | {"thickness": 0.7}))
        found = perturbed(dot.reshape(-1, 1), Drawn(share), how).reshape(SIDE, SIDE)
        assert (found[10, 10], found[9, 10]) == pytest.approx((centre, neighbour))
