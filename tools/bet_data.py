"""Write the learning curves on which a reader bets before they are shown: `make play`."""

import json
from pathlib import Path
from typing import Any

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
    study = json.loads((MODELS / "studies.json").read_text("utf-8"))["overfitting"]
    recipe = study["recipe"]
    return {
        "recipe": f"{recipe['layers']}, learning rate {recipe['rate']}, batches of "
        f"{recipe['batch size']}, {recipe['images']:,} training images",
        "shown": [round(loss, 4) for loss in study["learned"]],
        "curve": [round(loss, 4) for loss in study["held back"]],
    }


def bet_data() -> str:
    """Write all that the piece is given, as a script."""
    told = {"published": published(), "overfitting": overfitting()}
    text = json.dumps(told, separators=(",", ":"))
    return f"{HEAD}\n(globalThis.numrec ??= {{}}).betData = {text};\n"


if __name__ == "__main__":
    FILE.write_text(bet_data(), "utf-8")
