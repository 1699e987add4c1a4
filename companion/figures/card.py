"""The picture that goes with a link to the book: its title beside a figure of a chapter."""

import io
import textwrap
from pathlib import Path
from typing import Any

import matplotlib as mpl
import matplotlib.image as mpl_image
import matplotlib.style
from matplotlib.figure import Figure

from companion.figures.backward import draw_flow
from companion.figures.style import DARK, INK, WHITE
from companion.worked_example.network import worked_network
from numrec.network import backprop, forward

WIDTH, HEIGHT = 1200, 630
"""Pixels: what those who show links ask for."""

_DPI = 100
_LINE = 16
"""Letters of a line of the title."""

_TOP = 0.76
"""Where the title begins, as a share of the height."""


def write_card(path: Path, title: str, words: str) -> None:
    """Draw the card into a PNG: title and words, and the worked example's deltas on their way back.

    Parameters
    ----------
    path : Path
        The file to write.
    title : str
        Of the book.
    words : str
        What stands below it.
    """
    with mpl.style.context("default"):  # not what a chapter has set for its figures
        _draw(title, words).savefig(path, facecolor=WHITE)


def _draw(title: str, words: str) -> Figure:
    card = Figure(figsize=(WIDTH / _DPI, HEIGHT / _DPI), dpi=_DPI)
    left: dict[str, Any] = {"ha": "left", "va": "top", "transform": card.transFigure}
    lines = textwrap.wrap(title, _LINE)
    card.text(0.06, _TOP, "\n".join(lines), size=40, weight="bold", color=DARK, **left)
    below = _TOP - 0.125 * len(lines)
    card.text(0.06, below, "\n".join(textwrap.wrap(words, 34)), size=19, color=INK, **left)
    net, a0, a_hat = worked_network()
    trace = forward(net, a0)
    picture = io.BytesIO()
    flow = draw_flow(net, trace, backprop(net, trace, a_hat))
    flow.savefig(picture, dpi=2 * _DPI, facecolor="none")
    picture.seek(0)
    place = card.add_axes((0.5, 0.08, 0.47, 0.84))
    place.imshow(mpl_image.imread(picture))
    place.set_axis_off()
    return card
