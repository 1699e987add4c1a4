"""BMP as GIMP writes it, and PNG, byte by byte; what is neither is refused."""

import io
import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from numrec import FormatError, read_digit, to_mnist
from numrec.data.image_files import read_grey
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


def test_a_digit_of_28_by_28_is_not_moved(tmp_path: Path) -> None:
    moved = np.roll(DIGIT, (3, -5), (0, 1))
    (tmp_path / "digit.bmp").write_bytes(bmp(moved))
    assert np.array_equal(
        read_digit(tmp_path / "digit.bmp"), np.float32(moved / 255).reshape(-1, 1)
    )


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
    "empty": (b"", "picture: found no picture, expected a BMP or PNG file$"),
    "text": (b"hello", "picture: found no picture, expected a BMP or PNG file$"),
    "WebP": (b"RIFF....WEBP", "found a WebP file, expected a BMP or PNG file$"),
    "TIFF of one order": (b"II*\0....", "found a TIFF file, expected"),
    "TIFF of the other": (b"MM\0*....", "found a TIFF file, expected"),
    "PDF": (b"%PDF-1.7", "found a PDF file, expected"),
    "a JPEG": (drawn("JPEG"), "found a JPEG file, expected a BMP or PNG file$"),
    "a GIF": (drawn("GIF"), "found a GIF file, expected a BMP or PNG file$"),
    "BMP cut short": (bmp(DIGIT)[:-100], r"picture: found broken data \(.*, expected a BMP file$"),
    "BMP header cut short": (bmp(DIGIT)[:30], "broken data .*Truncated"),
    "PNG header cut short": (png(DIGIT, 0)[:10], "broken data .*'a header cut short'"),
    "PNG cut short": (png(DIGIT, 0)[:60], "broken data"),
    "PNG with a wrong sum": (png(DIGIT, 0).replace(b"IDAT", b"IDAU"), "broken data"),
    "a bomb": (huge_png(), "broken data|at most 2048"),
    "too large a file": (
        bytes(16_842_753),
        "file: found more than 16842752 bytes, exp",
    ),
    "no picture in a file that may be": (bytes(16_842_752), "found no picture"),
    "too wide": (png(np.full((1, 2049), 255, np.uint8), 0), "header: found 2049 x 1 pixels, exp"),
    "too high": (
        png(np.full((2049, 1), 255, np.uint8), 0),
        "1 x 2049 pixels, expected at most 2048 al",
    ),
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


def test_a_picture_may_be_2048_pixels_wide(tmp_path: Path) -> None:
    line = np.zeros((2, 2048), np.uint8)
    line[0] = 200
    (tmp_path / "line.png").write_bytes(png(line, 0))
    digit = read_digit(tmp_path / "line.png").reshape(28, 28)
    assert np.allclose(digit, to_mnist(line / 255), atol=1e-7)


def test_grey_is_from_0_to_1_in_double_precision_on_the_paper_that_is_said(tmp_path: Path) -> None:
    pixels = np.array([[[0, 0, 0, 0], [255, 255, 255, 0]], [[0, 0, 0, 255], [200, 200, 200, 255]]])
    (tmp_path / "two.png").write_bytes(png(pixels.astype(np.uint8), 6))
    for paper, behind in (("black", 0), ("white", 1)):
        grey = read_grey(tmp_path / "two.png", paper=paper)
        assert grey.dtype == np.float64
        assert grey.tolist() == [[behind, behind], [0, 200 / 255]]
    assert np.array_equal(read_grey(tmp_path / "two.png"), [[0, 0], [0, 200 / 255]])
    deep = np.array([[0, 257, 65535]], ">u2")
    (tmp_path / "deep.png").write_bytes(png(deep, 0, 16))
    assert read_grey(tmp_path / "deep.png").tolist() == [[0, 1 / 255, 1]]


def test_a_file_that_is_not_there_is_no_format_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read_digit(tmp_path / "digit.bmp")
