"""What a gradient costs: the multiplications of its matrix products, counted.

Counted are the products of weights, values and deltas. The activations, their slopes and all that
works entry by entry is left out: it grows with the nodes, and these grow with the weights.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np

from numrec.activations import Array
from numrec.network import Network


class Costs(NamedTuple):
    """Multiplications for all derivatives of one sample's loss, the forward pass among them.

    Attributes
    ----------
    nudging : int
        A pass, and one more for each weight and bias. Forward mode, weight by weight, costs as
        much: a pass, and the rates carried through all layers once for each.
    forward : int
        Forward mode shared by node: all that enters a node has the same rates above it.
    reverse : int
        A pass, and one sweep back.
    """

    nudging: int
    forward: int
    reverse: int


def costs_of(sizes: Sequence[int]) -> Costs:
    """Count the multiplications from the layers' sizes, the input's first."""
    per_layer = [below * above for below, above in pairwise(sizes)]
    one_pass, parameters = sum(per_layer), sum(per_layer) + sum(sizes[1:])
    columns = 0
    for l, width in enumerate(sizes[1:-1], start=1):
        # the first Jacobian above l is there already; each further one multiplies a whole matrix
        columns += width * (sum(per_layer[l + 1 :]) + sizes[-1])
    return Costs(
        nudging=(parameters + 1) * one_pass,
        forward=2 * one_pass + columns,
        reverse=2 * one_pass + sum(per_layer[1:]),
    )


def count_products(run: Callable[[Network], object], net: Network) -> int:
    """Run something on a network and count the multiplications of all its matrix products.

    Parameters
    ----------
    run : callable
        What is run: it gets the network. A product counts if one of its sides is a weight
        matrix or was made from one, so let it run `forward` itself.
    net : Network
        The network; it stays as it is.
    """
    tally = [0]
    omega: dict[int, Array] = {l: _counted(weights, tally) for l, weights in net.omega.items()}
    run(replace(net, omega=omega))
    return tally[0]


class _Counted(np.ndarray[Any, Any]):
    """An array that adds the multiplications of its matrix products to a tally.

    What is made from it counts too.
    """

    tally: list[int]

    def __array_finalize__(self, made_from: Any) -> None:
        self.tally = getattr(made_from, "tally", [0])

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, **options: Any) -> Any:
        plain = [_plain(x) for x in inputs]
        if "out" in options:  # as in x += y
            options["out"] = tuple(_plain(x) for x in options["out"])
        result = getattr(ufunc, method)(*plain, **options)
        if ufunc is np.matmul:
            self.tally[0] += plain[0].size * plain[1].shape[-1]
        return _counted(result, self.tally) if isinstance(result, np.ndarray) else result


def _plain(x: Any) -> Any:
    return np.asarray(x) if isinstance(x, _Counted) else x


def _counted(array: Any, tally: list[int]) -> _Counted:
    counted = array.view(_Counted)
    counted.tally = tally
    return counted  # type: ignore[no-any-return]
