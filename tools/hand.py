"""Record one hand that the shipped networks read badly: `make play`.

It leans far to the right, and has habits: the 0 and the 7 are crossed, the 1 has a stroke up as
long as its stem, the 4 a short stem and a long arm, the 9 ends in a loop. It draws each digit ten
times. What is learned from its digits, and how they are collected, is tested with them.
"""

import io
import zipfile
from pathlib import Path

import numpy as np

from companion.play.pen import PAD, PENS
from numrec.data.own_digits import HELD, IMAGES, LABELS
from tools.drawings import Drawing, curve, text_of, whole
from tools.fuzz_seeds import idx
from tools.play_data import prepared

FILE = Path(__file__).parent.parent / "data" / "hand.json"
COPIES = 10
LEAN = 0.6  # how far the top lies to the right of the foot, in heights

# Control points as in tools.drawings: x right, y down, a digit is 1 high.
HABITS: dict[int, list[list[tuple[float, float]]]] = {
    0: [[(0.3, 0), (0.04, 0.2), (0, 0.6), (0.24, 1), (0.52, 0.84), (0.58, 0.4), (0.3, 0)],
        [(0.62, 0.1), (0.3, 0.5), (-0.04, 0.92)]],
    1: [[(-0.2, 0.84), (0.06, 0.36), (0.34, 0), (0.34, 0), (0.36, 0.5), (0.36, 1)]],
    2: [[(0, 0.24), (0.2, 0), (0.5, 0.06), (0.5, 0.36), (0.26, 0.72), (0.06, 0.96), (-0.04, 0.84),
         (0.14, 0.76), (0.34, 0.94), (0.62, 0.9)]],
    3: [[(0.02, 0.02), (0.3, 0.01), (0.56, 0.02), (0.56, 0.02), (0.38, 0.2), (0.24, 0.38),
         (0.24, 0.38), (0.54, 0.46), (0.6, 0.76), (0.34, 1), (0, 0.9)]],
    4: [[(0.3, 0), (0.14, 0.36), (0, 0.7), (0, 0.7), (0.4, 0.68), (0.86, 0.66)],
        [(0.5, 0.44), (0.46, 0.7), (0.42, 1)]],
    5: [[(0.14, 0.02), (0.1, 0.22), (0.08, 0.42), (0.08, 0.42), (0.36, 0.38), (0.56, 0.58),
         (0.48, 0.88), (0.22, 1), (0, 0.9)], [(0.14, 0.02), (0.4, 0.04), (0.72, -0.04)]],
    6: [[(0.5, 0), (0.2, 0.24), (0.02, 0.62), (0.12, 0.94), (0.36, 0.98), (0.46, 0.76),
         (0.3, 0.58), (0.08, 0.72)]],
    7: [[(0, 0.26), (0.04, 0.04), (0.04, 0.04), (0.34, 0.1), (0.66, 0), (0.66, 0), (0.44, 0.5),
         (0.36, 1)], [(-0.04, 0.6), (0.36, 0.56), (0.86, 0.52)]],
    8: [[(0.54, 0.1), (0.3, 0), (0.1, 0.14), (0.2, 0.38), (0.46, 0.6), (0.5, 0.86), (0.26, 1),
         (0.02, 0.84), (0.14, 0.58), (0.42, 0.38), (0.56, 0.08)]],
    9: [[(0.52, 0.12), (0.3, 0), (0.08, 0.12), (0.1, 0.34), (0.34, 0.38), (0.52, 0.12),
         (0.56, 0.5), (0.44, 0.94), (0.14, 1), (0.1, 0.8), (0.4, 0.66), (0.8, 0.5)]],
}  # fmt: skip


def hand(seed: int = 4) -> list[Drawing]:
    """Draw each digit ten times, in rounds from 0 to 9."""
    rng = np.random.default_rng(seed)
    return [_drawn(digit, rng) for _ in range(COPIES) for digit in HABITS]


def _drawn(digit: int, rng: np.random.Generator) -> Drawing:
    height = 190.0 * rng.uniform(0.9, 1.05)
    lean = LEAN + rng.uniform(-0.15, 0.15)
    shape = np.array([[1, -lean], [0, 1]]) @ np.diag([height * rng.uniform(0.75, 1.1), height])
    lines = []
    for points in HABITS[digit]:
        control = np.array(points) - (0.3, 0.5)
        moved = control + rng.normal(0, 0.035, control.shape)
        same = np.r_[False, (control[1:] == control[:-1]).all(axis=1)]
        moved[same] = moved[np.flatnonzero(same) - 1]  # a corner stays one
        lines.append(whole(curve(moved) @ shape.T + PAD / 2 + rng.uniform(-6, 6, 2)))
    return Drawing(digit, "one hand", PENS["medium"], lines)


def held_back(labels: list[int]) -> list[bool]:
    """Say which of digits are held back, as the page does it: of each digit, every third."""
    return [labels[:k].count(label) % 3 == 2 for k, label in enumerate(labels)]


def packed(recorded: list[Drawing]) -> dict[str, bytes]:
    """Return the IDX files that the page saves of drawings, by their names."""
    pictures = np.hstack([prepared(drawing) for drawing in recorded]).T
    grey = np.floor(255 * pictures + 0.5).astype(np.uint8)
    labels = [drawing.digit for drawing in recorded]
    return {
        IMAGES: idx(grey.reshape(-1, 28, 28)),
        LABELS: idx(np.array(labels, np.uint8)),
        HELD: idx(np.array(held_back(labels), np.uint8)),
    }


def archive(files: dict[str, bytes], compression: int = zipfile.ZIP_STORED) -> bytes:
    """Put files into a zip file."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", compression) as into:
        for name, data in files.items():
            into.writestr(zipfile.ZipInfo(name), data, compression)
    return made.getvalue()


if __name__ == "__main__":
    FILE.write_text(text_of(hand()), "utf-8")
    print(f"{FILE.name}: {COPIES * len(HABITS)} drawings")
