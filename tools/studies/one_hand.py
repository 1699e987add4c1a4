"""What is won when one hand is mixed into MNIST, and what is forgotten when it is learned alone.

The hand is the one of tools.hand. A script can go on where a person cannot: beside its thirty
held-back digits, it is examined on a thousand more.
"""

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from numrec import SGD, load_model, predict, train
from numrec.data.mnist import MNIST
from numrec.data.own_digits import OwnDigits, mixed, read_own_digits
from numrec.evaluate import accuracy
from numrec.network import Network
from numrec.recipes import FAST
from tools.drawings import Drawing
from tools.hand import archive, hand, packed
from tools.studies import SEEDS, Found, Rows
from tools.train_models import MODELS

QUESTION = "What do seventy digits of one hand bring, and what do they cost?"

SHIPPED = "drawn-digits"
RATE, BATCH, EPOCHS = 0.05, 10, 20

RECIPE: dict[str, Any] = {
    SHIPPED: "as it ships",
    "MNIST alone": "numrec train --fast",
    "mixed in": "numrec train --fast --add, with 70 digits of the hand",
    "then alone": f"as MNIST alone, then {EPOCHS} epochs of the 70, SGD({RATE}), "
    f"batches of {BATCH}",
    "held": "right of the hand's 30 held-back digits",
    "more": "share right of 1,000 more drawings of the hand",
    "test": "share right of MNIST's test images",
    "seeds": list(SEEDS),
}


def as_read(drawn: list[Drawing]) -> OwnDigits:
    """Save drawings as the page does, and read them as the command does."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "my-digits.zip"
        file.write_bytes(archive(packed(drawn)))
        return read_own_digits(file)


def thousand() -> list[Drawing]:
    """Draw a thousand more by the same hand."""
    return [drawing for seed in range(10, 20) for drawing in hand(seed)]


def run(rows: Rows, data: MNIST) -> None:
    """Train five seeds each way; nothing is chosen, so each reads the test images at its end."""
    own, more = as_read(hand()), as_read(thousand())
    held, learned = own.part(held=True), own.part(held=False)
    alone = replace(data, train_images=learned.images, train_labels=learned.labels)

    def trained(learns_from: str, seed: int) -> Network:
        rng = np.random.default_rng(seed)
        given = mixed(data, own) if learns_from == "mixed in" else data
        net, _ = FAST.train(given, rng, progress=False)
        if learns_from == "then alone":
            train(
                net,
                alone,
                SGD(RATE),
                batch_size=BATCH,
                until=None,
                max_epochs=EPOCHS,
                progress=False,
            )
        return net

    def scores(net: Network) -> Found:
        return {
            "held": int((predict(net, held.images) == held.labels).sum()),
            "more": accuracy(net, more.images, more.labels),
            "test": accuracy(net, data.test_images, data.test_labels),
        }

    rows(lambda net: scores(load_model(MODELS / f"{net}.npz")), net=SHIPPED)
    found = lambda learns_from, seed: scores(trained(learns_from, seed))
    for learns_from in ("MNIST alone", "mixed in", "then alone"):
        for seed in SEEDS:
            rows(found, learns_from=learns_from, seed=seed)
