"""Files of a reader's own digits that are broken or meant ill; the book's page and numrec refuse
each of them in one line.
"""

import io
import struct
import zipfile
from functools import cache

import numpy as np

from numrec.data.own_digits import HELD, IMAGES, LABELS
from numrec.files.small_zip import LARGEST
from tools.fuzz_seeds import idx
from tools.hand import archive

DIGITS = np.random.default_rng(5).integers(0, 256, (4, 28, 28)).astype(np.uint8)
SOUND = {
    IMAGES: idx(DIGITS),
    LABELS: idx(np.array([3, 1, 4, 1], np.uint8)),
    HELD: idx(np.array([0, 0, 1, 0], np.uint8)),
}


@cache
def refused() -> dict[str, tuple[bytes, str]]:
    """Return each file by what is wrong with it, and a word of what is said of it."""
    sound = archive(SOUND)
    return {
        "nothing": (b"", "no zip"),
        "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(900), "no zip"),
        "huge": (sound + bytes(LARGEST), f"at most {LARGEST}"),
        "cut short": (sound[:-40], "cut short"),
        "a comment behind it": (sound + b"more", "cut short"),
        "10,000 entries": (archive({**SOUND, **_many(10_000)}), "at most 1100 entries"),
        "2,000 entries": (archive({**SOUND, **_many(2000)}), "at most 1100"),
        "a bomb": (_bomb(), "784016"),
        "a bomb that lies": (_lying(_bomb()), IMAGES),
        "a byte turned": (_turned(sound), IMAGES),
        "packed with bzip2": (archive(SOUND, zipfile.ZIP_BZIP2), "compression 12"),
        "locked": (_locked(sound), "found a password, expected none"),
        "a script for a name": (_with("<img src=x onerror=alert(1)>.png"), "an odd name"),
        "a terminal's orders for a name": (_with("\x1b[2J.png"), "an odd name"),
        "a name that leads out": (_with("../../images.png"), "an odd name"),
        "a name from the root": (_with("/etc/images.png"), "an odd name"),
        "images twice": (archive(SOUND | {f"again/{IMAGES}": SOUND[IMAGES]}), "two of that name"),
        "no images": (_but(IMAGES), "found nothing"),
        "no labels": (_but(LABELS), "found nothing"),
        "images of 20 x 20": (_other(IMAGES, np.zeros((4, 20, 20))), "28 x 28"),
        "images of two dimensions": (_other(IMAGES, np.zeros((4, 784))), "0x00000803"),
        "fewer images than they say": (
            archive(SOUND | {IMAGES: SOUND[IMAGES][:-9]}),
            "3136 bytes for sizes",
        ),
        "more images than they say": (
            archive(SOUND | {IMAGES: SOUND[IMAGES] + b"\0"}),
            "3136 bytes for sizes",
        ),
        "numbers beyond all bounds": (
            archive(SOUND | {IMAGES: b"\0\0\x08\3" + b"\xff" * 12}),
            "byte 4: found sizes (4294967295, 4294967295, 4294967295)",
        ),
        "no digit at all": (_other(IMAGES, np.zeros((0, 28, 28))), "sizes (0, 28, 28)"),
        "three labels for four images": (_other(LABELS, np.array([3, 1, 4])), "4 images"),
        "a label of 10": (_other(LABELS, np.array([3, 1, 4, 10])), "label 10"),
        "a mark of 2": (_other(HELD, np.array([0, 2, 1, 0])), "0 or 1"),
        "three marks": (_other(HELD, np.array([0, 0, 1])), "3 marks"),
        "five marks": (_other(HELD, np.array([0, 0, 1, 0, 0])), "5 marks"),
        "1,001 digits": (_too_many(), "784016"),
    }


def _many(count: int) -> dict[str, bytes]:
    return {f"png/{k}.png": b"" for k in range(count)}


def _bomb() -> bytes:
    return archive(SOUND | {IMAGES: bytes(6_000_000)}, zipfile.ZIP_DEFLATED)


def _lying(packed: bytes) -> bytes:
    """Say in both headers that what unpacks to six million bytes has 800."""
    return packed.replace(struct.pack("<I", 6_000_000), struct.pack("<I", 800))


def _turned(sound: bytes) -> bytes:
    place = sound.index(DIGITS.tobytes()[:40])
    return sound[:place] + bytes([sound[place] ^ 1]) + sound[place + 1 :]


def _locked(sound: bytes) -> bytes:
    """Set the bit that says that a password is needed, in both headers of the first member."""
    table = sound.index(b"PK\1\2")
    locked = bytearray(sound)
    locked[6] |= 1
    locked[table + 8] |= 1
    return bytes(locked)


def _with(name: str) -> bytes:
    made = io.BytesIO(archive(SOUND))
    with zipfile.ZipFile(made, "a") as into:
        into.writestr(zipfile.ZipInfo(name), b"")
    return made.getvalue()


def _but(name: str) -> bytes:
    return archive({other: data for other, data in SOUND.items() if other != name})


def _other(name: str, array: np.ndarray) -> bytes:
    return archive(SOUND | {name: idx(array.astype(np.uint8))})


def _too_many() -> bytes:
    many = {IMAGES: np.zeros((1001, 28, 28)), LABELS: np.zeros(1001), HELD: np.zeros(1001)}
    return archive({name: idx(array.astype(np.uint8)) for name, array in many.items()})
