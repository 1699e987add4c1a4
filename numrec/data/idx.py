"""Read IDX files, the format of MNIST, raw or gzip'd.

An IDX file is: two zero bytes, the type (8 for unsigned bytes), the number of
dimensions, each dimension as a big-endian 32-bit integer, then the data.
"""

import gzip
import math
import struct
import zlib
from os import PathLike
from pathlib import Path
from typing import IO, cast

import numpy as np
from numpy.typing import NDArray

from numrec.checks import whole_number
from numrec.errors import FormatError, refusing
from numrec.files.limits import read_up_to, unpacked_limit

LARGEST = 1 << 28
"""Bytes of data that a file may declare: MNIST's largest has 47 million."""


def read_idx(path: str | PathLike[str], dims: int | None = None) -> NDArray[np.uint8]:
    """Read an IDX file of unsigned bytes: an array of the shape that its header declares.

    Parameters
    ----------
    path : path
        Raw or gzip'd, told by its first bytes and not by its name.
    dims : int, optional
        The number of dimensions that the file must have: 1 for labels, 3 for images.

    Raises
    ------
    FormatError
        If the magic number, a size or the length is wrong, or the gzip is broken.
        Nothing is allocated before the declared size is checked, against that of the file too.
    ValueError
        If dims is no number of dimensions.
    """
    if dims is not None:
        whole_number("dims", dims, 1, 4)
    with Path(path).open("rb") as raw:
        if raw.peek(2)[:2] != b"\x1f\x8b":
            return parse_idx(raw, path, dims)
        most = min(LARGEST, unpacked_limit(raw))
        broken = (EOFError, zlib.error, gzip.BadGzipFile)
        with refusing(path, "gzip", "broken data", "a whole file", broken), gzip.open(raw) as file:
            return parse_idx(cast(IO[bytes], file), path, dims, most)


def parse_idx(
    file: IO[bytes], path: str | PathLike[str], dims: int | None = None, most: int = LARGEST
) -> NDArray[np.uint8]:
    """Read an open IDX file of at most `most` bytes of data; all else is as for `read_idx`."""
    magic = file.read(4)
    right = f"0x0000080{dims}" if dims else "0x00000801 to 0x00000804"
    readable = len(magic) == 4 and magic[:3] == b"\0\0\x08"
    if not readable or (magic[3] != dims if dims else not 1 <= magic[3] <= 4):
        found = f"magic 0x{magic.hex()}" if magic else "nothing"
        raise FormatError(path, "byte 0", found, right)
    sizes = file.read(4 * magic[3])
    if len(sizes) < 4 * magic[3]:
        raise FormatError(path, "byte 4", f"{len(sizes)} bytes", f"{magic[3]} sizes of 4 bytes")
    shape = struct.unpack(f">{magic[3]}I", sizes)
    declared = math.prod(shape)
    if not 0 < declared <= most:
        expected = f"1 to {most} bytes of data in a file of this size"
        raise FormatError(path, "byte 4", f"sizes {shape}", expected)
    start = 4 + len(sizes)
    data = read_up_to(file, declared + 1)  # the one byte more shows a file that is too long
    if len(data) != declared:
        found = f"{len(data)} bytes" if len(data) < declared else "more"
        raise FormatError(path, f"byte {start}", found, f"{declared} bytes for sizes {shape}")
    return np.frombuffer(data, np.uint8).reshape(shape)
