"""Train the models that ship, and keep how it went: `make train`."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
from rich.progress import track

from numrec import SGD, Momentum, new_network
from numrec.data.augment import Perturbation, perturbed
from numrec.data.mnist import MNIST, load_mnist
from numrec.evaluate import accuracy
from numrec.files.model_file import save_model
from numrec.history import History
from numrec.network import Network
from numrec.recipes import one_cycle
from numrec.training import train

MODELS = Path(__file__).parent.parent / "models"

Recipe = dict[str, str | int | float]

PLAIN: Recipe = {
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

DRAWN: Recipe = {
    "sizes": "784-128-64-10",
    "hidden": "leaky_relu",
    "alpha": 0.01,
    "loss": "cross_entropy",
    "initialisation": "he",
    "optimiser": "Momentum",
    "momentum": 0.9,
    "peak_learning_rate": 0.1,
    "batch_size": 128,
    "passes": 60,
    "seed": 0,
    **vars(Perturbation()),
}
"""For digits drawn by hand: perturbed anew in each epoch, the learning rate up and then down."""

SMALL: Recipe = DRAWN | {"sizes": "784-32-10", "passes": 20}
"""Light enough for the book's first page."""

RECIPES: dict[str, Recipe] = {
    "784-256-10": PLAIN,
    "784-64-64-10": PLAIN | {"sizes": "784-64-64-10"},
    "drawn-digits": DRAWN,
    "drawn-small": SMALL,
}

Trained = tuple[Network, History]


def by_the_plain_recipe(recipe: Recipe, data: MNIST, progress: bool = True) -> Trained:
    """Train until the goal is reached, in the file's order."""
    net = _new(recipe)
    history = train(
        net,
        data,
        SGD(float(recipe["learning_rate"])),
        batch_size=int(recipe["batch_size"]),
        until=float(recipe["until"]),
        progress=progress,
    )
    return net, History(history.epochs, recipe)


def by_the_drawn_recipe(recipe: Recipe, data: MNIST, progress: bool = True) -> Trained:
    """Train on perturbed copies, so many epochs, each on copies of its own."""
    net, rng = _new(recipe), np.random.default_rng(int(recipe["seed"]) + 1)
    peak, count = float(recipe["peak_learning_rate"]), int(recipe["passes"])
    how = Perturbation(**{name: float(recipe[name]) for name in vars(Perturbation())})
    rate = one_cycle(peak, up=0.15)
    optimiser, epochs = Momentum(peak, float(recipe["momentum"])), []
    for epoch in track(range(count), "drawn-digits", disable=not progress):
        history = train(
            net,
            replace(data, train_images=perturbed(data.train_images, rng, how)),
            optimiser,
            batch_size=int(recipe["batch_size"]),
            until=None,
            max_epochs=1,
            shuffle=True,
            rng=rng,
            schedule=lambda done, epoch=epoch: rate((epoch + done) / count),  # type: ignore[misc]
            progress=False,
        )
        epochs += history.epochs
    return net, History(epochs, recipe)


def _new(recipe: Recipe) -> Network:
    sizes = [int(n) for n in str(recipe["sizes"]).split("-")]
    return new_network(sizes, np.random.default_rng(int(recipe["seed"])))


def maker(name: str) -> Callable[[Recipe, MNIST, bool], Trained]:
    """Tell which of the two ways a recipe goes."""
    return by_the_drawn_recipe if "passes" in RECIPES[name] else by_the_plain_recipe


def keep(name: str, data: MNIST, folder: Path, progress: bool = True) -> History:
    """Train a model by its recipe, and write it and its history."""
    net, history = maker(name)(RECIPES[name], data, progress)
    save_model(net, folder / f"{name}.npz")
    history.save(folder / f"{name}.history.json")
    score = accuracy(net, data.test_images, data.test_labels)
    print(f"{folder.name}/{name}.npz: {len(history.epochs)} epochs, {score:.2%} read right")
    return history


if __name__ == "__main__":
    MODELS.mkdir(exist_ok=True)
    mnist = load_mnist()
    for model in RECIPES:
        keep(model, mnist, MODELS)
