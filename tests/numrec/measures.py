"""What tests of numrec measure: how far two networks differ, and the memory that a call takes."""

import tracemalloc
from collections.abc import Callable

import numpy as np

from numrec import Network
from numrec.activations import Array


def parameters(net: Network) -> list[Array]:
    return [array for l in net.omega for array in (net.omega[l], net.b[l])]


def same(one: Network, other: Network) -> bool:
    """Whether two networks have the same functions, and the same numbers to the bit."""
    functions = [(net.hidden, net.output, net.loss) for net in (one, other)]
    numbers = [[(a.shape, a.dtype, a.tobytes()) for a in parameters(net)] for net in (one, other)]
    return functions[0] == functions[1] and numbers[0] == numbers[1]


def gap(one: Network, other: Network) -> float:
    pairs = zip(parameters(one), parameters(other), strict=True)
    return max(float(np.abs(ours - theirs).max()) for ours, theirs in pairs)


def peak_of(action: Callable[[], object]) -> int:
    """Most bytes in use while it runs."""
    tracemalloc.start()
    try:
        action()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
