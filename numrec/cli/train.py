"""`numrec train`: a network learns MNIST, and is kept with the history of its training."""

import tempfile
import time
from contextlib import nullcontext
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import click
import numpy as np
from click.core import ParameterSource

from numrec.cli.options import PATH, data_option, examples, in_words, loss_option, share_of
from numrec.data.mnist import hold_back, load_mnist
from numrec.data.own_digits import mixed, read_own_digits
from numrec.distributed import threads as on_threads
from numrec.errors import refusing
from numrec.evaluate import accuracy, confusion_matrix
from numrec.files.model_file import save_model
from numrec.history import history_of
from numrec.initialise import INITIALISATIONS
from numrec.network import new_network
from numrec.optimisers import SGD, Adam, Momentum, Nesterov, Optimiser, RMSProp
from numrec.recipes import FAST
from numrec.training import NotSavedError, train

OPTIMISERS = {kind.__name__.lower(): kind for kind in (SGD, Momentum, Nesterov, RMSProp, Adam)}

COUNT = click.IntRange(min=1)
BESIDE_THE_RECIPE = {"fast", "save_to", "data", "quiet", "add", "repeat"}
ITS_OWN = {"momentum", "decay", "epsilon", "beta_1", "beta_2"}


def _sizes(text: str) -> list[int]:
    try:
        return [int(n) for n in text.split(",")]
    except ValueError:
        wrong = f"{text!r} is no list of sizes; expected for example 784,256,10"
        raise click.BadParameter(wrong) from None


