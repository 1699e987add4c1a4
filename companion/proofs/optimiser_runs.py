"""Seeded runs for optimisers: a network, and for each update a gradient, a rate and a batch size.

What an optimiser does with them is compared, array by array, with what its formula says.
"""

import copy
from collections.abc import Iterator
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
        theta before the first update and after the last.
    pushes : list of array
        (eta_t / m_t) sum of dC/dtheta, update by update.
    """

    start: Array
    end: Array
    pushes: list[Array]


@dataclass(frozen=True)
class Run:
    """A run that every optimiser can make; its string is its seed."""

    seed: int
    net: Network
    sums: tuple[Gradients, ...]
    rates: tuple[float, ...]
    batch_sizes: tuple[int, ...]

    def __str__(self) -> str:
        return f"seed {self.seed}"

    __repr__ = __str__

    def by(self, optimiser: Optimiser) -> Iterator[Path]:
        """Let an optimiser make it, from the start; yield the path of each omega[l] and b[l].

        The gradients are given beforehand: they do not depend on where the run has led.
        """
        net = copy.deepcopy(self.net)
        for grads, rate, m in zip(self.sums, self.rates, self.batch_sizes, strict=True):
            optimiser.learning_rate = rate
            optimiser.step(net, grads, m)
        updates = [list(parameters_with_gradients(self.net, grads)) for grads in self.sums]
        for place, (end, _) in enumerate(parameters_with_gradients(net, self.sums[0])):
            slopes = [update[place][1] for update in updates]
            factors = [rate / m for rate, m in zip(self.rates, self.batch_sizes, strict=True)]
            pushes = [factor * slope for factor, slope in zip(factors, slopes, strict=True)]
            yield Path(updates[0][place][0], end, pushes)


def random_run(seed: int, updates: int = 6) -> Run:
    """Draw a small network and a run of so many updates; rate and batch size change with each."""
    rng = np.random.default_rng(seed)
    net = new_network([3, 4, 2], rng, dtype=np.float64)

    def like(arrays: dict[int, Array]) -> dict[int, Array]:
        return {l: rng.normal(size=array.shape) for l, array in arrays.items()}

    sums = tuple(Gradients({}, like(net.omega), like(net.b)) for _ in range(updates))
    rates = tuple(rng.uniform(0.05, 0.5, updates).tolist())
    return Run(seed, net, sums, rates, tuple(rng.integers(2, 9, updates).tolist()))
