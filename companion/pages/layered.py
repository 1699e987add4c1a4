"""A graph drawn from top to bottom: a row a level, few crossings, and where each line runs.

A line that passes a level bends there in a point of its own, a bend; the lines from one node share
theirs. Rows are sorted by the mean place of their neighbours, and placed by least squares.
"""

from collections.abc import Mapping, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

ROUNDS = 60
"""How often the rows are gone through, down and up, to sort them and then to place them."""

Point = tuple[str, int]
"""A node and its level, or a level further down: the bend of the lines from that node."""

Links = Mapping[Point, Sequence[Point]]
RestsOn = Mapping[str, Sequence[str]]


class Place(NamedTuple):
    """The centre of a node or a bend, in whole pixels."""

    x: int
    y: int


class Sizes(NamedTuple):
    """Pixels from centre to centre of two nodes in a row, and of two rows; `margin` goes around.

    A bend takes the part `bend` of a node's room.
    """

    across: int
    down: int
    margin: int
    bend: float = 0.3


class Layout(NamedTuple):
    """Where everything stands.

    Attributes
    ----------
    nodes : dict of str to Place
        Each node's centre.
    lines : dict of (str, str) to list of Place
        For each node and one that it rests on, the points of their line, from that one down.
    width, height : int
        The size of the whole.
    """

    nodes: dict[str, Place]
    lines: dict[tuple[str, str], list[Place]]
    width: int
    height: int


def layout(rests_on: RestsOn, level: Mapping[str, int], sizes: Sizes) -> Layout:
    """Lay a graph out: the same graph gives the same places, on every machine.

    Parameters
    ----------
    rests_on : mapping of str to sequence of str
        The nodes above each node; earlier names stand further left where all else is equal.
    level : mapping of str to int
        The row of each node, from 0 at the top; below all that it rests on.
    sizes : Sizes
        How far apart things stand.
    """
    ways = {
        (name, above): [
            *((above, k) for k in range(level[above], level[name])),
            (name, level[name]),
        ]
        for name, all_above in rests_on.items()
        for above in all_above
    }
    links: dict[Point, list[Point]] = {(name, level[name]): [] for name in rests_on}
    for way in ways.values():
        for upper, lower in pairwise(way):
            links.setdefault(upper, [])
            if lower not in links[upper]:
                links[upper].append(lower)
    rank = {name: k for k, name in enumerate(rests_on)}
    rows: list[list[Point]] = [[] for _ in range(max(level.values()) + 1)]
    for point in sorted(links, key=lambda point: rank[point[0]]):
        rows[point[1]].append(point)
    rows = sort_rows(rows, links)
    room = {(name, k): 1 if level[name] == k else sizes.bend for name, k in links}
    x = place_rows(rows, links, room)
    left, right = min(x.values()), max(x.values())
    at = {
        point: Place(
            round((x[point] - left) * sizes.across) + sizes.margin,
            point[1] * sizes.down + sizes.margin,
        )
        for point in links
    }
    return Layout(
        {name: at[name, level[name]] for name in rests_on},
        {ends: [at[point] for point in way] for ends, way in ways.items()},
        round((right - left) * sizes.across) + 2 * sizes.margin,
        (len(rows) - 1) * sizes.down + 2 * sizes.margin,
    )


def crossings(rows: Sequence[Sequence[Point]], links: Links) -> int:
    """Count the pairs of links that cross between neighbouring rows."""
    found = 0
    for upper, lower in pairwise(rows):
        place = {point: k for k, point in enumerate(lower)}
        ends = [end for point in upper for end in sorted(place[one] for one in links[point])]
        found += sum(one > other for k, one in enumerate(ends) for other in ends[k + 1 :])
    return found


def sort_rows(rows: list[list[Point]], links: Links) -> list[list[Point]]:
    """Return the rows in an order with few crossings.

    Each row is sorted by the mean place of its neighbours in the row before, downwards and
    upwards in turn; the best of all rounds is kept, and neighbours change places where that helps.
    """
    neighbours = [_turned(links), links]
    best = rows
    for turn in range(ROUNDS):
        near = neighbours[turn % 2]
        done: list[list[Point]] = []
        for row in reversed(rows) if turn % 2 else rows:
            place = {point: k for k, point in enumerate(done[-1])} if done else {}
            own = {point: k for k, point in enumerate(row)}
            done.append(
                sorted(row, key=lambda point: _mean([place[p] for p in near[point]], own[point]))
            )
        rows = done[::-1] if turn % 2 else done
        best = min(best, rows, key=lambda one: crossings(one, links))
    return _exchanged(best, links)


def _exchanged(rows: list[list[Point]], links: Links) -> list[list[Point]]:
    """Exchange neighbours in a row as long as that takes crossings away."""
    rows = [[*row] for row in rows]
    least, better = crossings(rows, links), True
    while better:
        better = False
        for row in rows:
            for k in range(len(row) - 1):
                row[k : k + 2] = row[k + 1], row[k]
                if (count := crossings(rows, links)) < least:
                    least, better = count, True
                else:
                    row[k : k + 2] = row[k + 1], row[k]
    return rows


def place_rows(
    rows: Sequence[Sequence[Point]], links: Links, room: Mapping[Point, float]
) -> dict[Point, float]:
    """Move each point towards its neighbours above and below, and keep the rows' order and gaps.

    Parameters
    ----------
    rows : sequence of sequences of points
        The points of each row, from left to right.
    links : mapping of point to sequence of points
        What each is joined to in the row below.
    room : mapping of point to float
        The room that each needs; the gap of two is the mean of theirs.
    """
    above = _turned(links)
    offset: dict[Point, float] = {}
    for row in rows:
        gaps = [(room[one] + room[other]) / 2 for one, other in pairwise(row)]
        offset.update(zip(row, accumulate(gaps, initial=0.0), strict=True))
    x = {point: offset[point] - offset[row[-1]] / 2 for row in rows for point in row}
    for turn in range(ROUNDS):
        for row in reversed(rows) if turn % 2 else rows:
            wished, weight = [], []
            for point in row:
                near = (*above[point], *links[point])
                # between two bends the most, so that long lines are calm
                pull = [1 / (room[point] * room[one]) for one in near]
                drawn = sum(p * x[one] for p, one in zip(pull, near, strict=True))
                wished.append(drawn / sum(pull) - offset[point] if near else 0.0)
                weight.append(sum(pull))
            for point, found in zip(row, rising(wished, weight), strict=True):
                x[point] = found + offset[point]
    return x


def rising(wished: Sequence[float], weight: Sequence[float]) -> list[float]:
    """Return the numbers that never fall and are nearest to those wished, by least squares."""
    pools: list[tuple[float, float, int]] = []  # mean, weight and number of those that are equal
    for value, heavy in zip(wished, weight, strict=True):
        mean, whole, count = value, heavy, 1
        while pools and pools[-1][0] >= mean:
            other, more, number = pools.pop()
            mean = (mean * whole + other * more) / (whole + more)
            whole, count = whole + more, count + number
        pools.append((mean, whole, count))
    return [mean for mean, _, count in pools for _ in range(count)]


def _mean(values: Sequence[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise


def _turned(links: Links) -> dict[Point, list[Point]]:
    """Return what each point is joined to in the row above."""
    above: dict[Point, list[Point]] = {point: [] for point in links}
    for upper, all_lower in links.items():
        for lower in all_lower:
            above[lower].append(upper)
    return above
