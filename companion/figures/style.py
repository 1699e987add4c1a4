"""What all figures share: colours to be read on white and on black, and settings for SVG."""

from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure

from companion.colours import BLUE, BROWN, FACE, INK, ON_FACE, ORANGE, PALE, VIOLET

__all__ = ["BLUE", "BROWN", "FACE", "INK", "ON_FACE", "ORANGE", "PALE", "VIOLET"]

DARK, WHITE = "#222222", "#ffffff"
"""Words on a shade between white and a colour, and that white, in both themes."""

PHONE = 4.8
"""Inches: no wider, and a phone shows a figure's letters as large as those of the text."""

CENTRED: dict[str, Any] = {"ha": "center", "va": "center"}
"""Where a text stands."""

SIGNED = LinearSegmentedColormap.from_list("signed", [ORANGE, WHITE, BLUE])
"""From negative over zero to positive."""


def setup() -> None:
    """Make the notebook's figures SVG for both themes, the same bytes each time."""
    import matplotlib_inline.backend_inline as inline

    options = {"metadata": {"Date": None, "Creator": None}}
    inline.set_matplotlib_formats("svg", **options)  # type: ignore[no-untyped-call]
    mpl.rcParams.update(
        {
            "svg.hashsalt": "numrec",
            "svg.fonttype": "none",
            "font.family": "sans-serif",
            "font.size": 12,  # on a phone a figure is half as wide, and so are its letters
            "figure.facecolor": "none",
            "axes.facecolor": "none",
            "savefig.facecolor": "none",
            "axes.spines.top": False,
            "axes.spines.right": False,
            **dict.fromkeys(
                ["text.color", "axes.edgecolor", "axes.labelcolor", "xtick.color", "ytick.color"],
                INK,
            ),
        }
    )


def new_axes(width: float, height: float) -> tuple[Figure, Axes]:
    """Make a figure of so many inches with one pair of axes."""
    figure = Figure(figsize=(width, height), layout="constrained")
    return figure, figure.add_subplot()


def new_canvas(width: float, height: float) -> tuple[Figure, Axes]:
    """Make a figure of so many inches to draw on, without axes to be seen."""
    figure, axes = new_axes(width, height)
    axes.set_axis_off()
    return figure, axes


def colour_of(value: float) -> str:
    """Return blue for a number from 0 up, orange for one below."""
    return BLUE if value >= 0 else ORANGE
