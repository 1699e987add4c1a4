"""Limits on what a header may claim and a packed file may hold, so that memory follows the file."""

import os
import zipfile
from collections.abc import Sequence
from os import PathLike
from typing import IO

from numrec.errors import FormatError, refusing

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


def unpack(
    archive: zipfile.ZipFile,
    entry: zipfile.ZipInfo,
    path: str | PathLike[str],
    where: str,
    most: int,
) -> bytearray:
    """Unpack a member of at most `most` bytes; zipfile gives none beyond what its header says."""
    if entry.file_size > most:
        raise FormatError(path, where, f"{entry.file_size} bytes", f"at most {most}")
    # stored or deflated: zipfile unpacks these two in chunks of bounded size, its others not
    if entry.compress_type not in (0, 8):
        raise FormatError(path, where, f"compression {entry.compress_type}", "none, or deflate")
    if entry.flag_bits & 1:
        raise FormatError(path, where, "a password", "none")
    with refusing(path, where, "broken data", "a whole member"), archive.open(entry) as member:
        return read_up_to(member, most)


def layer_shapes(sizes: Sequence[int], most: int = LARGEST_NETWORK) -> list[tuple[int, int]]:
    """Return the shape (n_l, n_{l-1}) of each omega[l] for layers of these sizes.

    There is none where that makes no network, or one of more weights than `most`.
    """
    shapes = list(zip(sizes[1:], sizes[:-1], strict=False))
    right = min(sizes, default=0) >= 1 and sum(n * m for n, m in shapes) <= most
    return shapes if right else []
