"""Training: batch by batch downhill, scored on the test images after each pass (T1)."""

from __future__ import annotations  # np.random, named in a signature, is slow to load

import sys
from collections.abc import Callable, Iterator
from os import PathLike

import numpy as np

from numrec.activations import Array
from numrec.batches import batches
from numrec.crew import Crew, workers
from numrec.data.mnist import MNIST, check_data, one_hot
from numrec.files.model_file import save_model, try_to_save
from numrec.history import History, Pass
from numrec.lean import all_inputs, make_lean, used_inputs, write_back
from numrec.network import Network, forward
from numrec.optimisers import Optimiser
from numrec.pieces import PIECE
from numrec.progress import ctrl_c_asks, shown
from numrec.training_ends import NotSavedError, check_arguments, failure, kept_all_the_same
from numrec.training_ends import TrainingFailedError as TrainingFailedError
from numrec.workspace import Workspace


def train(
    net: Network,
    data: MNIST,
    optimiser: Optimiser,
    *,
    batch_size: int = 512,
    until: float | None = 0.96,
    max_epochs: int = 100,
    shuffle: bool = False,
    rng: np.random.Generator | None = None,
    threads: int | None = None,
    schedule: Callable[[float], float] | None = None,
    centre: bool = False,
    progress: bool = True,
    save_to: str | PathLike[str] | None = None,
) -> History:
    """Train a network in place until it reads the test images well enough.

    Ctrl-C ends it after the batch under way; what was learned so far stays, and is saved.

    Parameters
    ----------
    net : Network
        What learns, in place: n_0 inputs and n_L outputs.
    data : MNIST
        Images (n_0, m) from 0 to 1 and their labels, each less than n_L.
    optimiser : Optimiser
        How a batch moves the network. One that remembers goes on from what it remembers: give
        another network a new one. Its learning rate is afterwards what it was before.
    batch_size : int
        Images for each step of the optimiser, from 1 to all. A last, smaller batch is
        used too.
    until : float, optional
        Stop after the pass whose test accuracy is at least this, in (0, 1]; None to go on.
    max_epochs : int
        Stop after so many passes in any case, at least 1.
    shuffle : bool
        Draw a new order for each pass; else the file's order, as in the Rust program.
    rng : numpy.random.Generator, optional
        Where the order comes from; needed where it shuffles, and only there.
    threads : int, optional
        Split each batch over so many threads, and keep BLAS to one thread in each (through
        threadpoolctl, where that is installed). Without it BLAS uses threads as it likes. The
        look at the images before the first batch takes up to four in any case.
    schedule : callable, optional
        Gives the learning rate for the share of max_epochs that is done, from 0 to 1.
    centre : bool
        Learn on images less each pixel's mean; b[1] takes the mean up afterwards, so the
        network still reads images as they are.
    progress : bool
        Show a bar with the loss and the test accuracy.
    save_to : path, optional
        Save the network there at the end, also when Ctrl-C ends it.

    Returns
    -------
    History
        One entry a pass.

    Raises
    ------
    ValueError
        If an argument is out of its range, or the network does not fit the data.
    TrainingFailedError
        If the loss becomes infinite or not a number. The network is then as it was after
        the last pass that went well, and saved if there is one; the optimiser has forgotten.
    OSError
        If it cannot be saved: mostly before the training. After it the error is a
        NotSavedError of numrec.training_ends, which holds the network and the history.
    """
    check_data(data, net.sizes[0], net.sizes[-1])
    m = data.train_labels.size
    check_arguments(m, optimiser, batch_size, until, max_epochs, threads, shuffle, rng)
    if save_to is not None:
        try_to_save(net, save_to)
    recipe: dict[str, str | int | float] = {"batch_size": batch_size, "shuffle": shuffle}
    passes, rate_before = list[Pass](), optimiser.learning_rate
    used = used_inputs(net, data.train_images, optimiser)
    lean = make_lean(net, data.train_images, used, centre)
    a_hat = np.asfortranarray(one_hot(data.train_labels, net.sizes[-1], lean.images.dtype))
    scorer = Workspace(net, PIECE)
    steps, rate_at = -(-m // batch_size), schedule or (lambda done: rate_before)
    with ctrl_c_asks() as stop:
        optimiser.leave_out(lean.used)
        try:
            with (
                shown(progress, max_epochs) as show,
                workers(lean.net, batch_size, threads, lean.b_omega) as worker,
                np.errstate(all="ignore"),  # one_pass looks at what is not finite
            ):
                for epoch in range(1, max_epochs + 1):  # T1
                    order = None if rng is None else rng.permutation(m)
                    pieces = batches(lean.images, a_hat, batch_size, order, lean.rows)
                    rates = (rate_at((epoch - 1 + k / steps) / max_epochs) for k in range(steps))
                    total = one_pass(lean.net, worker, optimiser, pieces, rates, stop, epoch)  # T1
                    write_back(lean, net)
                    if stop():
                        break
                    right = scorer.predict(data.test_images) == data.test_labels  # T1
                    score = float(right.mean())  # T1
                    passes.append(Pass(total / m, score))
                    show(passes[-1])
                    if until is not None and score >= until:  # T1
                        break
        except TrainingFailedError as error:
            optimiser.forget()
            if not passes or save_to is None:
                raise
            save_model(net, save_to)
            raise kept_all_the_same(error, len(passes), save_to) from error
        finally:
            optimiser.take_back(lean.used, net.sizes[0])
            optimiser.learning_rate = rate_before
        history = History(passes, recipe, stop())
        if save_to is not None:
            try:
                save_model(net, save_to)  # in here, so that a second Ctrl-C cannot break it off
            except OSError as error:
                raise NotSavedError(error, net, history) from error
    if stop():
        kept = f"is saved to {save_to}" if save_to is not None else "has what it learned"
        print(f"stopped by Ctrl-C in pass {len(passes) + 1}: the network {kept}", file=sys.stderr)
    return history


def one_pass(
    net: Network,
    worker: Workspace | Crew,
    optimiser: Optimiser,
    pieces: Iterator[tuple[Array, Array]],
    rates: Iterator[float],
    stop: Callable[[], bool],
    epoch: int,
) -> float:
    """Go once over the training images; give the sum of their losses.

    Parameters
    ----------
    net : Network
        What learns, in place: the lean copy (numrec.lean), as are the batches.
    worker : Workspace or Crew
        Finds its gradients.
    optimiser : Optimiser
        What takes the steps.
    pieces, rates : iterator
        The batches, and the learning rate for each.
    stop : callable
        Tells after each batch whether to break off.
    epoch : int
        The pass's number, for what TrainingFailedError says.
    """
    total = 0.0
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):  # looked at here instead
        for (a0, a_hat), rate in zip(pieces, rates, strict=False):
            C, grads = worker.loss_and_gradients(a0, a_hat)  # T1
            if not np.isfinite(C):
                z = forward(net, all_inputs(a0, net.sizes[0])).z
                l = next((l for l in z if not np.isfinite(z[l]).all()), net.L)
                raise failure(epoch, f"the loss is {C}, first gone wrong in layer {l}")
            optimiser.learning_rate = rate
            optimiser.step(net, grads, a0.shape[1], overwrite_grads=True)  # T1
            total += float(C)
            if stop():
                break
    for l in range(1, net.L + 1):
        if not (np.isfinite(net.omega[l]).all() and np.isfinite(net.b[l]).all()):
            raise failure(epoch, f"a weight or bias of layer {l} is not finite any more")
    return total
