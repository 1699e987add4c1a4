"""Two hidden nodes with the same weights: numrec's own backprop on symbols keeps them equal.

Nodes 0 and 1 of a layer are symmetric when all that comes in is the same, row for row, and all that
goes out is the same, column for column.
"""

import sympy as sp

from companion.proofs.symbolic_execution import UNKNOWN, scalar_network
from numrec.losses import loss_by_name
from numrec.network import Gradients, Network, backprop, forward


def symmetric_gradients(sizes: list[int], l: int, outgoing: bool = True) -> Gradients:
    """Run backprop on a network of symbols, f unknown, whose layer l has symmetric nodes.

    Parameters
    ----------
    sizes : list of int
        Nodes per layer; at least 2 in layer l, which is not the last.
    l : int
        The layer of the symmetric nodes.
    outgoing : bool
        Whether what goes out is the same too; if not, they are not symmetric.
    """
    omega, b, a0, a_hat, _ = scalar_network(sizes)
    omega[l][1], b[l][1] = omega[l][0], b[l][0]
    if outgoing:
        omega[l + 1][:, 1] = omega[l + 1][:, 0]
    net = Network(omega, b, UNKNOWN, UNKNOWN, loss_by_name("quadratic"))
    return backprop(net, forward(net, a0), a_hat)


def stay_equal(grads: Gradients, l: int) -> bool:
    """Tell whether a step along these derivatives would keep symmetric nodes of layer l equal."""
    pairs = [
        (grads.dC_domega[l][0], grads.dC_domega[l][1]),
        (grads.dC_db[l][0], grads.dC_db[l][1]),
        (grads.dC_domega[l + 1][:, 0], grads.dC_domega[l + 1][:, 1]),
    ]
    differences = (x - y for one, other in pairs for x, y in zip(one, other, strict=True))
    return all(sp.expand(difference) == 0 for difference in differences)
