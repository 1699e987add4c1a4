"""Perturbed digits: nothing asked, nothing changed; each kind moves ink as its name says."""

from dataclasses import FrozenInstanceError

import numpy as np
import pytest

from numrec.data.augment import Perturbation, perturbed, thickened

SIDE, CENTRE = 28, 14
NONE = {"shift": 0.0, "scale": 0.0, "turn": 0.0, "slant": 0.0, "thickness": 0.0}


@pytest.fixture
def images() -> np.ndarray:
    """Strokes about the middle, three pixels wide; more of them than an image has pixels."""
    strokes = np.zeros((1250, SIDE, SIDE), np.float32)
    for stroke, place in zip(strokes, np.random.default_rng(1).integers(6, 12, 1250), strict=True):
        stroke[place : place + 11, 2 + place : 5 + place] = 1
    return strokes.reshape(1250, -1).T


def copies(images: np.ndarray, **how: float) -> np.ndarray:
    return perturbed(images, np.random.default_rng(0), Perturbation(**(NONE | how)))


def centres(images: np.ndarray) -> np.ndarray:
    """The centres of mass: row and column of each image."""
    places = np.indices((SIDE, SIDE)).reshape(2, -1)
    return places @ images / images.sum(axis=0)


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


def test_one_seed_gives_one_set_of_copies_the_shipped_models(images: np.ndarray) -> None:
    how = Perturbation(2.0, 0.15, 15.0, 0.2, 0.7)
    assert how == Perturbation()
    first, again = (perturbed(images, np.random.default_rng(3), how) for _ in range(2))
    assert np.array_equal(first, again)
    assert first.shape == images.shape
    assert first.dtype == images.dtype
    assert first.T.flags.c_contiguous
    assert 0 <= first.min() <= first.max() <= 1 + 1e-6
    rng = np.random.default_rng(3)  # 250 at a time
    parts = [perturbed(images[:, k : k + 250], rng, how) for k in range(0, 1250, 250)]
    assert np.array_equal(np.hstack(parts), first)
    with pytest.raises(FrozenInstanceError):
        how.turn = 0.0  # type: ignore[misc]


def test_strokes_grow_and_shrink(images: np.ndarray) -> None:
    thick, thin = thickened(images, 1), thickened(images, -1)
    assert thick.shape == thin.shape == images.shape
    assert thin.sum() < 0.6 * images.sum() < images.sum() < 0.8 * thick.sum()
    dot, cross = np.zeros((2, SIDE, SIDE))
    dot[10, 10] = 1
    cross[9:12, 10] = cross[10, 9:12] = 1
    for weight, grown in ((1, cross), (-1, 0 * dot), (0.25, dot + 0.25 * (cross - dot))):
        assert np.allclose(thickened(dot.reshape(-1, 1), weight).reshape(SIDE, SIDE), grown)
    for share, centre, neighbour in ((1, 1, 0.7), (0, 0.3, 0)):
        how = Perturbation(**(NONE | {"thickness": 0.7}))
        found = perturbed(dot.reshape(-1, 1), Drawn(share), how).reshape(SIDE, SIDE)
        assert (found[10, 10], found[9, 10]) == pytest.approx((centre, neighbour))
