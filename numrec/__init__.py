"""numrec: a multilayer perceptron that reads digits, where the code is the mathematics.

`import numrec` needs NumPy alone. What draws, proves or shows progress is imported
from its own module: `numrec.plotting`, `numrec.derivation`.
"""

from numrec.activations import Activation, activation
from numrec.adaptive import Adam, Nesterov, RMSProp
from numrec.digits import to_mnist
from numrec.errors import FormatError
from numrec.gradient_check import GradientReport, check_gradients
from numrec.idx import read_idx
from numrec.losses import Loss
from numrec.mnist import load_mnist, one_hot
from numrec.model_file import load_model, save_model
from numrec.network import (
    Gradients,
    Network,
    Trace,
    backprop,
    forward,
    new_network,
    predict,
)
from numrec.optimisers import SGD, Momentum
from numrec.pictures import read_digit
from numrec.train import train

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
