"""Digits as another hand would have drawn them: shifted, scaled, turned, slanted, thick or thin.

A network that has seen only MNIST's own pictures misreads a digit that lies two pixels off.
Training on perturbed copies, drawn anew for each epoch, cures that.
"""

from dataclasses import dataclass

import numpy as np

from numrec.activations import Array
from numrec.data.preprocess import CENTRE, SIDE

_AT_ONCE = 250
"""Images in memory at once."""


@dataclass(frozen=True)
class Perturbation:
    """How far a copy may differ; each number is drawn uniformly from -value to value.

    Attributes
    ----------
    shift : float
        Pixels, along each axis.
    scale : float
        Share by which each axis is stretched, independently: 0.1 for up to a tenth.
    turn : float
        Degrees.
    slant : float
        Pixels that a row moves sideways for each row of distance from the centre.
    thickness : float
        In [0, 1]: how far each pixel goes to the lightest (or, below zero, to the darkest) of
        itself and its four neighbours.
    """

    shift: float = 2.0
    scale: float = 0.15
    turn: float = 15.0
    slant: float = 0.2
    thickness: float = 0.7


def perturbed(images: Array, rng: np.random.Generator, how: Perturbation) -> Array:
    """Return one perturbed copy of each image (784, m), an image's pixels side by side in memory.

    Ink that leaves the frame is lost.
    """
    copies = np.empty((images.shape[1], SIDE * SIDE), images.dtype)
    for start in range(0, images.shape[1], _AT_ONCE):
        here = slice(start, start + _AT_ONCE)
        pictures = images[:, here].T.reshape(-1, SIDE, SIDE)
        pictures = _thickened(pictures, rng.uniform(-how.thickness, how.thickness, len(pictures)))
        copies[here] = _moved(pictures, *_maps(len(pictures), rng, how))
    return copies.T


def thickened(images: Array, weight: float) -> Array:
    """All images (784, m) with thicker strokes, weight up to 1, or thinner ones, down to -1."""
    pictures = images.T.reshape(-1, SIDE, SIDE)
    return _thickened(pictures, np.full(len(pictures), weight)).reshape(-1, SIDE * SIDE).T


def _maps(m: int, rng: np.random.Generator, how: Perturbation) -> tuple[Array, Array]:
    """Draw, for each image, the matrix and the shift that lead from the copy to the original."""
    turn = np.radians(rng.uniform(-how.turn, how.turn, m))
    down, right = 1 + rng.uniform(-how.scale, how.scale, (2, m))
    slant = rng.uniform(-how.slant, how.slant, m)
    shift = rng.uniform(-how.shift, how.shift, (m, 2))
    cos, sin = np.cos(turn), np.sin(turn)
    matrix = np.array([[cos / down, -sin / down], [(sin + slant) / right, cos / right]])
    return matrix.transpose(2, 0, 1), shift


def _moved(pictures: Array, matrix: Array, shift: Array) -> Array:
    """Take each pixel of the copies from its place in the originals, between four pixels."""
    m, wide = len(pictures), SIDE + 4
    grid = np.mgrid[:SIDE, :SIDE].reshape(2, -1) - CENTRE
    start = CENTRE - matrix @ shift[:, :, np.newaxis]
    place = (matrix @ grid + start).astype(pictures.dtype)  # (m, 2, 784): row and column
    room = np.zeros((m, wide, wide), pictures.dtype)  # a margin without ink
    room[:, 2:-2, 2:-2] = pictures
    place = np.clip(place + 2, 1, SIDE + 2)  # further out there is no ink
    whole = place.astype(np.int32)
    down, right = (place - whole).transpose(1, 0, 2)
    first = np.arange(m, dtype=np.int32)[:, np.newaxis] * wide**2
    first = first + whole[:, 0] * wide + whole[:, 1]
    flat = room.ravel()
    above = flat.take(first) * (1 - right) + flat.take(first + 1) * right
    below = flat.take(first + wide) * (1 - right) + flat.take(first + wide + 1) * right
    moved: Array = above * (1 - down) + below * down
    return moved


def _thickened(pictures: Array, weight: Array) -> Array:
    """Grow strokes where weight > 0, and shrink them where it is below."""
    room = np.pad(pictures, ((0, 0), (1, 1), (1, 1)))
    crosses = [pictures, room[:, :-2, 1:-1], room[:, 2:, 1:-1], room[:, 1:-1, :-2]]
    crosses.append(room[:, 1:-1, 2:])
    weight = weight.astype(pictures.dtype)[:, np.newaxis, np.newaxis]
    goal = np.where(weight > 0, np.max(crosses, axis=0), np.min(crosses, axis=0))
    thickened: Array = pictures + np.abs(weight) * (goal - pictures)
    return thickened
