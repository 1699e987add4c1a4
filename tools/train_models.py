"""Train the models that ship, and keep how it went: `make train`."""

from pathlib import Path

import numpy as np

from numrec import SGD, new_network
from numrec.evaluate import accuracy
from numrec.history import History
from numrec.mnist import MNIST, load_mnist
from numrec.model_file import save_model
from numrec.train import train

MODELS = Path(__file__).parent.parent / "models"

RECIPE: dict[str, str | int | float] = {
    "sizes": "784-256-10",
    "hidden": "leaky_relu",
    "alpha": 0.01,
    "loss": "cross_entropy",
    "initialisation": "he",
    "optimiser": "SGD",
    "learning_rate": 0.1,
    "batch_size": 512,
    "until": 0.96,
    "seed": 0,
}
"""The recipe of the Rust program's published benchmark; the seed is ours."""


def train_by_the_recipe(data: MNIST, folder: Path, progress: bool = True) -> History:
    """Train [784, 256, 10] until it passes 96 %, and write the model and its history."""
    sizes = [int(n) for n in str(RECIPE["sizes"]).split("-")]
    net = new_network(sizes, np.random.default_rng(int(RECIPE["seed"])))
    history = train(
        net,
        data,
        SGD(float(RECIPE["learning_rate"])),
        batch_size=int(RECIPE["batch_size"]),
        until=float(RECIPE["until"]),
        progress=progress,
    )
    history = History(history.passes, RECIPE)
    save_model(net, folder / "784-256-10.npz")
    history.save(folder / "784-256-10.history.json")
    score = accuracy(net, data.test_images, data.test_labels)
    print(f"{folder.name}/784-256-10.npz: {len(history.passes)} passes, {score:.2%} read right")
    return history


if __name__ == "__main__":
    MODELS.mkdir(exist_ok=True)
    train_by_the_recipe(load_mnist(), MODELS)
