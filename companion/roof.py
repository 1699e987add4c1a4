"""What each part of a step does in operations and in bytes, and the roof that both make.

A part that does `flops` operations on `bytes` of arrays can take no less than the longer of two
times: computing at the machine's best rate, or fetching at its bandwidth. So its rate stays under
a roof of two edges, a slope and a level, and its arithmetic intensity, operations for each byte,
says under which. The names are those of benchmarks/roof.py, which times the same parts.
"""

from typing import NamedTuple


class Part(NamedTuple):
    """One part of a step, counted.

    Attributes
    ----------
    flops : int
        Additions, multiplications, comparisons and so on; an exponential or a logarithm is one.
    bytes : int
        What its calls of NumPy read and write, each array once for each call.
    product : bool
        Whether it is a product of matrices.
    """

    flops: int
    bytes: int
    product: bool = False

    @property
    def intensity(self) -> float:
        """The arithmetic intensity: operations for each byte."""
        return self.flops / self.bytes


def parts_of_step(sizes: list[int], m: int, each: int = 4) -> dict[str, Part]:
    """Count the parts of a step on m samples, for a network with one hidden layer.

    Parameters
    ----------
    sizes : list of int
        Three layers: n_0, n_1, n_2.
    m : int
        Samples in the batch.
    each : int
        Bytes of a number.
    """
    n_0, n_1, n_2 = sizes
    hidden, out = n_1 * m, n_2 * m
    weights = n_1 * n_0 + n_1 + n_2 * n_1 + n_2

    def product(rows: int, inner: int, columns: int) -> Part:
        arrays = rows * inner + inner * columns + rows * columns
        return Part(2 * rows * inner * columns, each * arrays, product=True)

    def entries(n: int, operations: int, touched: int) -> Part:
        """So many operations on each of n entries, and numbers read or written for each."""
        return Part(operations * n, each * touched * n)

    slope = entries(hidden, 4, 9)  # beside the numbers, a byte for true or false: there and back
    return {
        "z[1]": product(n_1, n_0, m),
        "bias[1]": entries(hidden, 1, 2),
        "leaky ReLU": entries(hidden, 2, 5),
        "z[2]": product(n_2, n_1, m),
        "bias[2]": entries(out, 1, 2),
        "softmax": entries(out, 5, 8),
        "delta[2]": entries(out, 3, 6),
        "dC/da[1]": product(n_1, n_2, m),
        "slope": slope._replace(bytes=slope.bytes + 2 * hidden),
        "delta[1]": entries(hidden, 1, 3),
        "dC/domega[1]": product(n_1, m, n_0),
        "dC/db[1]": entries(hidden, 1, 1),
        "dC/domega[2]": product(n_2, m, n_1),
        "dC/db[2]": entries(out, 1, 1),
        "loss": entries(out, 4, 8),
        "update": entries(weights, 2, 5),
    }


def at_best(intensity: float, flops: float, bandwidth: float) -> float:
    """Return the roof: the most operations a second at this intensity.

    Parameters
    ----------
    intensity : float
        Operations for each byte.
    flops, bandwidth : float
        The machine's operations and bytes a second, at best.
    """
    return min(flops, intensity * bandwidth)
