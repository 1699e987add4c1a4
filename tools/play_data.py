"""Make what the pad is given: models in 8 bits, and how they do: `make play`.

Each row of a layer's weights is kept as whole numbers from -127 to 127 and one scale; the biases
stay as they are. What that costs is counted on MNIST's test images. The recorded drawings are
judged, read, and counted; those that are read wrong go to the page as pictures.
"""

import base64
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from companion.play.pen import encode, fitted, ink, raw
from numrec.activations import Array
from numrec.data.mnist import MNIST, load_mnist
from numrec.data.preprocess import to_mnist
from numrec.evaluate import accuracy
from numrec.files.model_file import load_model
from numrec.network import Network, predict
from tools.drawings import KINDS, Drawing, saved

ROOT = Path(__file__).parent.parent
MODELS = ROOT / "models"
FILE = ROOT / "companion" / "play" / "draw" / "data.js"
SMALL_FILE = ROOT / "companion" / "play" / "read" / "data.js"
SMALL = "drawn-small"
MODELS_SHOWN = {"drawn": "drawn-digits", "plain": "784-256-10"}
HEAD = "// Made by `make play` from models/ and data/: what the page Draw a digit is given."
FIRST, MISREAD = 48, 12  # test images to pick from: the first, and the first misread ones
NEIGHBOURS, AGREEING = 5, 3

BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

Whole = NDArray[np.int8]


def quantised(omega: Array) -> tuple[Whole, Array]:
    """Return a layer's weights as whole numbers from -127 to 127, and each row's scale."""
    scale = (np.abs(omega).max(axis=1, keepdims=True) / 127).astype(np.float32)
    whole = np.round(omega / np.where(scale > 0, scale, 1)).astype(np.int8)
    return whole, scale.astype(np.float64)


def with_8_bits(net: Network) -> Network:
    """Return the network that the page has, in float64: whole numbers times their row's scale."""
    parts = {l: quantised(net.omega[l].astype(np.float64)) for l in net.omega}
    return replace(
        net,
        omega={l: whole * scale for l, (whole, scale) in parts.items()},
        b={l: b.astype(np.float64) for l, b in net.b.items()},
    )


def exact(net: Network) -> Network:
    """Return the network as it was trained, to be computed in float64."""
    return replace(
        net,
        omega={l: omega.astype(np.float64) for l, omega in net.omega.items()},
        b={l: b.astype(np.float64) for l, b in net.b.items()},
    )


def nearest_labels(pictures: Array, data: MNIST) -> Array:
    """Return the labels of each picture's nearest training images, (m, NEIGHBOURS).

    The pictures are columns. All is counted in whole grey levels, so that the distances come out
    the same on every machine.
    """
    ours = np.round(pictures.T * 255).astype(np.float64)
    theirs = np.round(data.train_images.T * 255)
    blocks = []
    for first in range(0, len(theirs), 10_000):
        block = theirs[first : first + 10_000].astype(np.float64)
        blocks.append((block * block).sum(axis=1) - 2 * ours @ block.T)
    order = np.argsort(np.hstack(blocks), axis=1, kind="stable")[:, :NEIGHBOURS]
    return data.train_labels[order]


def prepared(drawing: Drawing) -> Array:
    """Prepare a drawing as the page does: a column."""
    drawn = ink(fitted(drawing.strokes, drawing.pen), drawing.pen)
    return to_mnist(drawn).astype(np.float64).reshape(-1, 1)


def unprepared(drawing: Drawing) -> Array:
    """Take a drawing as it lies on the pad: a column."""
    return raw(ink(drawing.strokes, drawing.pen)).reshape(-1, 1)


def drawn_scores(nets: dict[str, Network], data: MNIST) -> dict[str, Any]:
    """Read the recorded drawings, and count: by kind, and the failures one by one."""
    recorded = saved()
    meant = np.array([d.digit for d in recorded])
    inputs = {
        "prepared": np.hstack([prepared(d) for d in recorded]),
        "raw": np.hstack([unprepared(d) for d in recorded]),
    }
    agreeing = (nearest_labels(inputs["prepared"], data) == meant[:, None]).sum(axis=1)
    legible = agreeing >= AGREEING
    read = {(name, way): predict(net, x) for name, net in nets.items() for way, x in inputs.items()}

    def counts(among: NDArray[np.bool_]) -> dict[str, int]:
        right = {
            f"{name} {way}": int((answers == meant)[among].sum())
            for (name, way), answers in read.items()
        }
        return {"legible": int(among.sum()), **right}

    kinds = np.array([d.kind for d in recorded])
    ours = read["drawn", "prepared"]
    wrong = [
        {
            "digit": d.digit,
            "kind": d.kind,
            "pen": d.pen,
            "strokes": encode(d.strokes),
            "read": int(ours[k]),
            "legible": bool(legible[k]),
        }
        for k, d in enumerate(recorded)
        if ours[k] != d.digit
    ]
    return {
        "drawings": len(recorded),
        "neighbours": NEIGHBOURS,
        "agreeing": AGREEING,
        "kinds": {kind: counts(legible & (kinds == kind)) for kind in KINDS},
        "all": counts(legible),
        "wrong": wrong,
    }


