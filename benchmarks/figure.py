"""Draw benchmarks/results.json: seconds a pass, every run a dot, the median a line."""

import json
import statistics
from pathlib import Path

from matplotlib.figure import Figure

from numrec import plotting

RESULTS = Path(__file__).parent / "results.json"
PUBLISHED = {
    "PyTorch": 193.0,
    "Rust, sequential": 103.0,
    "Rust, parallel": 44.0,
    "Rust, parallel, later": 9.1,
}
"""Seconds to 96 % as the Rust program's README publishes them: another machine, other recipes."""


def draw(passes: dict[str, list[float]]) -> Figure:
    """Draw each program's runs, the quickest on top."""
    names = sorted(passes, key=lambda name: -statistics.median(passes[name]))
    figure = Figure(figsize=(7, 3.4), layout="constrained")
    axes = figure.add_subplot()
    for row, name in enumerate(names):
        colour = plotting.ORANGE if name == "numrec" else plotting.BLUE
        axes.plot(passes[name], [row] * len(passes[name]), "o", color=colour, alpha=0.6)
        axes.plot([statistics.median(passes[name])] * 2, [row - 0.3, row + 0.3], color=colour, lw=3)
    axes.set_yticks(range(len(names)), names)
    axes.set_xlim(0)
    axes.set_xlabel("seconds for one pass over the 60,000 images")
    return figure


if __name__ == "__main__":
    plotting.setup()
    figure = draw(json.loads(RESULTS.read_text("utf-8"))["passes"])
    figure.savefig(RESULTS.with_suffix(".svg"), metadata={"Date": None, "Creator": None})
    print(RESULTS.with_suffix(".svg"))
