"""Seeded walks for optimisers: a network, and for each step a gradient, a rate and a batch size.

What an optimiser does with them is compared, array by array, with what its formula says.
"""

import copy
import inspect
import re
import sys
import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from numrec.activations import Array
from numrec.network import Gradients, Network, new_network
from numrec.optimisers import Optimiser, parameters_with_gradients


class Path(NamedTuple):
    """What happened to one array theta.

    Attributes
    ----------
    start, end : array
        theta before the first step and after the last.
    pushes : list of array
        (eta_t / m_t) sum of dC/dtheta, step by step.
    """

    start: Array
    end: Array
    pushes: list[Array]


@dataclass(frozen=True)
class Walk:
    """A walk that every optimiser can be sent on; its string is its seed."""

    seed: int
    net: Network
    sums: tuple[Gradients, ...]
    rates: tuple[float, ...]
    batch_sizes: tuple[int, ...]

    def __str__(self) -> str:
        return f"seed {self.seed}"

    __repr__ = __str__

    def by(self, optimiser: Optimiser) -> Iterator[Path]:
        """Send an optimiser on it, from the start, and give the path of each omega[l] and b[l].

        The gradients are given beforehand: they do not depend on where the walk has led.
        """
        net = copy.deepcopy(self.net)
        for grads, rate, m in zip(self.sums, self.rates, self.batch_sizes, strict=True):
            optimiser.learning_rate = rate
            optimiser.step(net, grads, m)
        steps = [list(parameters_with_gradients(self.net, grads)) for grads in self.sums]
        for place, (end, _) in enumerate(parameters_with_gradients(net, self.sums[0])):
            slopes = [step[place][1] for step in steps]
            factors = [rate / m for rate, m in zip(self.rates, self.batch_sizes, strict=True)]
            pushes = [factor * slope for factor, slope in zip(factors, slopes, strict=True)]
            yield Path(steps[0][place][0], end, pushes)


def random_walk(seed: int, steps: int = 6) -> Walk:
    """Draw a small network and a walk of so many steps; rate and batch size change with each."""
    rng = np.random.default_rng(seed)
    net = new_network([3, 4, 2], rng, dtype=np.float64)

    def like(arrays: dict[int, Array]) -> dict[int, Array]:
        return {l: rng.normal(size=array.shape) for l, array in arrays.items()}

    sums = tuple(Gradients({}, like(net.omega), like(net.b)) for _ in range(steps))
    rates = tuple(rng.uniform(0.05, 0.5, steps).tolist())
    return Walk(seed, net, sums, rates, tuple(rng.integers(2, 9, steps).tolist()))


def rewritten(kind: type[Optimiser], method: str, pieces: Mapping[str, str]) -> type[Optimiser]:
    """Give an optimiser that is numrec's own but for some pieces of one method's lines.

    Parameters
    ----------
    kind : subclass of Optimiser
        What is rewritten.
    method : str
        Its name, for example "update".
    pieces : mapping of str to str
        What stands in numrec, once, and what a human writes in its place; all at the same time.

    Raises
    ------
    ValueError
        If a piece does not stand there once: then numrec has moved on, and the mistake has to
        follow.
    """
    function = getattr(kind, method)
    source = textwrap.dedent(inspect.getsource(function))
    for piece in pieces:
        if source.count(piece) != 1:
            found = source.count(piece)
            raise ValueError(f"{kind.__name__}.{method} has {piece!r} {found} times; expected once")
    anywhere = "|".join(re.escape(piece) for piece in pieces)
    source = re.sub(anywhere, lambda found: pieces[found[0]], source)
    namespace = dict(vars(sys.modules[function.__module__]))
    exec(source, namespace)
    return type(kind.__name__, (kind,), {method: namespace[method]})
