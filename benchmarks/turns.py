"""Time several programs in turn, again and again: what disturbs the machine meets all alike."""

import time
from collections.abc import Callable
from typing import Any

REST = 0.3
"""Seconds in which the threads of the program before fall asleep: until then they wait for work
at full speed, and would take a core from the next one."""


Clock = Callable[[], float]


def seconds(run: Callable[[], Any], clock: Clock = time.perf_counter) -> float:
    """Time one call."""
    began = clock()
    run()
    return clock() - began


def in_turns(
    sides: dict[str, Callable[[], Any]],
    turns: int,
    rest: float = 0.0,
    clock: Clock = time.perf_counter,
) -> dict[str, list[float]]:
    """Time each side in so many turns, after one that does not count.

    Parameters
    ----------
    sides : dict of str to callable
        What is timed, by its name.
    turns : int
        At least 1.
    rest : float
        Seconds before each call.
    clock : callable
        What tells the time.

    Returns
    -------
    dict of str to list of float
        The seconds of each side, in the order of the turns.
    """
    found: dict[str, list[float]] = {name: [] for name in sides}
    for turn in range(turns + 1):
        for name, side in sides.items():
            time.sleep(rest)
            taken = seconds(side, clock)
            if turn:
                found[name].append(taken)
    return found
