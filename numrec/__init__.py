"""numrec: a multilayer perceptron that reads digits, where the code is the mathematics.

`import numrec` needs NumPy alone. What draws, proves or shows progress is imported
from its own module: `numrec.plotting`, `numrec.derivation`.
"""

from numrec.activations import Activation, activation
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
from numrec.optimisers import SGD, Momentum

__version__ = "0.1.0"

__all__ = [
    "SGD",
    "Activation",
    "GradientReport",
    "Gradients",
    "Loss",
    "Momentum",
    "Network",
    "Trace",
    "activation",
    "backprop",
    "check_gradients",
    "forward",
    "new_network",
    "predict",
]
