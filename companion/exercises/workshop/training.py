"""The reader's functions put to work: they train on MNIST, and what they learned is kept."""

from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from companion.exercises.workshop.outcomes import Trouble, told, watched
from numrec.activations import activation
from numrec.data.mnist import CLASSES, MNIST, one_hot
from numrec.files.model_file import save_model
from numrec.history import Epoch, History, history_of
from numrec.losses import loss_by_name
from numrec.network import Network

SIZES = [784, 64, 10]
ETA, BATCH_SIZE, MOST_EPOCHS = 0.1, 50, 15
GOAL = 0.96
EPOCH_SECONDS = 12
"""An epoch may take so many times what one call of the reader's code may."""


def train(
    module: ModuleType,
    data: MNIST,
    show: Callable[[Epoch], Any] = lambda epoch: None,
    alarm: Callable[[], Any] = lambda: None,
    *,
    sizes: list[int] = SIZES,
    goal: float = GOAL,
    most_epochs: int = MOST_EPOCHS,
) -> tuple[Network, History]:
    """Train with the reader's own functions until the test images are read well enough.

    Parameters
    ----------
    module : module
        The reader's file, loaded.
    data : MNIST
        What is learned, and what is read after each epoch.
    show : callable
        Is told of each epoch.
    alarm : callable
        What is called before each epoch, to set its deadline.
    sizes : list of int
        The nodes of each layer.
    goal : float
        The share of the test images at which it ends.
    most_epochs : int
        It ends after so many in any case.

    Returns
    -------
    net, history : Network, History
        What the reader's arrays have become, and how it went.

    Raises
    ------
    Trouble
        If a function of the reader's raises an error, or the numbers are not finite any more.
    """
    file, epochs = str(module.__file__), list[Epoch]()
    a_hat = one_hot(data.train_labels, CLASSES)
    with watched(file):
        try:
            omega, b = module.start(sizes, np.random.default_rng(0))
            while len(epochs) < most_epochs:
                alarm()
                loss = module.train_epoch(omega, b, data.train_images, a_hat, ETA, BATCH_SIZE)
                share = module.accuracy(omega, b, data.test_images, data.test_labels)
                if not np.isfinite(float(loss)):
                    raise Trouble(
                        f"the loss of epoch {len(epochs) + 1} is {float(loss)}: "
                        "does an exponential overflow, or is a logarithm of 0 taken?"
                    )
                epochs.append(Epoch(float(loss), float(share)))
                show(epochs[-1])
                if share >= goal:
                    break
        except Trouble:
            raise
        except BaseException as error:  # SystemExit too
            raise told(error, file) from None
    recipe: dict[str, str | int | float] = {"code": "the reader's own", "sizes": str(sizes)}
    recipe |= {"batch_size": BATCH_SIZE, "learning_rate": ETA}
    return as_network(omega, b), History(epochs, recipe)


def as_network(omega: list[Any], b: list[Any]) -> Network:
    """Return the reader's lists as the network of numrec that they are."""
    f, f_L = activation("leaky_relu"), activation("softmax")
    as_omega, as_b = (
        {l: np.array(x[l], dtype=np.float64) for l in range(1, len(x))} for x in (omega, b)
    )
    return Network(as_omega, as_b, f, f_L, loss_by_name("cross_entropy"))


def keep(net: Network, history: History, model: Path) -> None:
    """Save the model and, beside it, its curve."""
    model.parent.mkdir(parents=True, exist_ok=True)
    save_model(net, model)
    history.save(history_of(model))


def own_check(module: ModuleType) -> float:
    """Check the reader's stages 1 to 6 with the reader's own stage 7.

    Returns
    -------
    float
        The largest difference between a derivative of theirs and what they measure.

    Raises
    ------
    Trouble
        If a function of the reader's raises an error.
    """
    rng = np.random.default_rng(3)
    file = str(module.__file__)
    sizes = [4, 3, 2]
    omega = [None, *(rng.normal(size=(sizes[l], sizes[l - 1])) for l in (1, 2))]
    b = [None, *(rng.normal(size=(sizes[l], 1)) for l in (1, 2))]
    a0, a_hat = rng.normal(size=(4, 5)), rng.uniform(size=(2, 5))
    off = 0.0
    with watched(file):
        try:
            f, f_L = module.leaky_relu, module.sigmoid
            z, a = module.forward(omega, b, a0, f, f_L)
            delta_L = module.output_delta(z, a, a_hat, module.sigmoid_prime)
            delta = module.hidden_deltas(omega, z, a, delta_L, module.leaky_relu_prime)
            for thetas, slopes in zip((omega, b), module.derivatives(delta, a), strict=True):
                for l in (1, 2):

                    def C(theta: Any, thetas: list[Any] = thetas, l: int = l) -> Any:
                        before, thetas[l] = thetas[l], theta
                        _, seen = module.forward(omega, b, a0, f, f_L)
                        thetas[l] = before
                        return module.loss(seen[-1], a_hat)

                    measured = module.central_difference(C, thetas[l])
                    off = max(off, float(np.abs(measured - slopes[l]).max()))
        except BaseException as error:  # SystemExit too
            raise told(error, file) from None
    return off
