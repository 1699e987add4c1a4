"""numrec: a multilayer perceptron that reads digits, where the code is the mathematics."""

from numrec.activations import Activation, activation
from numrec.data.idx import read_idx
from numrec.data.image_files import read_digit
from numrec.data.mnist import hold_back, load_mnist, one_hot
from numrec.data.preprocess import to_mnist
from numrec.errors import FormatError
from numrec.files.model_file import load_model, save_model
from numrec.gradient_check import GradientReport, check_gradients
from numrec.losses import Loss
from numrec.network import Gradients, Network, Trace, backprop, forward, new_network, predict
from numrec.optimisers import SGD, Adam, Momentum, Nesterov, RMSProp
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
