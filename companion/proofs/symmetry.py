"""Two hidden nodes with the same weights: numrec's own backprop on symbols keeps them equal.

Nodes 0 and 1 of a layer are twins when all that comes in is the same, row for row, and all that
goes out is the same, column for column.
"""

import numpy as np
import sympy as sp

from companion.proofs.symbolic import f, f_prime
from companion.proofs.symbolic_execution import scalar_network
from numrec.activations import Activation, Array
from numrec.losses import loss_by_name
from numrec.network import Gradients, Network, backprop, forward


def gradients_of_twins(sizes: list[int], l: int, outgoing: bool = True) -> Gradients:
    """Run backprop on a network of letters, f unknown, whose layer l has twins.

    Parameters
    ----------
    sizes : list of int
        Nodes per layer; at least 2 in layer l, which is not the last.
    l : int
        The layer of the twins.
    outgoing : bool
        Whether what goes out is the same too; if not, they are not twins.
    """
    names, _ = scalar_network(sizes)
    omega, b = names["omega"], names["b"]
    omega[l][1], b[l][1] = omega[l][0], b[l][0]
    if outgoing:
        omega[l + 1][:, 1] = omega[l + 1][:, 0]
    unknown = Activation(
        "f", np.vectorize(f, otypes=[object]), np.vectorize(f_prime, otypes=[object])
    )
    net = Network(omega, b, unknown, unknown, loss_by_name("quadratic"))
    return backprop(net, forward(net, names["a0"]), names["a_hat"])


def are_twins(grads: Gradients, l: int) -> bool:
    """Tell whether a step along these derivatives would keep twins of layer l equal."""
    pairs = [
        (grads.dC_domega[l][0], grads.dC_domega[l][1]),
        (grads.dC_db[l][0], grads.dC_db[l][1]),
        (grads.dC_domega[l + 1][:, 0], grads.dC_domega[l + 1][:, 1]),
    ]
    return all(_equal(one, other) for one, other in pairs)


def _equal(one: Array, other: Array) -> bool:
    return all(sp.expand(x - y) == 0 for x, y in zip(one, other, strict=True))
