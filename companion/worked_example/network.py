"""The published worked example as a network that runs: its fractions as numbers."""

from typing import NamedTuple

import numpy as np

from companion.worked_example.example import worked_example
from numrec.activations import Array, activation
from numrec.losses import loss_by_name
from numrec.network import Network


class WorkedNetwork(NamedTuple):
    """The 3-2-3 network with its sample: a0 and a_hat have shape (3, 1)."""

    net: Network
    a0: Array
    a_hat: Array


def worked_network(output: str = "sigmoid") -> WorkedNetwork:
    """Make the worked example in float64, anew each time, so that it may be trained.

    Every fraction of the example is a float64 exactly, but for alpha = 1/5.

    Parameters
    ----------
    output : str
        The output's activation: "sigmoid" is the published one.
    """
    example = worked_example()
    net = Network(
        {l: omega.astype(np.float64) for l, omega in example.omega.items()},
        {l: b.astype(np.float64) for l, b in example.b.items()},
        activation("leaky_relu", alpha=float(example.alpha)),
        activation(output),
        loss_by_name("quadratic"),
    )
    return WorkedNetwork(net, example.a0.astype(np.float64), example.a_hat.astype(np.float64))
