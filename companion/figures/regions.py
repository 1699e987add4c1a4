"""What a network says over a plane: where its output is positive, and where not."""

from collections.abc import Mapping

import numpy as np
from matplotlib.figure import Figure

from companion.figures.style import BLUE, INK, ORANGE
from numrec.activations import Array


def draw_regions(
    x: Array, y: Array, outputs: Mapping[str, Array], points: Mapping[str, Array]
) -> Figure:
    """Draw panels side by side: hatched where the output is positive, with points on top.

    Parameters
    ----------
    x, y : array
        The plane's two inputs, (p,) and (q,).
    outputs : mapping of str to array
        A panel's title, and the output (q, p): row by row the values of y.
    points : mapping of str to array
        Points (count, 2) by their class's name; circles, then squares.

    Raises
    ------
    ValueError
        If an output has not the shape (q, p).
    """
    figure = Figure(figsize=(7, 7 / len(outputs) + 0.7), layout="constrained")
    panels = figure.subplots(1, len(outputs), sharey=True, squeeze=False)[0]
    for axes, (title, output) in zip(panels, outputs.items(), strict=True):
        if output.shape != (len(y), len(x)):
            raise ValueError(
                f"the output of {title!r} has shape {output.shape}; expected {(len(y), len(x))}"
            )
        if (output > 0).any():
            levels = [0, max(float(output.max()), np.finfo(float).tiny)]
            axes.contourf(x, y, output, levels=levels, colors=[ORANGE], alpha=0.3, hatches=["//"])
        for (name, at), mark, colour in zip(points.items(), "os", (BLUE, ORANGE), strict=False):
            axes.plot(
                at[:, 0], at[:, 1], mark, color=colour, ms=9, mec=INK, label=name, clip_on=False
            )
        axes.set_title(title, fontsize="small")
        axes.set_xlabel("input 0")
        axes.set_aspect("equal")
        axes.set_xlim(x[0], x[-1])  # a panel with nothing hatched too
        axes.set_ylim(y[0], y[-1])
    panels[0].set_ylabel("input 1")
    figure.legend(
        *panels[0].get_legend_handles_labels(), loc="outside lower center", ncols=2, frameon=False
    )
    return figure
