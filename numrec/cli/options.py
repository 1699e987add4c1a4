"""What several commands share: options, examples below their help, the network and the console."""

import errno
from functools import partial
from pathlib import Path

import click
import numpy as np
from numpy.typing import NDArray
from rich.console import Console

from numrec.data.mnist import CLASSES, PIXELS
from numrec.evaluate import interval
from numrec.files.model_file import load_model
from numrec.network import Network

PATH = click.Path(path_type=Path)
MODEL = Path(__file__).parents[2] / "models" / "drawn-digits.npz"
model_option = click.option(
    "--model",
    "-m",
    type=PATH,
    default=MODEL,
    show_default="the model for drawn digits",
    help="The network to ask: a .npz or .txt file.",
)
data_option = click.option(
    "--data",
    type=PATH,
    help="Folder of the four MNIST files.  [default: $NUMREC_DATA, or the project's]",
)
loss_option = partial(click.option, "--loss", type=click.Choice(["cross_entropy", "quadratic"]))
json_option = click.option("--json", "as_json", is_flag=True, help="Write JSON for programs.")


def load_reader(path: Path, *, all_digits: bool = False) -> Network:
    """Load a network that reads pictures of 28 x 28, or refuse it by name.

    It must know all ten digits where that is said; else two outputs will do.
    """
    if path == MODEL and not path.is_file():
        cure = "train one (numrec train --fast --save mine.npz) and give it with --model"
        why = f"the models are in the project's repository and not in the package: {cure}"
        raise FileNotFoundError(errno.ENOENT, why, str(path))
    net = load_model(path)
    fits = net.sizes[-1] == CLASSES if all_digits else net.sizes[-1] >= 2
    if net.sizes[0] != PIXELS or not fits:
        expected = f"{PIXELS} inputs and {CLASSES if all_digits else 'at least 2'} outputs"
        found = f"layers {net.sizes[0]} -> ... -> {net.sizes[-1]}"
        raise ValueError(f"{path}: found {found}, expected {expected}")
    return net


def share_of(matrix: NDArray[np.intp], what: str) -> str:
    """Say how many were read right, and within what bounds the true share lies."""
    right, count = int(np.trace(matrix)), int(matrix.sum())
    low, high = interval(right, count)
    bounds = f"95 % interval {low:.1%} to {high:.1%}"
    few = ": so few prove little" if count < 1000 else ""
    return f"{right} of {count:,} {what} are read right, {right / count:.1%} ({bounds}{few})"


def console() -> Console:
    """Console that prints text as it is: a name with brackets is a name."""
    return Console(highlight=False, markup=False, emoji=False)


def examples(*lines: str) -> str:
    """Lines to stand below a command's help, as they are."""
    return "\b\n" + "\n".join(lines)


def in_words(error: Exception) -> str:
    """Say what went wrong in one line, with the file's name in front where there is one."""
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename}: {error.strerror}" if error.filename else error.strerror
    return str(error)
