"""Limits on what a header may claim and a packed file may hold, so that memory follows the file."""

import os
from collections.abc import Sequence
from typing import IO

TIMES = 16
"""A packed file may hold so many times its own size; MNIST's hold five times theirs."""

BESIDE = 1 << 16
"""Bytes that even the smallest packed file may hold."""

LARGEST_NETWORK = 1 << 25
"""Weights that a model file may declare: a hundred times those of [784, 256, 10] and more."""


def unpacked_limit(file: IO[bytes]) -> int:
    """Return the most bytes that a packed file may hold, and go to its start."""
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    return TIMES * size + BESIDE


def read_up_to(file: IO[bytes], most: int) -> bytearray:
    """Read chunk by chunk: what a header says takes no memory, what the file holds does."""
    data = bytearray()  # held once, and an array over it can be written to
    while chunk := file.read(min(most - len(data), 1 << 20)):
        data += chunk
    return data


def layer_shapes(sizes: Sequence[int], most: int = LARGEST_NETWORK) -> list[tuple[int, int]]:
    """Return the shape (n_l, n_{l-1}) of each omega[l]; none where that makes no network.

    Parameters
    ----------
    sizes : sequence of int
        Nodes per layer, as a file declares them.
    most : int
        Weights that they may have together.
    """
    shapes = list(zip(sizes[1:], sizes[:-1], strict=False))
    right = min(sizes, default=0) >= 1 and sum(n * m for n, m in shapes) <= most
    return shapes if right else []
