"""Points of two kinds in planes side by side, with lines among them and words beside them."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from matplotlib.figure import Figure

from companion.figures.style import BLUE, CENTRED, INK, ORANGE
from numrec.activations import Array

SIDE = 2.35
"""Inches: two beside each other have letters that can be read on a phone."""


class Plane(NamedTuple):
    """One plane and what lies in it.

    Attributes
    ----------
    title : str
        What stands above it.
    names : (str, str)
        Of the level axis and of the upright one.
    points : mapping of str to array
        Points (count, 2) by their kind: circles, then squares.
    words : mapping of str to (float, float)
        What is written, and where its middle is.
    solid, dashed : sequence of array
        Lines through points (count, 2), below the points.
    """

    title: str
    names: tuple[str, str]
    points: Mapping[str, Array]
    words: Mapping[str, tuple[float, float]] = {}
    solid: Sequence[Array] = ()
    dashed: Sequence[Array] = ()


def draw_planes(
    planes: Sequence[Plane], ends: tuple[float, float], ticks: Sequence[float]
) -> Figure:
    """Draw planes side by side, all with these ends and ticks; one legend names the kinds."""
    count = len(planes)
    width = SIDE * max(count, 1.5)
    figure = Figure(figsize=(width, width / count + 0.4), layout="constrained")
    panels = figure.subplots(1, count, squeeze=False)[0]
    for axes, plane in zip(panels, planes, strict=True):
        for lines, look in ((plane.solid, "-"), (plane.dashed, "--")):
            for line in lines:
                axes.plot(*line.T, look, color=INK, lw=1.6, zorder=1)
        for (kind, at), mark, colour in zip(
            plane.points.items(), "os", (BLUE, ORANGE), strict=False
        ):
            look_of: dict[str, Any] = {"color": colour, "ms": 10, "mec": INK, "zorder": 2}
            axes.plot(*at.T, mark, label=kind, **look_of)
        for text, place in plane.words.items():
            axes.text(*place, text, **CENTRED)
        x, y = plane.names
        axes.set(aspect="equal", xlim=ends, ylim=ends, xticks=ticks, yticks=ticks)
        axes.set(xlabel=x, ylabel=y)
        axes.set_title(plane.title, size="medium")
    figure.legend(
        *panels[0].get_legend_handles_labels(), loc="outside lower center", ncols=2, frameon=False
    )
    return figure
