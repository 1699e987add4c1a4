"""Two shades for each colour, and how a figure gets them."""

import re

from companion.colours import BLUE, INK, SHADES, themed

FIGURE = (
    '<?xml version="1.0"?>\n<svg width="9"><path style="fill: none; stroke: {}"/>'
    '<text style="fill: {}">x</text></svg>'
)


def test_a_figure_has_the_light_shades_and_a_style_for_the_dark_ones() -> None:
    done = themed(FIGURE.format(BLUE, INK))
    assert done.replace(re.findall("<style>.*</style>", done)[0], "") == FIGURE.format(
        SHADES[BLUE][0], SHADES[INK][0]
    )
    for what, (light, dark) in (("stroke", SHADES[BLUE]), ("fill", SHADES[INK])):
        assert f'[style*="{what}: {light}"]{{{what}:{dark}!important}}' in done
    assert done.index("<style>") < done.index("<path")
    assert themed(done) == done


def test_a_picture_without_the_colours_is_left_as_it_is() -> None:
    other = FIGURE.format("#123456", "#654321")
    assert themed(other) == other


def test_no_shade_is_another_s_colour_so_each_is_replaced_once() -> None:
    shades = [shade for pair in SHADES.values() for shade in set(pair)]
    assert not {*shades} & {*SHADES}
    assert len({light for light, _ in SHADES.values()}) == len(SHADES)
