"""What rests on what among the steps: the way back from each, and its place below the first."""

from collections.abc import Mapping, Sequence
from graphlib import CycleError, TopologicalSorter

RestsOn = Mapping[str, Sequence[str]]


def check_graph(rests_on: RestsOn, first: str) -> None:
    """Refuse a graph in which the way back is not clear.

    Parameters
    ----------
    rests_on : mapping of str to sequence of str
        The steps that each step is made from.
    first : str
        The step that rests on nothing, and on which all others rest in the end.

    Raises
    ------
    ValueError
        If a step rests on one that there is not, names one twice, leads round in a circle,
        or rests on nothing without being the first. Names the steps.
    """
    for step, below in rests_on.items():
        if unknown := [one for one in below if one not in rests_on]:
            raise ValueError(f"step {step} rests on {unknown[0]!r}; expected ids of steps")
        if len(set(below)) < len(below):
            raise ValueError(f"step {step} rests on {', '.join(below)}; expected each once")
        if not below and step != first:
            raise ValueError(f"step {step} rests on nothing; expected a way back to {first}")
    try:
        TopologicalSorter(rests_on).prepare()
    except CycleError as error:
        circle = " -> ".join(error.args[1])
        raise ValueError(f"steps rest on each other: {circle}; expected no circle") from None


def way_back(step: str, rests_on: RestsOn) -> set[str]:
    """Return all that a step rests on, through any number of others."""
    found: set[str] = set()
    waiting = [*rests_on[step]]
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting += rests_on[one]
    return found


def carried(rests_on: RestsOn) -> dict[str, list[str]]:
    """Return the steps that rest on each step directly, in the order of the derivation."""
    return {one: [step for step, below in rests_on.items() if one in below] for one in rests_on}


def levels(rests_on: RestsOn) -> dict[str, int]:
    """Return each step's level: 0 for the first, and below all that it rests on for the others.

    No step can stand higher than the longest way back says. One that carries as much as it rests
    on stands as low as what it carries lets it, so that most lines are short.

    Parameters
    ----------
    rests_on : mapping of str to sequence of str
        A graph that `check_graph` accepts.
    """
    order = [*TopologicalSorter(rests_on).static_order()]
    found: dict[str, int] = {}
    for step in order:
        found[step] = max((found[one] + 1 for one in rests_on[step]), default=0)
    above = carried(rests_on)
    for step in reversed(order):
        if rests_on[step] and len(above[step]) >= len(rests_on[step]):
            found[step] = min(found[one] for one in above[step]) - 1
    return found
