"""The picture of what rests on what: each step a link, each link a line, as SVG."""

from html import escape
from itertools import pairwise

from companion.pages.graph import RestsOn, levels
from companion.pages.layered import Place, Sizes, layout
from companion.steps import KINDS, Step, steps

SIZES = Sizes(across=56, down=64, margin=34)
WIDE, HIGH = 46, 28
"""Of a node, in pixels: room enough for a finger."""

MARKS = ("read", "written", "answered")
"""What readers may note of a step, each a dot below its id."""

_DOT = 10  # from one mark's dot to the next


def rests_on() -> RestsOn:
    """Return what each step rests on."""
    return {step.id: step.rests_on for step in steps().values()}


def anchor(step: str) -> str:
    """Return the anchor of a step's entry in the list below the picture."""
    return f"map-{step.lower()}"


def picture() -> str:
    """Return the SVG of all steps, the first on top; colours and lights are the page's."""
    drawn = layout(rests_on(), levels(rests_on()), SIZES)
    lines = "\n".join(
        f'<path data-step="{step}" data-on="{above}" d="{_curve(way)}"/>'
        for (step, above), way in drawn.lines.items()
    )
    nodes = "\n".join(_node(step, drawn.nodes[step.id]) for step in steps().values())
    return (
        f'<svg class="map-picture" xmlns="http://www.w3.org/2000/svg" role="group" '
        f'aria-label="What rests on what" width="{drawn.width}" height="{drawn.height}" '
        f'viewBox="0 0 {drawn.width} {drawn.height}">\n'
        f'<g class="map-lines" aria-hidden="true">\n{lines}\n</g>\n{nodes}\n</svg>'
    )


def legend() -> str:
    """Return the HTML of a list that shows each kind's shape, and the marks."""
    svg = '<svg width="{0}" height="{1}" viewBox="0 0 {0} {1}" aria-hidden="true">{2}</svg>'
    middle = Place(WIDE // 2 + 1, HIGH // 2 + 1)
    kinds = [
        f'<li class="map-node">{svg.format(WIDE + 2, HIGH + 2, _shape(kind, middle))} {words}</li>'
        for kind, words in KINDS.items()
    ]
    return f'<ul class="map-legend">{"".join(kinds)}</ul>'


def _curve(way: list[Place]) -> str:
    """Write a line that leaves each of its points, and comes to it, straight down."""
    parts = [f"M{way[0].x} {way[0].y}"]
    for (x, y), (end_x, end_y) in pairwise(way):
        middle = (y + end_y) // 2
        parts.append(f"C{x} {middle} {end_x} {middle} {end_x} {end_y}")
    return "".join(parts)


def _shape(kind: str, at: Place) -> str:
    """Draw a definition with corners, an identity rounded, and an algorithm with points."""
    left, top = at.x - WIDE // 2, at.y - HIGH // 2
    if kind == "algorithm":
        right, bottom, point = left + WIDE, top + HIGH, 9
        x = (left, left + point, right - point, right, right - point, left + point)
        y = (at.y, top, top, at.y, bottom, bottom)
        corners = " ".join(f"{a},{b}" for a, b in zip(x, y, strict=True))
        return f'<polygon points="{corners}"/>'
    radius = HIGH // 2 if kind == "identity" else 2
    return f'<rect x="{left}" y="{top}" width="{WIDE}" height="{HIGH}" rx="{radius}"/>'


def _node(step: Step, at: Place) -> str:
    dots = "".join(
        f'<circle class="{mark}" cx="{at.x + (k - 1) * _DOT}" cy="{at.y + 8}" r="3"/>'
        for k, mark in enumerate(MARKS)
    )
    return (
        f'<a class="map-node" href="#{anchor(step.id)}" data-step="{step.id}" '
        f'data-on="{" ".join(step.rests_on)}" aria-label="{step.id}: {escape(step.title)}">'
        f'{_shape(step.kind, at)}<text x="{at.x}" y="{at.y + 3}">{step.id}</text>{dots}</a>'
    )
