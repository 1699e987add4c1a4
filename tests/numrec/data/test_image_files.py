"""BMP as GIMP writes it, byte by byte, and PNG; what is neither is refused."""

import io
import struct
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from numrec import FormatError, read_digit, to_mnist
from numrec.data.image_files import read_grey
from tools.fuzz_seeds import bmp

DIGIT = np.zeros((28, 28), np.uint8)
DIGIT[4:24, 12:16] = np.arange(80).reshape(20, 4) + 100


def drawn(pixels: np.ndarray, kind: str) -> bytes:
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, kind)
    return out.getvalue()


def png(pixels: np.ndarray) -> bytes:
    return drawn(pixels, "PNG")


def written(folder: Path, data: bytes) -> Path:
    (folder / "digit").write_bytes(data)
    return folder / "digit"


COLUMN = (DIGIT / 255).astype(np.float32).reshape(784, 1)
MOVED = np.roll(DIGIT, (3, -5), (0, 1))
WHITE_ON_NOTHING = png(np.dstack([np.full_like(DIGIT, 255)] * 3 + [DIGIT]))
BLACK_ON_NOTHING = png(np.dstack([np.zeros_like(DIGIT)] * 3 + [DIGIT]))


@pytest.mark.parametrize(
    ("data", "invert", "expected"),
    [
        (bmp(DIGIT), False, COLUMN),  # GIMP's V5 header
        (bmp(DIGIT, header=40), False, COLUMN),
        (bmp(DIGIT, top_down=True), False, COLUMN),
        (bmp(DIGIT, palette="turned"), False, COLUMN),
        (bmp(MOVED), False, np.float32(MOVED / 255).reshape(784, 1)),  # 28 x 28 is not moved
        (bmp(255 - DIGIT), True, COLUMN),
        (png(DIGIT), False, COLUMN),
        (png(DIGIT.astype("<u2") * 257), False, COLUMN),
        (png(np.dstack([DIGIT] * 3)), False, COLUMN),
        (WHITE_ON_NOTHING, False, COLUMN),
        (BLACK_ON_NOTHING, True, COLUMN),  # as on white paper
    ],
)
def test_a_picture_of_28_by_28_is_read_as_it_is(
    tmp_path: Path, data: bytes, invert: bool, expected: np.ndarray
) -> None:
    a0 = read_digit(written(tmp_path, data), invert=invert)
    assert a0.shape == (784, 1)
    assert a0.dtype == np.float32
    assert np.allclose(a0, expected, atol=1e-6)


@pytest.mark.parametrize("width", [61, 62, 63, 64, 2048])  # BMP pads rows to four bytes
@pytest.mark.parametrize("height", [24, 50])
def test_a_picture_of_another_size_is_prepared(tmp_path: Path, height: int, width: int) -> None:
    grey = np.zeros((height, width), np.uint8)
    grey[10:40, 20:30] = 200
    grey[10, 20:45] = 90
    for data in (bmp(grey), png(grey)):
        found = read_digit(written(tmp_path, data))
        assert np.allclose(found.reshape(28, 28), to_mnist(grey / 255), atol=1e-6)


BOMB = png(np.zeros((1, 1), np.uint8)).replace(  # few bytes, 400 million pixels
    struct.pack(">II", 1, 1), struct.pack(">II", 20000, 20000), 1
)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "picture: found no picture, expected a BMP or PNG file$"),
        (b"hello", "picture: found no picture, expected a BMP or PNG file$"),
        (b"RIFF....WEBP", "found a WebP file, expected a BMP or PNG file$"),
        (b"II*\0....", "found a TIFF file, expected"),
        (b"MM\0*....", "found a TIFF file, expected"),
        (b"%PDF-1.7", "found a PDF file, expected"),
        (drawn(DIGIT, "JPEG"), "found a JPEG file, expected a BMP or PNG file$"),
        (drawn(DIGIT, "GIF"), "found a GIF file, expected a BMP or PNG file$"),
        (bmp(DIGIT)[:-100], r"picture: found broken data \(.*, expected a BMP file$"),
        (bmp(DIGIT)[:30], "broken data .*Truncated"),
        (png(DIGIT)[:10], r"broken data \(a header cut short\)"),
        (png(DIGIT)[:60], "broken data"),
        (png(DIGIT).replace(b"IDAT", b"IDAU"), "broken data"),
        (BOMB, "broken data|at most 2048"),
        (bytes(16_842_753), "file: found more than 16842752 bytes, exp"),
        (bytes(16_842_752), "found no picture"),
        (png(np.full((1, 2049), 255, np.uint8)), "header: found 2049 x 1 pixels, exp"),
        (png(np.full((2049, 1), 255, np.uint8)), "1 x 2049 pixels, expected at most 2048 al"),
        (bmp(np.zeros_like(DIGIT)), "found that it is blank, expected a digit in white ink"),
        (bmp(255 - DIGIT), "seems to be black on white, expected .* invert it"),
    ],
)
def test_what_is_no_picture_of_a_digit_is_refused(tmp_path: Path, data: bytes, says: str) -> None:
    with pytest.raises(FormatError, match=says) as refused:
        read_digit(written(tmp_path, data))
    assert refused.value.path == str(tmp_path / "digit")
    assert "0x" not in str(refused.value), "an address in memory helps nobody"


@pytest.mark.parametrize(
    ("pixels", "says"),
    [
        (DIGIT, "seems to be white on black, expected a digit in black ink on white, to be inv"),
        (np.full_like(DIGIT, 255), "that it is blank, expected a digit in black ink on white"),
    ],
)
def test_what_is_inverted_is_not_told_to_be(tmp_path: Path, pixels: np.ndarray, says: str) -> None:
    with pytest.raises(FormatError, match=says):
        read_digit(written(tmp_path, bmp(pixels)), invert=True)


def test_grey_is_from_0_to_1_in_double_precision_on_the_paper_that_is_said(tmp_path: Path) -> None:
    pixels = np.array([[[0, 0, 0, 0], [255, 255, 255, 0]], [[0, 0, 0, 255], [200, 200, 200, 255]]])
    path = written(tmp_path, png(pixels.astype(np.uint8)))
    assert read_grey(path).tolist() == [[0, 0], [0, 200 / 255]]
    assert read_grey(path, paper="white").tolist() == [[1, 1], [0, 200 / 255]]
    assert read_grey(path).dtype == np.float64
    path = written(tmp_path, png(np.array([[0, 257, 65535]], "<u2")))
    assert read_grey(path).tolist() == [[0, 1 / 255, 1]]


def test_the_colour_of_the_paper_is_given_by_name(tmp_path: Path) -> None:
    path = written(tmp_path, png(DIGIT))
    for read in (read_digit, read_grey):
        with pytest.raises(TypeError, match="positional argument"):
            read(path, "white")  # type: ignore[misc, operator]
