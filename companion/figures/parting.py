"""Two runs that begin as good as alike: how far apart they get, and what each of them reads."""

from collections.abc import Sequence

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from companion.figures.style import BLUE, INK, ORANGE, PHONE
from numrec.activations import Array

Pairs = Sequence[tuple[float, float]]


def draw_parting(steps: Sequence[int], apart: Array, loop: Array, scores: Pairs) -> Figure:
    """Draw how far runs are apart after so many steps, and below it each seed's two scores.

    Parameters
    ----------
    steps : sequence of int
        After how many steps the runs were looked at.
    apart, loop : array
        The largest difference of a weight, above 0, or 0 where there is none: a row for each
        seed, a column for each look. `apart` is that of two runs of one program, `loop` that of
        two programs.
    scores : sequence of (float, float)
        Per cent read right in the end by a seed's two runs of one program; seed 1 comes first.
    """
    figure = Figure(figsize=(PHONE, 5.6), layout="constrained")
    above, below = figure.subplots(2, 1, height_ratios=[3, 2])
    for runs, look, colour, name in (
        (apart, "-", BLUE, "starts $10^{-15}$ apart"),
        (loop, "--", ORANGE, "numrec and a plain loop"),
    ):
        for seed, row in enumerate(runs):
            seen = row > 0
            powers = np.log10(row[seen]).round(2)
            label = None if seed else name
            above.plot(np.array(steps)[seen], powers, look, color=colour, lw=1.1, label=label)
    above.yaxis.set_major_locator(MaxNLocator(5, integer=True))
    above.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"$10^{{{value:g}}}$"))
    above.xaxis.set_major_locator(MaxNLocator(4, steps=[1, 2, 5, 10]))
    above.set(xlabel="steps", ylabel="largest difference of a weight")
    above.legend(frameon=False, loc="lower right", borderaxespad=0)
    for seed, pair in enumerate(scores, 1):
        below.plot([seed, seed], pair, "-", color=INK, lw=1)
        for score, (mark, name) in zip(
            pair, (("o", "one run"), ("x", "the run beside it")), strict=True
        ):
            look_of = {"color": BLUE, "mfc": "none", "ms": 8, "mew": 1.6}
            below.plot(seed, score, mark, label=None if seed > 1 else name, **look_of)
    below.set_xticks(range(1, len(scores) + 1))
    below.yaxis.set_major_locator(MaxNLocator(4, steps=[1, 2, 5, 10]))
    below.set(xlabel="seed", ylabel="read right, %")
    below.legend(frameon=False, loc="lower left", bbox_to_anchor=(0, 1), borderaxespad=0.1, ncols=2)
    return figure
