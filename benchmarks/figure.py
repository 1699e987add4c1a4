"""Draw benchmarks/results.json: seconds an epoch, every run a dot, the median a line."""

import json
from pathlib import Path

from companion import figures

RESULTS = Path(__file__).parent / "results.json"

if __name__ == "__main__":
    figures.setup()
    passes = json.loads(RESULTS.read_text("utf-8"))["passes"]
    figure = figures.draw_runs(passes, "seconds for one epoch of 60,000 images")
    figure.savefig(RESULTS.with_suffix(".svg"), metadata={"Date": None, "Creator": None})
    print(RESULTS.with_suffix(".svg"))
