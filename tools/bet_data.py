"""Write the learning curves on which a reader bets before they are shown: `make play`."""

import json
from pathlib import Path
from typing import Any

import numpy as np

from companion.studies import study

ROOT = Path(__file__).parent.parent
MODELS = ROOT / "models"
FILE = ROOT / "companion" / "play" / "bet" / "data.js"
HEAD = "// Made by `make play` from models/: the curves that a reader bets on."


def published() -> dict[str, Any]:
    """Return the published recipe's score on the test images, in per cent, epoch by epoch."""
    history = json.loads((MODELS / "784-256-10.history.json").read_text("utf-8"))
    recipe = history["recipe"]
    return {
        "recipe": f"{recipe['sizes']}, learning rate {recipe['learning_rate']}, batches of "
        f"{recipe['batch_size']}, 60,000 images an epoch",
        "curve": [round(100 * one["test_accuracy"], 2) for one in history["passes"]],
    }


def overfitting() -> dict[str, Any]:
    """Return the mean loss on few training images, and on held-out ones, epoch by epoch."""
    made = study("overfitting")
    recipe = made.recipe

    def mean(name: str) -> list[float]:
        return [round(float(loss), 4) for loss in np.mean(made.found(name), axis=0)]

    return {
        "recipe": f"{recipe['sizes']}, learning rate {recipe['rate']}, batches of "
        f"{recipe['batch']}, {recipe['learning images']:,} training images; the mean of "
        f"{len(made.rows)} seeds",
        "shown": mean("learned"),
        "curve": mean("held"),
    }


def bet_data() -> str:
    """Write all that the piece is given, as a script."""
    told = {"published": published(), "overfitting": overfitting()}
    text = json.dumps(told, separators=(",", ":"))
    return f"{HEAD}\n(globalThis.numrec ??= {{}}).betData = {text};\n"


if __name__ == "__main__":
    FILE.write_text(bet_data(), "utf-8")