@click.command(
    "train",
    context_settings={"show_default": True},
    epilog=examples(
        "numrec train                                 the recipe of the published benchmark",
        "numrec train --fast --save mine.npz           98 % in a few seconds",
        "numrec train --optimiser momentum --learning-rate 0.01 --save mine.npz",
        "numrec train --layers 784,64,64,10 --until 0.97 --shuffle --seed 3",
        "numrec train --fast --add my-digits.zip --save mine.npz      your own hand too",
    ),
)
@click.option(
    "--layers",
    type=_sizes,
    metavar="SIZES",
    default="784,256,10",
    help="Nodes of each layer, from the pixels to the ten digits.",
)
@click.option(
    "--hidden",
    type=click.Choice(["leaky_relu", "relu", "sigmoid"]),
    default="leaky_relu",
    help="Activation of the hidden layers.",
)
@click.option("--alpha", default=0.01, help="Leaky ReLU's slope below 0.")
@loss_option(default="cross_entropy", help="It chooses the output too: softmax, or sigmoid.")
@click.option(
    "--initialisation",
    type=click.Choice(sorted(INITIALISATIONS)),
    default="he",
    help="How the weights are drawn.",
)
@click.option(
    "--optimiser",
    type=click.Choice(list(OPTIMISERS)),
    default="sgd",
    help="How a batch's gradients move the weights.",
)
@click.option(
    "--learning-rate",
    default=0.1,
    help="How far an update goes; for rmsprop and adam 0.001 is usual.",
)
@click.option(
    "--weight-decay",
    default=0.0,
    help="Shrink the weights, but no bias, by this times the learning rate at each update.",
)
@click.option("--batch-size", type=COUNT, default=512, help="Images for each update.")
@click.option(
    "--until", default=0.96, help="Stop when this share of the test images is read right."
)
@click.option(
    "--patience",
    type=COUNT,
    help="In place of --until: hold one training image in ten back, stop after so many epochs "
    "without a better score on these, and keep the best network.",
)
@click.option("--max-epochs", type=COUNT, default=100, help="Stop after so many epochs.")
@click.option("--shuffle/--in-order", default=False, help="Draw a new order for each epoch.")
@click.option("--seed", type=click.IntRange(min=0), default=0, help="One seed gives one network.")
@click.option("--threads", type=COUNT, help="Split each batch over so many threads.")
@click.option(
    "--add",
    type=PATH,
    metavar="FILE",
    help="Mix your own digits in: the zip file that the page Draw a digit saves, or an IDX file of "
    "images with its labels beside it. Those that are held back are read at the end.",
)
@click.option(
    "--repeat",
    type=COUNT,
    help="Show each of them so often in an epoch.  [default: until one image of ten is yours, at "
    "most 100 times]",
)
@click.option(
    "--save",
    "save_to",
    type=PATH,
    help="Where to keep the network: .npz, or .txt as the Rust program writes; how it was trained "
    "goes beside it, into NAME.history.json.",
)
@click.option(
    "--fast",
    is_flag=True,
    help="A recipe of its own: 98 % in a few seconds. Of the others only --seed, --add, "
    "--repeat, --save, --data and --quiet go with it.",
)
@click.option("--quiet", is_flag=True, help="No progress bar.")
@data_option
def train_command(
    layers: list[int], hidden: str, alpha: float, loss: str, initialisation: str, optimiser: str,
    learning_rate: float, weight_decay: float, batch_size: int, until: float, patience: int | None,
    max_epochs: int, shuffle: bool, seed: int, threads: int | None, add: Path | None,
    repeat: int | None, save_to: Path | None, fast: bool, quiet: bool, data: Path | None,
) -> int:  # fmt: skip
    """Train a network on MNIST. Ctrl-C or SIGTERM ends it; --save keeps what it has learned."""
    if until > 1:
        raise click.UsageError(f"--until is {until:g}; expected a share, for example 0.96")
    if repeat is not None and add is None:
        raise click.UsageError("--repeat does not go without --add, which names your digits")
    asked = {**click.get_current_context().params}
    if fast:
        for name in sorted(asked.keys() - BESIDE_THE_RECIPE - {"seed"}):
            if _given(name):  # it would silently be left aside
                option = "--" + name.replace("_", "-")
                raise click.UsageError(f"{option} does not go with --fast, which is a whole recipe")
    if patience is not None and _given("until"):
        raise click.UsageError("--until does not go with --patience: one rule ends a training")
    rng, whole = np.random.default_rng(seed), load_mnist(data)
    digits = whole
    if patience is not None:
        digits = hold_back(whole, whole.train_labels.size // 10, rng)
    own, learned, told = None, digits, {}
    if add is not None:
        own = read_own_digits(add)
        with refusing(add, "digits", errors=ValueError):
            learned = mixed(digits, own, repeat)
        n, back = int((~own.held).sum()), int(own.held.sum())
        shown = len(learned.train_labels) - len(digits.train_labels)
        click.echo(f"{n} of your digits, each {shown // n} times an epoch; {back} are held back")
        told = {"own_digits": n + back, "own_digits_shown": shown}
    recipe: dict[str, Any] = {"sizes": FAST.sizes if fast else layers}
    if fast:
        recipe |= {"recipe": "fast"} | asdict(FAST) | {"seed": seed}
    else:
        mover: Optimiser = OPTIMISERS[optimiser](learning_rate, weight_decay=weight_decay)
        goal = until if patience is None else None
        asked["until"] = goal
        recipe |= {n: asked[n] for n in asked if n not in BESIDE_THE_RECIPE | {"layers"}}
        recipe |= {n: value for n, value in vars(mover).items() if n in ITS_OWN}
    recipe |= told | {"sizes": "-".join(map(str, recipe["sizes"]))}
    began, status = time.perf_counter(), 0
    try:
        if fast:
            net, history = FAST.train(learned, rng, progress=not quiet, save_to=save_to)
        else:
            net = new_network(
                layers, rng, hidden=hidden, alpha=alpha, loss=loss, initialisation=initialisation
            )
            with nullcontext() if threads is None else on_threads(threads) as workers:
                history = train(
                    net, learned, mover, batch_size=batch_size, until=goal, patience=patience,
                    max_epochs=max_epochs, shuffle=shuffle, rng=rng if shuffle else None,
                    workers=workers, progress=not quiet, save_to=save_to,
                )  # fmt: skip
    except NotSavedError as error:  # then into a new folder for temporary files
        click.echo(f"numrec: {in_words(error)}", err=True)
        net, history, status = error.net, error.history, 2
        save_to = Path(tempfile.mkdtemp(prefix="numrec-")) / Path(error.filename).name
        save_model(net, save_to)
    if history.epochs:
        score, count = accuracy(net, whole.test_images, whole.test_labels), len(history.epochs)
        seconds, s = time.perf_counter() - began, "s" * (count > 1)
        click.echo(f"{score:.2%} of the test images read right, {count} epoch{s}, {seconds:.1f} s")
    if own is not None and own.held.any():
        held = own.part(held=True)
        click.echo(share_of(confusion_matrix(net, held.images, held.labels), "held-back digits"))
    click.echo(f"saved to {save_to}" if save_to else "not saved: give --save to keep it")
    if save_to is not None:
        given = {name: value for name, value in recipe.items() if value is not None}
        replace(history, recipe=given).save(history_of(save_to))
    return status


def _given(name: str) -> bool:
    """Tell whether an option stands on the command line."""
    source = click.get_current_context().get_parameter_source(name)
    return source == ParameterSource.COMMANDLINE
