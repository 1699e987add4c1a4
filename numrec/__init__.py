"""numrec: a multilayer perceptron that reads digits, where the code is the mathematics.

`import numrec` loads the network. What reads files, or trains, is loaded at its first use: all
of it together would about triple what the import adds to NumPy's time.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from numrec.activations import Activation, activation
from numrec.errors import FormatError
from numrec.gradient_check import GradientReport, check_gradients
from numrec.losses import Loss
from numrec.network import (
    Gradients,
    Network,
    Trace,
    backprop,
    forward,
    new_network,
    predict,
)
from numrec.optimisers import SGD, Adam, Momentum, Nesterov, RMSProp

if TYPE_CHECKING:
    from numrec.data.idx import read_idx
    from numrec.data.image_files import read_digit
    from numrec.data.mnist import hold_back, load_mnist, one_hot
    from numrec.data.preprocess import to_mnist
    from numrec.files.model_file import load_model, save_model
    from numrec.training import train

__version__ = "0.1.0"

__all__ = [
    "SGD",
    "Activation",
    "Adam",
    "FormatError",
    "GradientReport",
    "Gradients",
    "Loss",
    "Momentum",
    "Nesterov",
    "Network",
    "RMSProp",
    "Trace",
    "activation",
    "backprop",
    "check_gradients",
    "forward",
    "hold_back",
    "load_mnist",
    "load_model",
    "new_network",
    "one_hot",
    "predict",
    "read_digit",
    "read_idx",
    "save_model",
    "to_mnist",
    "train",
]

_LATER = {
    "hold_back": "data.mnist",
    "load_mnist": "data.mnist",
    "load_model": "files.model_file",
    "one_hot": "data.mnist",
    "read_digit": "data.image_files",
    "read_idx": "data.idx",
    "save_model": "files.model_file",
    "to_mnist": "data.preprocess",
    "train": "training",
}


def __getattr__(name: str) -> Any:
    if name not in _LATER:
        raise AttributeError(f"module 'numrec' has no attribute {name!r}")
    return getattr(import_module(f"numrec.{_LATER[name]}"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
