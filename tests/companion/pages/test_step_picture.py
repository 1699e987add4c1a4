"""The picture of the steps: well-formed, each step once, each line from what it rests on down."""

import re
from xml.etree import ElementTree

from companion.pages.step_picture import MARKS, legend, picture, rests_on
from companion.steps import KINDS, steps

SVG = "{http://www.w3.org/2000/svg}"
DRAWN = ElementTree.fromstring(picture())
NODES = {str(node.get("data-step")): node for node in DRAWN.iter(f"{SVG}a")}


def place(step: str) -> tuple[float, float]:
    """Return where a node's id stands."""
    text = NODES[step].find(f"{SVG}text")
    assert text is not None
    assert text.text == step
    return float(text.get("x", "")), float(text.get("y", ""))


def test_each_step_is_drawn_once_by_its_kind_with_room_for_each_mark() -> None:
    assert list(NODES) == list(steps())
    shapes = {
        "definition": ("rect", "2"),
        "identity": ("rect", "14"),
        "algorithm": ("polygon", None),
    }
    assert shapes.keys() == KINDS.keys() == {step.kind for step in steps().values()}
    for name, node in NODES.items():
        shape, _, *dots = node
        assert (shape.tag.removeprefix(SVG), shape.get("rx")) == shapes[steps()[name].kind]
        assert [dot.get("class") for dot in dots] == [*MARKS]
        assert node.get("data-on", "").split() == [*rests_on()[name]]


def test_each_line_leads_down_from_what_a_step_rests_on() -> None:
    lines = {
        (str(line.get("data-step")), str(line.get("data-on"))): line.get("d", "")
        for line in DRAWN.iter(f"{SVG}path")
    }
    assert lines.keys() == {(step, on) for step, below in rests_on().items() for on in below}
    for (step, on), drawn in lines.items():
        numbers = [float(number) for number in re.findall(r"-?\d+", drawn)]
        heights = numbers[1::2]
        assert heights == sorted(heights), (step, on)
        # a node's id stands a little below its middle
        assert (numbers[0], numbers[1] + 3) == place(on)
        assert (numbers[-2], numbers[-1] + 3) == place(step)


def test_the_legend_says_what_each_shape_means() -> None:
    told = ElementTree.fromstring(legend())
    assert ["".join(item.itertext()).strip() for item in told] == [*KINDS.values()]
