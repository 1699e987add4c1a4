"""The scores of the models that ship, as models/README.md shows them: `make train` prints them."""

import numpy as np

from numrec.data.augment import Perturbation, perturbed, thickened
from numrec.data.mnist import MNIST, load_mnist
from numrec.evaluate import accuracy
from numrec.files.model_file import load_model
from numrec.history import History
from tools.train_models import MODELS, RECIPES

HEAD = "| file | weights and biases | epochs | clean | perturbed | thinner | thicker |"


def rows(data: MNIST) -> list[str]:
    """Return the table's row of each model: the share of the test images read right, in %."""
    images = {
        "clean": data.test_images,
        "perturbed": perturbed(data.test_images, np.random.default_rng(2), Perturbation()),
        "thinner": thickened(data.test_images, -1),
        "thicker": thickened(data.test_images, 1),
    }
    found = []
    for name in RECIPES:
        net = load_model(MODELS / f"{name}.npz")
        scores = [f"{accuracy(net, seen, data.test_labels):.2%}" for seen in images.values()]
        size = sum(net.omega[l].size + net.b[l].size for l in net.omega)
        epochs = len(History.load(MODELS / f"{name}.history.json").epochs)
        found.append(f"| `{name}.npz` | {size:,} | {epochs} | {' | '.join(scores)} |")
    return found


if __name__ == "__main__":
    print("\n".join([HEAD, *rows(load_mnist())]))
