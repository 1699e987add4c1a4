"""How long the rungs of the ladder take, an epoch of each, and the fast recipe as a whole.

It wants a machine with nothing else to do; `ladder` has to be made before.
"""

import json
import os
import platform
import time
from collections.abc import Callable

import numpy as np

from companion.studies import FOLDER
from numrec.data.mnist import MNIST
from numrec.recipes import FAST
from tools.studies import Found, Rows
from tools.studies.ladder import FOOT, Ladder, climb

QUESTION = "How long do the rungs of the ladder take?"
RECIPE = {"turns": 5, "cores": os.cpu_count(), "machine": platform.machine()}


def run(rows: Rows, data: MNIST) -> None:
    """Time all rungs in turns, so that what slows the machine down slows all of them."""
    stored = json.loads((FOLDER / "ladder.json").read_text("utf-8"))["rows"]
    rungs = [row["of"] for row in stored if "rung" in row["of"] and "stays" in row["found"]]
    part = Ladder(rows, data).part

    def timed(work: Callable[[], object]) -> Found:
        began = time.perf_counter()
        work()
        return {"seconds": round(time.perf_counter() - began, 3)}

    def fast() -> object:
        return FAST.train(data, np.random.default_rng(0), progress=False)

    for turn in range(5):
        for rung in rungs:
            way = {key: rung[key] for key in FOOT} | {"epochs": 1}
            rows(
                lambda way=way, **_: timed(lambda: climb(part, way, seed=0)),
                rung=rung["rung"],
                turn=turn,
            )
        rows(lambda **_: timed(fast), rung="fast", turn=turn)
