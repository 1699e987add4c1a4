"""Record the drawings that the page "Draw a digit" is tested with: `make play`.

The ten digits as lines, two ways each, deformed at random: drawn thin and thick, small, in a
corner, slanted, turned, by an unsteady hand. They are kept as strokes, in letters, as they stand
in the page's address.
"""

import json
from pathlib import Path
from typing import NamedTuple

import numpy as np

from companion.play.pen import PAD, PENS, Stroke, decode, encode
from numrec.activations import Array

FILE = Path(__file__).parent.parent / "data" / "drawings.json"
KINDS = ("plain", "thin", "thick", "small", "in a corner", "slanted", "turned", "unsteady")
COPIES = 2
STEPS = 6  # points of a curve from one control point to the next

# Control points (x right, y down, a digit is 1 high); a point given twice is a corner.
SKELETONS: dict[int, list[list[list[tuple[float, float]]]]] = {
    0: [
        [[(0.3, 0), (0.06, 0.2), (0, 0.52), (0.1, 0.85), (0.33, 1), (0.56, 0.83), (0.64, 0.5),
          (0.55, 0.15), (0.33, 0), (0.26, 0.02)]],
        [[(0.36, 0.02), (0.12, 0.12), (0, 0.5), (0.14, 0.9), (0.4, 0.98), (0.66, 0.8), (0.72, 0.4),
          (0.56, 0.08), (0.3, 0.03)]],
    ],
    1: [
        [[(0.12, 0), (0.1, 0.5), (0.09, 1)]],
        [[(0, 0.24), (0.13, 0.13), (0.25, 0), (0.25, 0), (0.24, 0.5), (0.25, 1)]],
    ],
    2: [
        [[(0.02, 0.2), (0.2, 0.02), (0.46, 0.04), (0.58, 0.24), (0.44, 0.52), (0.2, 0.78), (0, 1),
          (0, 1), (0.3, 0.98), (0.64, 1)]],
        [[(0.05, 0.15), (0.28, 0), (0.54, 0.1), (0.5, 0.4), (0.28, 0.7), (0.1, 0.95), (0, 0.88),
          (0.12, 0.8), (0.36, 0.94), (0.66, 0.96)]],
    ],
    3: [
        [[(0.04, 0.1), (0.28, 0), (0.52, 0.12), (0.5, 0.34), (0.24, 0.46), (0.24, 0.46),
          (0.52, 0.56), (0.6, 0.78), (0.36, 0.99), (0.02, 0.9)]],
        [[(0.02, 0.02), (0.3, 0.01), (0.56, 0.02), (0.56, 0.02), (0.4, 0.22), (0.26, 0.4),
          (0.26, 0.4), (0.52, 0.5), (0.58, 0.76), (0.34, 1), (0, 0.88)]],
    ],
    4: [
        [[(0.14, 0), (0.06, 0.3), (0, 0.58), (0, 0.58), (0.3, 0.57), (0.66, 0.55)],
         [(0.48, 0.1), (0.46, 0.5), (0.44, 1)]],
        [[(0.46, 0), (0.22, 0.32), (0, 0.64), (0, 0.64), (0.34, 0.64), (0.7, 0.62)],
         [(0.46, 0.02), (0.47, 0.5), (0.47, 1)]],
    ],
    5: [
        [[(0.58, 0.01), (0.36, 0), (0.12, 0.02), (0.12, 0.02), (0.09, 0.22), (0.06, 0.44),
          (0.06, 0.44), (0.34, 0.36), (0.58, 0.54), (0.56, 0.84), (0.3, 1), (0, 0.92)]],
        [[(0.1, 0), (0.08, 0.2), (0.06, 0.42), (0.06, 0.42), (0.32, 0.38), (0.54, 0.54),
          (0.54, 0.82), (0.3, 0.99), (0, 0.9)], [(0.1, 0.01), (0.34, 0.02), (0.62, 0)]],
    ],
    6: [
        [[(0.46, 0), (0.2, 0.2), (0.03, 0.52), (0.05, 0.86), (0.3, 1), (0.54, 0.84), (0.5, 0.58),
          (0.28, 0.5), (0.06, 0.68)]],
        [[(0.34, 0), (0.12, 0.28), (0, 0.62), (0.1, 0.92), (0.36, 0.99), (0.54, 0.78),
          (0.42, 0.56), (0.18, 0.58), (0.04, 0.76)]],
    ],
    7: [
        [[(0, 0.04), (0.3, 0.03), (0.6, 0.02), (0.6, 0.02), (0.42, 0.48), (0.26, 1)]],
        [[(0, 0.03), (0.3, 0.02), (0.62, 0), (0.62, 0), (0.44, 0.46), (0.24, 1)],
         [(0.16, 0.5), (0.36, 0.5), (0.58, 0.48)]],
    ],
    8: [
        [[(0.5, 0.12), (0.28, 0), (0.08, 0.16), (0.22, 0.4), (0.46, 0.58), (0.54, 0.82),
          (0.3, 1), (0.04, 0.82), (0.16, 0.56), (0.4, 0.38), (0.5, 0.14)]],
        [[(0.3, 0), (0.1, 0.12), (0.12, 0.36), (0.32, 0.46), (0.52, 0.32), (0.48, 0.1), (0.28, 0)],
         [(0.31, 0.46), (0.06, 0.62), (0.06, 0.88), (0.32, 1), (0.58, 0.86), (0.56, 0.6),
          (0.32, 0.46)]],
    ],
    9: [
        [[(0.52, 0.16), (0.3, 0), (0.06, 0.14), (0.06, 0.4), (0.28, 0.5), (0.5, 0.34),
          (0.54, 0.12), (0.54, 0.12), (0.52, 0.5), (0.48, 1)]],
        [[(0.52, 0.14), (0.28, 0), (0.02, 0.18), (0.1, 0.44), (0.36, 0.46), (0.52, 0.14),
          (0.54, 0.4), (0.46, 0.78), (0.18, 1)]],
    ],
}  # fmt: skip


