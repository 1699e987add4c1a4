"""Sound files for the fuzzer to break, and well-formed ones that unpack to far more."""

import contextlib
import gzip
import io
import struct
import tempfile
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import numpy as np

from numrec.activations import Array
from numrec.data.idx import read_idx
from numrec.data.image_files import LARGEST, read_digit
from numrec.data.own_digits import IMAGES, LABELS, read_own_digits
from numrec.files.model_file import load_model, save_model
from numrec.network import Network, new_network

Read = Callable[[Path], object]


@cache
def seeds() -> dict[str, tuple[list[bytes], Read]]:
    """Return sound files of each kind, and what reads them."""
    rng = np.random.default_rng(0)
    images = rng.integers(0, 256, (6, 28, 28)).astype(np.uint8)
    net = new_network([6, 5, 3], rng)
    digit = np.zeros((40, 31), np.uint8)
    digit[5:30, 10:20] = rng.integers(1, 256, (25, 10))
    return {
        "idx": ([idx(images), bytes([0, 0, 8, 1, 0, 0, 0, 6]) + bytes(6)], read_idx),
        "gz": ([gzip.compress(idx(images))], read_idx),
        "npz": ([_saved(net, "npz")], load_model),
        "txt": ([_saved(net, "txt")], load_model),
        "bmp": ([bmp(digit), *_pictures(digit, "BMP")], read_digit),
        "png": (_pictures(digit, "PNG"), read_digit),
        "zip": ([_own_digits(images, kind) for kind in (0, 8)], read_own_digits),
    }


@cache
def bombs() -> dict[str, list[bytes]]:
    """Return files whose headers are right, and whose few bytes unpack to as much as they say."""
    zeros = np.zeros((20_000, 50, 40), np.uint8)
    net = new_network([1, 1], np.random.default_rng(0))
    net.omega[1], net.b[1] = np.zeros((3500, 3500), np.float32), np.zeros((3500, 1), np.float32)
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(_saved(net, "npz"))) as stored,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for name in stored.namelist():
            archive.writestr(name, stored.read(name))
    paper = np.zeros((LARGEST, LARGEST), np.uint8)
    paper[800:1200, 900:1000] = 255
    return {
        "gz": [gzip.compress(idx(zeros)), gzip.compress(bytes(10_000_000))],
        "npz": [packed.getvalue()],
        "png": _pictures(paper, "PNG")[2:4],
        "zip": [_own_digits(zeros[:, :28, :28], 8)],
    }


def _saved(net: Network, kind: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        save_model(net, Path(folder) / f"net.{kind}")
        return (Path(folder) / f"net.{kind}").read_bytes()


def _own_digits(images: Array, compression: int) -> bytes:
    made, labels = io.BytesIO(), np.zeros(len(images), np.uint8)
    with zipfile.ZipFile(made, "w", compression) as archive:
        archive.writestr(zipfile.ZipInfo(IMAGES), idx(images), compression)
        archive.writestr(zipfile.ZipInfo(LABELS), idx(labels), compression)
    return made.getvalue()


def _pictures(digit: Array, kind: str) -> list[bytes]:
    from PIL import Image

    found, grey = [], Image.fromarray(digit)
    for mode in ("L", "P", "RGB", "RGBA", "1", "LA"):
        out = io.BytesIO()
        with contextlib.suppress(OSError):  # BMP has no LA
            grey.convert(mode).save(out, kind)
            found.append(out.getvalue())
    return found


def idx(array: Array) -> bytes:
    """Write an IDX file of unsigned bytes."""
    sizes = np.array(array.shape, ">u4").tobytes()
    return bytes([0, 0, 8, array.ndim]) + sizes + array.tobytes()


def bmp(grey: Array, *, header: int = 124, top_down: bool = False, palette: str = "grey") -> bytes:
    """Write an 8-bit BMP by hand: rows bottom-up and padded to four bytes, a palette of 256."""
    height, width = grey.shape
    greys = np.arange(256, dtype=np.uint8)
    table = greys if palette == "grey" else greys[::-1]
    pixels = grey if palette == "grey" else 255 - grey
    colours = np.column_stack([table, table, table, np.zeros(256, np.uint8)]).tobytes()
    padded = np.pad(pixels, ((0, 0), (0, -width % 4)))
    data = (padded if top_down else padded[::-1]).tobytes()
    info = struct.pack(
        "<IiiHHIIiiII", header, width, -height if top_down else height, 1, 8, 0, len(data),
        11811, 11811, 256, 256,
    )  # fmt: skip
    info += b"\0" * (header - len(info))
    start = 14 + header + len(colours)
    return struct.pack("<2sIHHI", b"BM", start + len(data), 0, 0, start) + info + colours + data
