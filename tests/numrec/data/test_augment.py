"""Perturbed digits: nothing asked, nothing changed; each kind moves ink as its name says."""

from pathlib import Path

import numpy as np
import pytest

from numrec.data.augment import SIDE, Perturbation, perturbed, thickened
from numrec.data.idx import read_idx

NONE = {"shift": 0.0, "scale": 0.0, "turn": 0.0, "slant": 0.0, "thickness": 0.0}


@pytest.fixture(scope="module")
def images() -> np.ndarray:
    file = Path(__file__).parents[3] / "data" / "mnist" / "t10k-images-idx3-ubyte.gz"
    return (read_idx(file)[:600].reshape(600, -1) / np.float32(255)).T


def copies(images: np.ndarray, **how: float) -> np.ndarray:
    return perturbed(images, np.random.default_rng(0), Perturbation(**(NONE | how)))


def centres(images: np.ndarray) -> np.ndarray:
    pictures = images.T.reshape(-1, SIDE, SIDE)
    grid = np.arange(SIDE)
    weight = pictures.sum(axis=(1, 2))
    down, right = pictures.sum(axis=2) @ grid / weight, pictures.sum(axis=1) @ grid / weight
    return np.stack([down, right])


def test_no_perturbation_gives_the_images_back(images: np.ndarray) -> None:
    assert np.allclose(copies(images), images, atol=1e-5)


def test_one_seed_gives_one_set_of_copies(images: np.ndarray) -> None:
    first, again = (perturbed(images, np.random.default_rng(3), Perturbation()) for _ in range(2))
    assert np.array_equal(first, again)
    assert first.shape == images.shape
    assert first.dtype == images.dtype
    assert 0 <= first.min() <= first.max() <= 1 + 1e-6


def test_a_shift_moves_the_centre_and_keeps_the_ink(images: np.ndarray) -> None:
    moved = copies(images, shift=2.0)
    far = centres(moved) - centres(images)
    assert np.abs(far).max() < 2.01
    assert far.std(axis=1) == pytest.approx(2 / np.sqrt(3), rel=0.1)
    assert moved.sum() == pytest.approx(images.sum(), rel=0.01)


def test_scaling_changes_the_ink_by_the_area_and_leaves_the_centre(images: np.ndarray) -> None:
    scaled = copies(images, scale=0.15)
    share = scaled.sum(axis=0) / images.sum(axis=0)
    assert 0.85**2 - 0.02 < share.min() < 0.8
    assert 1.2 < share.max() < 1.15**2 + 0.02
    assert np.abs(centres(scaled) - centres(images)).max() < 0.5


@pytest.mark.parametrize("how", [{"turn": 15.0}, {"slant": 0.2}])
def test_turning_and_slanting_keep_ink_and_centre(
    images: np.ndarray, how: dict[str, float]
) -> None:
    moved = copies(images, **how)
    assert np.abs(moved - images).max() > 0.5
    assert moved.sum(axis=0) == pytest.approx(images.sum(axis=0), rel=0.08)
    assert np.abs(centres(moved) - centres(images)).max() < 0.5


def test_a_quarter_turn_is_a_quarter_turn() -> None:
    """About (14, 14), either way: the draw is +90 or -90 only for a generator made to say so."""

    class Most(np.random.Generator):
        def uniform(self, low: float = 0, high: float = 1, size: object = None) -> np.ndarray:
            return np.broadcast_to(np.asarray(high, float), size).copy()  # type: ignore[arg-type]

    picture = np.zeros((SIDE, SIDE))
    picture[14, 14:24] = 1  # from the centre to the right
    most = Most(np.random.PCG64(0))
    turned = perturbed(picture.reshape(-1, 1), most, Perturbation(**(NONE | {"turn": 90.0})))
    rows, columns = np.nonzero(turned.reshape(SIDE, SIDE) > 0.5)
    assert set(columns) == {14}
    assert sorted(rows) == list(range(14, 24)) or sorted(rows) == list(range(5, 15))


def test_strokes_grow_and_shrink(images: np.ndarray) -> None:
    thick, thin = thickened(images, 1), thickened(images, -1)
    assert (thick >= images - 1e-7).all()
    assert (thin <= images + 1e-7).all()
    assert thin.sum() < 0.6 * images.sum() < images.sum() < 0.8 * thick.sum()
    dot = np.zeros((SIDE, SIDE))
    dot[10, 10] = 1
    assert thickened(dot.reshape(-1, 1), 1).sum() == 5
    assert thickened(dot.reshape(-1, 1), -1).sum() == 0