class Drawing(NamedTuple):
    """A recorded drawing: what it is meant to be, its kind, the pen's width, the strokes."""

    digit: int
    kind: str
    pen: int
    strokes: list[Stroke]


def drawings(seed: int = 7) -> list[Drawing]:
    """Deform the lines of the ten digits: each of two ways, in each kind, twice."""
    rng = np.random.default_rng(seed)
    return [
        Drawing(digit, kind, PENS.get(kind, PENS["medium"]), _deformed(skeleton, kind, rng))
        for kind in KINDS
        for digit, ways in SKELETONS.items()
        for skeleton in ways
        for _ in range(COPIES)
    ]


def saved(path: Path = FILE) -> list[Drawing]:
    """Read the recorded drawings."""
    rows = json.loads(path.read_text("utf-8"))
    return [Drawing(digit, kind, pen, decode(strokes)) for digit, kind, pen, strokes in rows]


def text_of(recorded: list[Drawing]) -> str:
    """Write drawings as JSON, one a line: digit, kind, the pen's width, strokes."""
    rows = [[d.digit, d.kind, d.pen, encode(d.strokes)] for d in recorded]
    return "[\n" + ",\n".join(json.dumps(row) for row in rows) + "\n]\n"


def _deformed(
    skeleton: list[list[tuple[float, float]]], kind: str, rng: np.random.Generator
) -> list[Stroke]:
    """Let each control point wobble, then size, slant, turn and place the whole."""
    wobble = 0.045 if kind == "unsteady" else 0.02
    turn = np.deg2rad(rng.choice([-1, 1]) * rng.uniform(14, 22) if kind == "turned" else
                      rng.uniform(-5, 5))  # fmt: skip
    slant = rng.choice([-1, 1]) * rng.uniform(0.3, 0.5) if kind == "slanted" else 0.0
    height = {"small": 60.0, "in a corner": 110.0}.get(kind, 200.0) * rng.uniform(0.85, 1.1)
    width = height * rng.uniform(0.8, 1.2)
    away = 75 * rng.choice([-1, 1], 2) if kind == "in a corner" else rng.uniform(-8, 8, 2)
    shape = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    shape = shape @ [[1, -slant], [0, 1]] @ np.diag([width, height])
    lines = []
    for points in skeleton:
        control = np.array(points) - (0.3, 0.5)
        moved = control + rng.normal(0, wobble, control.shape)
        same = np.r_[False, (control[1:] == control[:-1]).all(axis=1)]
        moved[same] = moved[np.flatnonzero(same) - 1]  # a corner stays one
        lines.append(curve(moved) @ shape.T + PAD / 2 + away)
    return [whole(line) for line in lines]


def curve(control: Array) -> Array:
    """Draw a smooth line through the control points (Catmull and Rom's)."""
    p = np.vstack([control[:1], control, control[-1:]])
    t = (np.arange(STEPS) / STEPS)[:, np.newaxis]
    pieces = [
        0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2
               + (3 * b - a - 3 * c + d) * t**3)
        for a, b, c, d in zip(p, p[1:], p[2:], p[3:], strict=False)
        if (b != c).any()
    ]  # fmt: skip
    return np.vstack([*pieces, control[-1:]])


def whole(line: Array) -> Stroke:
    """Bring points to the pad's whole numbers, each once."""
    points = np.clip(np.round(line), 4, PAD - 5).astype(np.float64)
    moved = np.r_[True, (points[1:] != points[:-1]).any(axis=1)]
    return points[moved]


if __name__ == "__main__":
    FILE.write_text(text_of(drawings()), "utf-8")
    print(f"{FILE.name}: {len(saved())} drawings")
