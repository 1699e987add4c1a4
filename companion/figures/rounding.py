"""What rounding can do to a pass through a network, and what it does: bound beside measurement."""

from collections.abc import Mapping

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from companion.figures.style import BLUE, INK, ORANGE, PHONE
from numrec.activations import Array

LOOKS: tuple[tuple[str, str], ...] = ((ORANGE, "^"), (BLUE, "o"))


def draw_rounding(passes: Mapping[str, Mapping[str, tuple[Array, Array]]]) -> Figure:
    """Draw for each pass how far off the numbers of each layer can be and are.

    Parameters
    ----------
    passes : mapping
        By what the upright axis says, and within it by the precision, first the coarser: the
        bounds and the measured errors, both (networks, L), for layers 1 .. L.
    """
    figure = Figure(figsize=(PHONE, 2.7 * len(passes)), layout="constrained")
    panels = list(figure.subplots(len(passes), 1, sharex=True, squeeze=False)[:, 0])
    for axes, (label, by_precision) in zip(panels, passes.items(), strict=True):
        for (name, (bound, found)), (colour, mark) in zip(by_precision.items(), LOOKS, strict=True):
            layers = np.arange(1, bound.shape[1] + 1)
            axes.plot(
                layers, np.log10(bound.max(axis=0)), "--", color=colour, label=f"{name}, bound"
            )
            look = {"color": colour, "ms": 4, "alpha": 0.8}
            for row, words in zip(found, [f"{name}, measured", *[None] * len(found)], strict=False):
                axes.plot(layers, np.log10(row), mark, label=words, **look)
        axes.axhline(0, color=INK, lw=0.8)
        axes.yaxis.set_major_locator(MaxNLocator(6, integer=True))
        axes.yaxis.set_major_formatter(FuncFormatter(lambda power, _: f"$10^{{{power:g}}}$"))
        axes.xaxis.set_major_locator(MaxNLocator(integer=True))
        axes.set_ylabel(label)
    panels[-1].set_xlabel("layer")
    handles, labels = panels[0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside upper center", ncols=2, frameon=False)
    return figure
