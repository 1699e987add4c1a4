"""BMP as GIMP writes it, and PNG, byte by byte; what is neither is refused."""

import io
import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from numrec import FormatError, read_digit, to_mnist
from tools.fuzz_seeds import bmp

DIGIT = np.zeros((28, 28), np.uint8)
DIGIT[4:24, 12:16] = np.arange(80).reshape(20, 4) + 100


def png(pixels: np.ndarray, colour: int, depth: int = 8) -> bytes:
    """Write a PNG by hand."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + check

    height, width = pixels.shape[:2]
    rows = b"".join(b"\0" + row.tobytes() for row in pixels)
    head = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    body = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


COLUMN = (DIGIT / 255).astype(np.float32).reshape(784, 1)
RGBA = np.dstack([np.full_like(DIGIT, 255)] * 3 + [DIGIT])
FILES = {
    "GIMP's V5 header": bmp(DIGIT),
    "the short header": bmp(DIGIT, header=40),
    "rows from the top": bmp(DIGIT, top_down=True),
    "a palette turned around": bmp(DIGIT, palette="turned"),
    "PNG, grey": png(DIGIT, 0),
    "PNG, 16 bits of grey": png((DIGIT.astype(">u2") * 257).astype(">u2"), 0, 16),
    "PNG, colours": png(np.dstack([DIGIT] * 3), 2),
    "PNG, white ink on nothing": png(RGBA, 6),
}


@pytest.mark.parametrize("kind", FILES)
def test_a_picture_of_28_by_28_is_read_as_it_is(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "digit"
    path.write_bytes(FILES[kind])
    a0 = read_digit(path)
    assert a0.shape == (784, 1)
    assert a0.dtype == np.float32
    assert np.allclose(a0, COLUMN, atol=1e-6)


@pytest.mark.parametrize("width", [61, 62, 63, 64])
def test_rows_are_padded_to_four_bytes(tmp_path: Path, width: int) -> None:
    grey = np.zeros((50, width), np.uint8)
    grey[10:40, 20:30] = 200
    grey[10, 20:45] = 90
    path = tmp_path / "digit.bmp"
    path.write_bytes(bmp(grey))
    assert np.allclose(read_digit(path).reshape(28, 28), to_mnist(grey / 255), atol=1e-6)


def test_black_on_white_is_refused_until_it_is_inverted(tmp_path: Path) -> None:
    path = tmp_path / "digit.bmp"
    path.write_bytes(bmp(255 - DIGIT))
    with pytest.raises(FormatError, match=r"seems to be black on white, expected .* invert it"):
        read_digit(path)
    assert np.allclose(read_digit(path, invert=True), COLUMN, atol=1e-6)


@pytest.mark.parametrize(
    ("pixels", "says"),
    [
        (DIGIT, "seems to be white on black, expected a digit in black ink on white, to be inv"),
        (np.full_like(DIGIT, 255), "that it is blank, expected a digit in black ink on white"),
    ],
    ids=["not needed", "white paper"],
)
def test_what_is_inverted_is_not_told_to_be_inverted(
    tmp_path: Path, pixels: np.ndarray, says: str
) -> None:
    path = tmp_path / "digit.bmp"
    path.write_bytes(bmp(pixels))
    with pytest.raises(FormatError, match=says):
        read_digit(path, invert=True)


def test_black_ink_on_nothing_is_read_as_on_white_paper(tmp_path: Path) -> None:
    path = tmp_path / "digit.png"
    path.write_bytes(png(np.dstack([np.zeros_like(DIGIT)] * 3 + [DIGIT]), 6))
    assert np.allclose(read_digit(path, invert=True), COLUMN, atol=1e-6)


def huge_png() -> bytes:
    """A few bytes that would unpack to 400 million pixels."""
    return png(np.zeros((1, 1), np.uint8), 0).replace(
        struct.pack(">II", 1, 1), struct.pack(">II", 20000, 20000), 1
    )


def drawn(kind: str) -> bytes:
    out = io.BytesIO()
    Image.fromarray(DIGIT).save(out, kind)
    return out.getvalue()


FAULTS = {
    "empty": (b"", "a BMP or PNG file"),
    "text": (b"hello", "a BMP or PNG file"),
    "a JPEG": (drawn("JPEG"), "found a JPEG file, expected a BMP or PNG file$"),
    "a GIF": (drawn("GIF"), "found a GIF file, expected a BMP or PNG file$"),
    "BMP cut short": (bmp(DIGIT)[:-100], "broken data"),
    "BMP header cut short": (bmp(DIGIT)[:30], "broken data"),
    "PNG cut short": (png(DIGIT, 0)[:60], "broken data"),
    "PNG with a wrong sum": (png(DIGIT, 0).replace(b"IDAT", b"IDAU"), "broken data"),
    "a bomb": (huge_png(), "broken data|at most 2048"),
    "far too large a file": (bytes(17_000_000), "more than .* bytes"),
    "blank": (bmp(np.zeros_like(DIGIT)), "found that it is blank, expected a digit in white ink"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_file_that_is_no_picture_of_a_digit_is_refused_and_named(
    tmp_path: Path, fault: str
) -> None:
    data, says = FAULTS[fault]
    path = tmp_path / "digit.bmp"
    path.write_bytes(data)
    with pytest.raises(FormatError, match=says) as refused:
        read_digit(path)
    assert "digit.bmp" in str(refused.value)
    assert "0x" not in str(refused.value), "an address in memory helps nobody"


def test_a_file_that_is_not_there_is_no_format_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read_digit(tmp_path / "digit.bmp")
