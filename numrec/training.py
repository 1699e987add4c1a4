"""Training: batch by batch downhill, scored on the test images after each epoch (T1, G2)."""

import sys
from collections.abc import Callable
from os import PathLike

import numpy as np
from numpy.typing import NDArray

from numrec.activations import Array
from numrec.checks import whole_number
from numrec.data.mnist import MNIST, check_data, one_hot
from numrec.distributed import Workers
from numrec.files.model_file import save_model, try_to_save
from numrec.history import Epoch, History
from numrec.network import Network, backprop, forward, predict
from numrec.optimisers import Optimiser
from numrec.progress import progress_bar, stop_signals


class TrainingFailedError(ArithmeticError):
    """The loss or a weight is not finite any more; the message says where, and what to try."""


class NotSavedError(OSError):
    """The trained network could not be saved.

    Attributes
    ----------
    net : Network
        The trained network.
    history : History
        How its training went.
    """

    def __init__(self, error: OSError, net: Network, history: History) -> None:
        super().__init__(error.errno, error.strerror, error.filename)
        self.net, self.history = net, history


def train(
    net: Network,
    data: MNIST,
    optimiser: Optimiser,
    *,
    batch_size: int = 512,
    until: float | None = 0.96,
    patience: int | None = None,
    max_epochs: int = 100,
    shuffle: bool = False,
    rng: np.random.Generator | None = None,
    workers: Workers | None = None,
    schedule: Callable[[float], float] | None = None,
    progress: bool = True,
    save_to: str | PathLike[str] | None = None,
    saved_as: Callable[[Network], Network] | None = None,
) -> History:
    """Train a network in place until it reads the test images well enough.

    Ctrl-C or SIGTERM ends it after the batch under way; what was learned so far stays, and is
    saved.

    Parameters
    ----------
    net : Network
        What learns, in place: n_0 inputs and n_L outputs.
    data : MNIST
        Images (n_0, m) from 0 to 1 and their labels, each less than n_L.
    optimiser : Optimiser
        How a batch moves the network. One with a state goes on from it: give another network a
        new one. Its learning rate is afterwards what it was before.
    batch_size : int
        Images for each step of the optimiser, from 1 to all. A last, smaller batch is
        used too.
    until : float, optional
        Stop after the epoch whose test accuracy is at least this, in (0, 1]; None to go on.
    patience : int, optional
        Stop after so many epochs without a better test accuracy, at least 1, and keep the network
        of the best epoch, the first of them. It goes with until=None and with data from
        `hold_back`, whose test images are held back: those that choose can't judge.
    max_epochs : int
        Stop after so many epochs in any case, at least 1.
    shuffle : bool
        Draw a new order for each epoch; else the file's order, as in the Rust program.
    rng : numpy.random.Generator, optional
        Where the order comes from; needed where it shuffles, and only there.
    workers : Workers, optional
        Threads, processes or a cluster that share each batch (see numrec.distributed). Without
        it BLAS uses threads as it likes.
    schedule : callable, optional
        The learning rate for the share of max_epochs that is done, from 0 to 1.
    progress : bool
        Show a bar with the loss and the test accuracy.
    save_to : path, optional
        Save the network there at the end, also when a signal ends it.
    saved_as : callable, optional
        Makes, of the network that learned, the one that is saved: for images that were centred,
        say, the one that reads them as they are. It is the same network unless told.

    Returns
    -------
    History
        One entry an epoch.

    Raises
    ------
    ValueError
        If an argument is out of its range, or the network does not fit the data.
    TrainingFailedError
        If the loss, a weight or a bias is not finite any more. The network is then as it was
        after the last epoch that went well, and saved if there is one; the optimiser begins anew.
    OSError
        If it cannot be saved: mostly before the training. After it the error is a
        NotSavedError, which holds the network and the history.
    """
    check_data(data, net.sizes[0], net.sizes[-1])
    if not isinstance(optimiser, Optimiser):
        raise ValueError(f"optimiser is {optimiser!r}; expected one, for example SGD(0.1)")
    whole_number("batch_size", batch_size, 1, data.train_labels.size)
    whole_number("max_epochs", max_epochs, 1)
    if shuffle != (rng is not None):
        drawn = "a generator, which draws the order" if shuffle else "None"
        raise ValueError(f"rng is {rng!r}; expected {drawn}, where shuffle is {shuffle}")
    if until is not None and not 0 < until <= 1:
        raise ValueError(f"until is {until}; expected an accuracy in (0, 1]")
    if patience is not None:
        whole_number("patience", patience, 1)
        if until is not None:
            raise ValueError(f"until is {until}; expected None, where patience is {patience}")
    to_save = saved_as or (lambda net: net)
    if save_to is not None:
        try_to_save(to_save(net), save_to)
    dtype = net.omega[1].dtype
    images = np.asfortranarray(data.train_images, dtype)  # an image's numbers side by side
    targets = np.asfortranarray(one_hot(data.train_labels, net.sizes[-1], dtype))
    rate_before, epochs, stopped = optimiser.learning_rate, list[Epoch](), None
    rate = schedule or (lambda done: rate_before)
    good, good_epoch, failure = net.astype(dtype), 0, ""
    with stop_signals() as stop:
        try:
            with progress_bar(progress, max_epochs) as show, np.errstate(all="ignore"):
                for epoch in range(1, max_epochs + 1):  # T1
                    order = None if rng is None else rng.permutation(data.train_labels.size)
                    rate_at = lambda share, done=epoch - 1: rate((done + share) / max_epochs)
                    loss, stopped = one_epoch(
                        net, images, targets, optimiser, batch_size, order, rate_at, workers, stop
                    )
                    if stopped:
                        break
                    accuracy = (predict(net, data.test_images) == data.test_labels).mean()  # T1
                    epochs.append(Epoch(loss, float(accuracy)))
                    show(epochs[-1])
                    if until is not None and accuracy >= until:  # T1
                        break
                    since_best = _since_best(epochs)  # G2
                    if patience is None or since_best == 0:  # G2
                        good, good_epoch = net.astype(dtype), epoch  # G2
                    if since_best == patience:  # G2
                        break
        except TrainingFailedError as error:
            cure = "try a smaller learning rate, or weights that start smaller"
            failure = f"epoch {len(epochs) + 1}: {error}; {cure}"
        finally:
            optimiser.learning_rate = rate_before
        if failure or (patience is not None and good_epoch):
            for l in net.omega:
                net.omega[l][:], net.b[l][:] = good.omega[l], good.b[l]  # G2
            optimiser.reset()
        recipe: dict[str, str | int | float] = {"batch_size": batch_size, "shuffle": shuffle}
        history = History(epochs, recipe, stopped is not None)
        saved_to = save_to if good_epoch or not failure else None
        if saved_to is not None:  # still in here, where no second signal breaks it off
            try:
                save_model(to_save(net), saved_to)
            except OSError as error:
                raise NotSavedError(error, to_save(net), history) from error
    if failure:
        kept = f"; the network of epoch {good_epoch} is saved to {saved_to}" if saved_to else ""
        raise TrainingFailedError(failure + kept)
    if stopped:
        kept = f"is saved to {saved_to}" if saved_to else "has what it learned"
        print(
            f"stopped by {stopped} in epoch {len(epochs) + 1}: the network {kept}", file=sys.stderr
        )
    return history


