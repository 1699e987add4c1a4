"""`numrec train`."""

from contextlib import nullcontext
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
import numpy as np
from click.core import ParameterSource

from numrec.cli.options import data_option, examples
from numrec.cli.outcome import keep
from numrec.data.mnist import load_mnist
from numrec.distributed import threads as on_threads
from numrec.history import History
from numrec.initialise import INITIALISATIONS
from numrec.network import new_network
from numrec.optimisers import SGD, Adam, Momentum, Nesterov, Optimiser, RMSProp
from numrec.recipes import FAST
from numrec.training import train

OPTIMISERS = {
    "sgd": SGD,
    "momentum": Momentum,
    "nesterov": Nesterov,
    "rmsprop": RMSProp,
    "adam": Adam,
}


COUNT = click.IntRange(min=1)


class Layers(click.ParamType[list[int]]):
    """Layer sizes such as 784,256,10."""

    name = "sizes"

    def convert(self, value: Any, param: Any, ctx: Any) -> list[int]:
        """Give the sizes as numbers."""
        try:
            return value if isinstance(value, list) else [int(n) for n in value.split(",")]
        except ValueError:
            self.fail(f"{value!r} is no list of sizes; expected for example 784,256,10", param, ctx)


@click.command(
    "train",
    epilog=examples(
        "numrec train                                 the recipe of the published benchmark",
        "numrec train --fast --save mine.npz           98 % in a few seconds",
        "numrec train --optimiser momentum --learning-rate 0.01 --save mine.npz",
        "numrec train --layers 784,64,64,10 --until 0.97 --shuffle --seed 3",
    ),
)
@click.option(
    "--layers",
    type=Layers(),
    default="784,256,10",
    show_default=True,
    help="Nodes of each layer, from the pixels to the ten digits.",
)
@click.option(
    "--hidden",
    type=click.Choice(["leaky_relu", "relu", "sigmoid"]),
    default="leaky_relu",
    show_default=True,
    help="Activation of the hidden layers.",
)
@click.option("--alpha", default=0.01, show_default=True, help="Leaky ReLU's slope below 0.")
@click.option(
    "--loss",
    type=click.Choice(["cross_entropy", "quadratic"]),
    default="cross_entropy",
    show_default=True,
    help="It chooses the output too: softmax, or sigmoid.",
)
@click.option(
    "--initialisation",
    type=click.Choice(sorted(INITIALISATIONS)),
    default="he",
    show_default=True,
    help="How the weights are drawn.",
)
@click.option(
    "--optimiser",
    type=click.Choice(list(OPTIMISERS)),
    default="sgd",
    show_default=True,
    help="How a batch's gradients move the weights.",
)
@click.option(
    "--learning-rate",
    type=float,
    default=0.1,
    show_default=True,
    help="How far a step goes; for rmsprop and adam 0.001 is usual.",
)
@click.option(
    "--batch-size", type=COUNT, default=512, show_default=True, help="Images for each step."
)
@click.option(
    "--until",
    default=0.96,
    show_default=True,
    help="Stop when this share of the test images is read right.",
)
@click.option(
    "--max-epochs", type=COUNT, default=100, show_default=True, help="Stop after so many epochs."
)
@click.option("--shuffle/--in-order", default=False, help="Draw a new order for each epoch.")
@click.option(
    "--seed",
    type=click.IntRange(min=0),
    default=0,
    show_default=True,
    help="One seed gives one network.",
)
@click.option("--threads", type=COUNT, help="Split each batch over so many threads.")
@click.option(
    "--save",
    "save_to",
    type=click.Path(path_type=Path),
    help="Where to keep the network: .npz, or .txt as the Rust program writes; how it was trained "
    "goes beside it, into NAME.history.json.",
)
@click.option(
    "--fast",
    is_flag=True,
    help="A recipe of its own: 98 % in a few seconds. Of the others only --seed, --save, "
    "--data and --quiet go with it.",
)
@click.option("--quiet", is_flag=True, help="No progress bar.")
@data_option
def train_command(
    layers: list[int], hidden: str, alpha: float, loss: str, initialisation: str, optimiser: str,
    learning_rate: float, batch_size: int, until: float, max_epochs: int, shuffle: bool, seed: int,
    threads: int | None, save_to: Path | None, fast: bool, quiet: bool, data: Path | None,
) -> int:  # fmt: skip
    """Train a network on MNIST. Ctrl-C or SIGTERM ends it, and saves what it has learned."""
    if until > 1:
        raise click.UsageError(f"--until is {until:g}; expected a share, for example 0.96")
    rng, digits = np.random.default_rng(seed), load_mnist(data)
    recipe = _recipe(seed)
    if fast:
        _refuse_other_options()
        run = lambda: FAST.train(digits, rng, progress=not quiet, save_to=save_to)[1]
    else:
        net = new_network(
            layers, rng, hidden=hidden, alpha=alpha, loss=loss, initialisation=initialisation
        )
        mover: Optimiser = OPTIMISERS[optimiser](learning_rate)
        own = {"momentum", "decay", "epsilon", "beta_1", "beta_2"}
        recipe |= {name: value for name, value in vars(mover).items() if name in own}

        def run() -> History:
            with nullcontext() if threads is None else on_threads(threads) as workers:
                return train(
                    net, digits, mover, batch_size=batch_size, until=until, max_epochs=max_epochs,
                    shuffle=shuffle, rng=rng if shuffle else None, workers=workers,
                    progress=not quiet, save_to=save_to,
                )  # fmt: skip

    return keep(run, recipe, save_to)


def _recipe(seed: int) -> dict[str, str | int | float]:
    """Give what was asked for, by name; of the fast recipe, what it is made of."""
    asked = dict(click.get_current_context().params)
    left_out = {"save_to", "quiet", "data", "fast"}
    if asked["fast"]:
        asked = {"recipe": "fast", **asdict(FAST), "seed": seed}
    sizes = asked.pop("layers", None) or asked.pop("sizes")
    named = {name: value for name, value in asked.items() if name not in left_out}
    return {"sizes": "-".join(map(str, sizes))} | {k: v for k, v in named.items() if v is not None}


def _refuse_other_options() -> None:
    """Refuse to take an option that the fast recipe would silently leave aside."""
    context = click.get_current_context()
    mine = {"fast", "seed", "save_to", "data", "quiet"}
    for name in sorted(set(context.params) - mine):
        if context.get_parameter_source(name) == ParameterSource.COMMANDLINE:
            option = name.replace("_", "-")
            raise click.UsageError(f"--{option} does not go with --fast, which is a whole recipe")
