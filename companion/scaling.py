"""How long a step takes on K workers: a model with its assumptions in the open.

A step computes the gradients of m samples, m/K on each worker, and then all workers have to
agree on their sum. The first part shrinks with K, the second does not.
"""

from itertools import pairwise
from typing import NamedTuple

import numpy as np

from numrec.activations import Array


class Machines(NamedTuple):
    """What is assumed of each worker and of the network between them.

    Attributes
    ----------
    flops : float
        Additions and multiplications a second, of one worker.
    bandwidth : float
        Bytes a second, in and out of one machine.
    latency : float
        Seconds until a message's first byte arrives.
    """

    flops: float
    bandwidth: float
    latency: float


def gradient_bytes(sizes: list[int], bytes_each: int = 4) -> int:
    """Count the bytes of one gradient: a number for each weight and bias."""
    return bytes_each * sum(n * (k + 1) for k, n in pairwise(sizes))


def flops_of_sample(sizes: list[int]) -> int:
    """Count the additions and multiplications of one sample's forward and backward pass.

    Each weight is used in z, in dC/domega and, above the first layer, in delta: two each time.
    """
    products = [n * k for k, n in pairwise(sizes)]
    return 2 * (3 * sum(products) - products[0])


def seconds_of_step(sizes: list[int], m: int, K: Array, machines: Machines, how: str) -> Array:
    """Model the time of one step on K workers.

    Parameters
    ----------
    sizes : list of int
        The network's layers.
    m : int
        Samples in the batch, all workers together.
    K : array
        Numbers of workers, at least 1.
    machines : Machines
        What is assumed of each.
    how : str
        "star": one machine takes in K gradients one after another and sends the weights to K.
        "ring": each worker passes parts on to its neighbour, 2 (K - 1) messages of 1/K each.

    Raises
    ------
    ValueError
        If there is no such way.
    """
    K = np.asarray(K, np.float64)
    computing = m * flops_of_sample(sizes) / (machines.flops * K)
    sent = gradient_bytes(sizes) / machines.bandwidth
    if how == "star":
        talking = 2 * K * sent + 2 * machines.latency
    elif how == "ring":
        talking = 2 * (K - 1) / K * sent + 2 * (K - 1) * machines.latency
    else:
        raise ValueError(f"how is {how!r}; expected 'star' or 'ring'")
    return np.asarray(computing + np.where(K > 1, talking, 0.0))


def speedup(sizes: list[int], m: int, K: Array, machines: Machines, how: str) -> Array:
    """Return how many times faster K workers are than one."""
    alone = seconds_of_step(sizes, m, np.ones(1), machines, how)
    return np.asarray(alone / seconds_of_step(sizes, m, K, machines, how))