def one_epoch(
    net: Network,
    images: Array,
    targets: Array,
    optimiser: Optimiser,
    batch_size: int,
    order: NDArray[np.intp] | None,
    rate: Callable[[float], float],
    workers: Workers | None,
    stop: Callable[[], str | None],
) -> tuple[float, str | None]:
    """Go once over the training images; return their mean loss, and what stopped it, if anything.

    The images are (n_0, m) and the targets (n_L, m), a sample's numbers side by side in memory;
    `order` says which comes when, if not as they are. `rate` gives the learning rate for the share
    of the epoch that is done, and `stop` the name of the signal that asks for the end, or None. A
    loss, weight or bias that is not finite any more is a TrainingFailedError.
    """
    m, total, stopped = images.shape[1], 0.0, None
    batches = -(-m // batch_size)  # the last may be smaller
    trace, grads = None, None  # made by the first batch, written over by the others
    for batch in range(batches):  # T1
        here = slice(batch * batch_size, (batch + 1) * batch_size)
        a0, a_hat = _columns(images, order, here), _columns(targets, order, here)
        if workers is None:
            trace = forward(net, a0, out=trace)  # T1
            grads = backprop(net, trace, a_hat, out=grads)  # T1
            C = net.loss.C(trace.a[net.L], a_hat)
        else:
            C, grads = workers.loss_and_gradients(net, a0, a_hat)  # T1
        if not np.isfinite(C):
            z = forward(net, a0).z
            wrong = next((l for l in z if not np.isfinite(z[l]).all()), net.L)
            raise TrainingFailedError(f"the loss is {C}, first gone wrong in layer {wrong}")
        optimiser.learning_rate = rate(batch / batches)
        optimiser.step(net, grads, a0.shape[1])  # T1
        total += float(C)
        if stopped := stop():
            break
    for l in range(1, net.L + 1):
        if not (np.isfinite(net.omega[l]).all() and np.isfinite(net.b[l]).all()):
            raise TrainingFailedError(f"a weight or bias of layer {l} is not finite any more")
    return total / m, stopped


def _since_best(epochs: list[Epoch]) -> int:
    """Return how many epochs came after the first of the best."""
    scores = [done.test_accuracy for done in epochs]
    return len(scores) - 1 - scores.index(max(scores))


def _columns(array: Array, order: NDArray[np.intp] | None, here: slice) -> Array:
    """Columns of one batch: a view, or, where an order is drawn, gathered side by side."""
    columns: Array = (array.T[here] if order is None else array.T[order[here]]).T
    return columns
