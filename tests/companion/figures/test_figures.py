"""All figures: the same bytes each time, readable in both themes and on a phone, or refused."""

import json
import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure

from companion import figures
from companion.colours import BLUE, FACE, INK, ORANGE, PALE, SHADES
from companion.figures.tables import tree

NOTEBOOKS = sorted((Path(__file__).parents[3] / "notebooks").glob("*.ipynb"))
SVG = "image/svg+xml"
LIGHT, DARK = "#ffffff", "#121212"
ONE = np.array([[1, -2], [0, 4]])
X, Y = np.linspace(-1, 1, 11), np.linspace(-2, 2, 9)
BOWL = X**2 + Y[:, np.newaxis] ** 2


def svg(figure: Figure) -> str:
    out = BytesIO()
    figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None})
    return out.getvalue().decode()


def test_a_figure_is_its_numbers_and_has_no_clock_no_paper_and_words_as_text() -> None:
    """The chapters' stored outputs hold every figure to the byte, on every processor."""
    curve = lambda end: figures.draw_curves([figures.Curve("c", [0, 1], [0, end])], "x", "y")
    drawn = svg(curve(1))
    assert drawn == svg(curve(1)) != svg(curve(1.05))
    assert "<dc:date>" not in drawn
    assert "<text" in drawn
    assert {part.get_facecolor()[3] for part in (curve(1), *curve(1).axes)} == {0}


PHONE_PX, LEAST_PX = 328, 11
"""What a phone of 360 pixels leaves for a figure; and how high letters are there at least."""


def letters_on_a_phone(drawn: str) -> list[int]:
    """Return how high the letters of each text are there, in pixels; raised ones do not count."""
    width = float(re.findall(r'<svg[^>]*width="([\d.]+)pt"', drawn)[0]) * 96 / 72
    texts = re.findall("<text.*?</text>", drawn, re.S)
    sizes = [max(map(float, re.findall(r"font[^;\"]* ([\d.]+)px", text))) for text in texts]
    return [round(size * 96 / 72 * min(1, PHONE_PX / width)) for size in sizes]


def test_a_phone_shows_the_letters_of_each_figure_of_the_chapters_at_a_readable_height() -> None:
    heights = {}
    for path in NOTEBOOKS:
        for n, cell in enumerate(json.loads(path.read_text("utf-8"))["cells"]):
            shown = [output.get("data", {}) for output in cell.get("outputs", [])]
            for drawn in ("".join(data[SVG]) for data in shown if SVG in data):
                heights[path.stem, n] = letters_on_a_phone(drawn)
    assert len(heights) > 100
    small = {at: found for at, found in heights.items() if min(found, default=99) < LEAST_PX}
    assert small == {}
    assert sum(map(bool, heights.values())) > 100, "all but images without a word"


def contrast(colour: str, other: str) -> float:
    """Return WCAG's ratio, from 1 to 21."""

    def luminance(name: str) -> float:
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(name)]
        return float(np.dot([0.2126, 0.7152, 0.0722], linear))

    dark, light = sorted([luminance(colour), luminance(other)])
    return (light + 0.05) / (dark + 0.05)


def test_words_and_lines_stand_out_on_both_themes_and_for_the_colour_blind() -> None:
    # One grey for both can reach 4.33 at most. WCAG asks 3 of lines and large words.
    for colour, least in ((INK, 4), (BLUE, 3), (ORANGE, 3)):
        assert min(contrast(colour, LIGHT), contrast(colour, DARK)) >= least
    # The book's pages give each two shades. WCAG asks 4.5 of words; PALE is for lines alone.
    # A face is the page's own colour.
    for colour, shades in SHADES.items():
        least = 3 if colour == PALE else 1 if colour == FACE else 4.5
        assert contrast(shades[0], LIGHT) >= least <= contrast(shades[1], DARK)
    # On either side of yellow-blue, the axis that red-green blindness leaves whole.
    blue, orange = to_rgb(BLUE), to_rgb(ORANGE)
    assert (blue[2] - blue[0]) - (orange[2] - orange[0]) > 1


@pytest.mark.parametrize(
    ("draw", "expected"),
    [
        (lambda: figures.draw_contours(X, Y, BOWL.T, "a", "b", levels=[1]), "C .*expected .9, 11"),
        (lambda: figures.draw_regions(X, Y, {"T": BOWL.T}, {}), "'T' .*expected .9, 11"),
        (lambda: figures.draw_images([np.eye(2), np.eye(2)], ["one"]), "argument 3"),
        (lambda: figures.draw_histograms({"a": [-1.0, 2]}, "s", "runs"), "expected none below 0"),
        (lambda: figures.draw_sum([], ["a"]), "expected one more than terms"),
        (lambda: figures.draw_sum([ONE], ["a", "b", "c"]), "expected one more than terms"),
        (lambda: figures.draw_rates([("x", "2")], ["3"], "3"), "1 rates for 1 links"),
        (
            lambda: figures.draw_mean_value(np.square, (1, 3), 3, ("u", "C")),
            "place is 3; expected it between 1 and 3",
        ),
        (lambda: figures.draw_row_on_column(ONE, X, ONE[:, :1], 0), r"a .*\(11,\); .*\(2, 1\)"),
        (lambda: figures.draw_row_on_column(ONE, ONE[:, :1], ONE, 0), "b .*expected .2, 1"),
        (lambda: figures.draw_row_on_column(ONE, ONE[:, :1], ONE[:, :1], 2), "is 2; .* 0 to 1"),
        (lambda: figures.draw_pixels(BOWL, 5, 0), r"frame at \(5, 0\) has 5 pixels"),
        (lambda: figures.draw_panels({"a": []}, "z", [0], []), "0 rows have ticks; expected 1"),
        (lambda: figures.draw_catches({"a": {"one": True}, "b": {"two": True}}), "'b' has the che"),
        (lambda: tree({"a": ["b"], "b": ["a"]}), "in a circle"),
    ],
)
def test_what_does_not_fit_is_refused(draw: Callable[[], object], expected: str) -> None:
    with pytest.raises(ValueError, match=expected):
        draw()
