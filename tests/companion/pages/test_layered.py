"""The drawing of a graph: nothing on top of anything else, few crossings, the same each time."""

import random
from collections.abc import Sequence
from itertools import combinations, pairwise, product

import pytest

from companion.pages.graph import levels
from companion.pages.layered import Layout, Point, Sizes, crossings, layout, rising, sort_rows
from companion.steps import steps

RESTS_ON = {step.id: step.rests_on for step in steps().values()}
SIZES = Sizes(across=56, down=64, margin=34)
HALF = 23  # of a node's width
DRAWN = layout(RESTS_ON, levels(RESTS_ON), SIZES)


def faults(drawn: Layout) -> list[str]:
    """Name nodes that touch, lines that run upwards or through a node, and what lies outside."""
    found = []
    for (one, at), (other, there) in combinations(drawn.nodes.items(), 2):
        if at.y == there.y and abs(at.x - there.x) < 2 * HALF + 4:
            found.append(f"{one} touches {other}")
    for (name, above), way in drawn.lines.items():
        if (way[0], way[-1]) != (drawn.nodes[above], drawn.nodes[name]):
            found.append(f"the line from {name} does not reach {above}")
        if any(upper.y >= lower.y for upper, lower in pairwise(way)):
            found.append(f"the line from {name} to {above} turns round")
        for bend, (node, at) in product(way[1:-1], drawn.nodes.items()):
            if at.y == bend.y and abs(at.x - bend.x) < HALF + 4:
                found.append(f"the line from {name} to {above} runs through {node}")
    for name, at in drawn.nodes.items():
        if not (HALF <= at.x <= drawn.width - HALF and HALF <= at.y <= drawn.height - HALF):
            found.append(f"{name} lies outside")
    return found


def test_nothing_of_the_steps_lies_on_anything_else() -> None:
    assert faults(DRAWN) == []
    moved = DRAWN._replace(nodes=DRAWN.nodes | {"B4": DRAWN.nodes["B6"]})
    assert {"B4 touches B6", "the line from B4 does not reach B1"} <= {*faults(moved)}
    assert layout(RESTS_ON, levels(RESTS_ON), SIZES) == DRAWN
    assert DRAWN.width < 700, "it fits beside the contents on a wide screen"


def test_crossings_are_counted_and_taken_away() -> None:
    rows: list[list[Point]] = [[("a", 0), ("b", 0), ("c", 0)], [("d", 1), ("e", 1), ("f", 1)]]
    links = {("a", 0): [("f", 1)], ("b", 0): [("e", 1)], ("c", 0): [("d", 1), ("e", 1)]}
    links |= {point: [] for point in rows[1]}
    assert crossings(rows, links) == 4
    assert crossings(sort_rows(rows, links), links) == 0
    # each of two with each of two: no order is without a crossing
    both = {("a", 0): rows[1][:2], ("b", 0): rows[1][:2], ("d", 1): [], ("e", 1): []}
    square = [rows[0][:2], rows[1][:2]]
    assert crossings(sort_rows(square, both), both) == 1


def test_no_exchange_of_neighbours_takes_a_crossing_away() -> None:
    rng = random.Random(4)
    for _ in range(60):
        rows: list[list[Point]] = [[(name, level) for name in "abcde"] for level in range(3)]
        links: dict[Point, list[Point]] = {point: [] for row in rows for point in row}
        for upper, lower in pairwise(rows):
            for point in upper:
                links[point] = rng.sample(lower, rng.randint(1, 3))
        found = sort_rows(rows, links)
        least = crossings(found, links)
        assert least <= crossings(rows, links)
        for row in found:
            for k in range(len(row) - 1):
                row[k : k + 2] = row[k + 1], row[k]
                assert crossings(found, links) >= least
                row[k : k + 2] = row[k + 1], row[k]


@pytest.mark.parametrize(
    ("wished", "weight", "found"),
    [
        ([], [], []),
        ([1, 2, 2], [1, 1, 1], [1, 2, 2]),
        ([3, 1], [1, 1], [2, 2]),
        ([3, 1], [3, 1], [2.5, 2.5]),
        ([5, 4, 0, 9], [1, 1, 1, 1], [3, 3, 3, 9]),
    ],
)
def test_numbers_that_never_fall_are_the_nearest(
    wished: Sequence[float], weight: Sequence[float], found: Sequence[float]
) -> None:
    assert rising(wished, weight) == found