def model_data(name: str, net: Network, data: MNIST) -> dict[str, Any]:
    """Pack a model: its weights in 8 bits, and what that costs on the test images."""
    parts = {l: quantised(net.omega[l].astype(np.float64)) for l in net.omega}
    trained, packed = exact(net), with_8_bits(net)
    images, labels = data.test_images.astype(np.float64), data.test_labels
    answers = predict(packed, images)
    return {
        "file": f"{name}.npz",
        "sizes": net.sizes,
        "alpha": net.hidden.alpha,
        "weights": letters(np.concatenate([whole.ravel() for whole, _ in parts.values()])),
        "scales": text64(np.concatenate([s.ravel() for _, s in parts.values()]).astype("<f4")),
        "biases": text64(np.concatenate([b.ravel() for b in net.b.values()]).astype("<f4")),
        "cost": {
            "images": len(labels),
            "before": round(accuracy(trained, images, labels) * len(labels)),
            "after": int((answers == labels).sum()),
            "changed": int((answers != predict(trained, images)).sum()),
        },
    }


def picked(net: Network, data: MNIST) -> list[int]:
    """Choose test images: the first ones, and the first that the page's model misreads."""
    answers = predict(net, data.test_images[:, :5000].astype(np.float64))
    misread = np.flatnonzero(answers != data.test_labels[:5000])
    late = [int(k) for k in misread if k >= FIRST][:MISREAD]
    return [*range(FIRST), *late]


def letters(whole: Whole) -> list[str]:
    """Write 8-bit numbers as letters of base64: the upper six bits, then three lower two a letter.

    A letter for the upper bits alone lets gzip see how often each comes: an eighth less to load.
    """
    bits = whole.astype(np.int64) + 128
    lower = np.resize(bits & 3, -(-len(bits) // 3) * 3).reshape(-1, 3) @ [16, 4, 1]
    return ["".join(map(BASE64.__getitem__, part)) for part in (bits >> 2, lower)]


def text64(array: NDArray[Any]) -> str:
    """Write an array's bytes as base64."""
    return base64.b64encode(array.tobytes()).decode()


def draw_data(data: MNIST) -> str:
    """Write all that the page is given, as a script."""
    nets = {name: load_model(MODELS / f"{file}.npz") for name, file in MODELS_SHOWN.items()}
    packed = {name: with_8_bits(net) for name, net in nets.items()}
    places = picked(packed["drawn"], data)
    told = {
        "models": {name: model_data(MODELS_SHOWN[name], net, data) for name, net in nets.items()},
        "images": {
            "places": places,
            "labels": [int(label) for label in data.test_labels[places]],
            "pixels": text64(np.round(data.test_images.T[places] * 255).astype(np.uint8)),
        },
        "drawn": drawn_scores(packed, data),
    }
    text = json.dumps(told, separators=(",", ":"))
    return f"{HEAD}\n(globalThis.numrec ??= {{}}).drawData = {text};\n"


def read_data(data: MNIST) -> str:
    """Write the small model that reads on the book's first page, as a script."""
    told = model_data(SMALL, load_model(MODELS / f"{SMALL}.npz"), data)
    head = f"// Made by `make play` from models/{SMALL}.npz: what the piece that reads is given."
    text = json.dumps(told, separators=(",", ":"))
    return f"{head}\n(globalThis.numrec ??= {{}}).readData = {text};\n"


if __name__ == "__main__":
    mnist = load_mnist()
    for file, text in ((FILE, draw_data(mnist)), (SMALL_FILE, read_data(mnist))):
        file.write_text(text, "utf-8")
        print(f"{file.parent.name}/{file.name}: {file.stat().st_size:,} bytes")
