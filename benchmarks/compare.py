"""Compare numrec with its rivals in one run, turn by turn: `make bench`.

Whatever else the machine does meets all of them alike, so the ratios of the medians mean more
than the seconds. Writes benchmarks/results.json. `python -m benchmarks.compare pieces` measures
only the batch in pieces, `... ways` only the ways of one program, and each leaves the rest of the
file as it is. Chapters draw from that file: `make notebooks` after it has changed.
"""

import itertools
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.pieces import measure as batch_in_pieces
from benchmarks.rivals import PROGRAMS
from benchmarks.roof import measure as roof_of_the_machine
from benchmarks.turns import REST, in_turns, seconds
from benchmarks.ways import measure as ways_of_one_program
from numrec.data.mnist import MNIST, load_mnist
from numrec.recipes import FAST

RESULTS = Path(__file__).parent / "results.json"
PROCESSES, TURNS, RACES, SEEDS, GOAL = 8, 3, 3, 10, 0.96
RACERS = ("numrec", "PyTorch, slices", "PyTorch, slices, fused step", "scikit-learn")


def passes() -> dict[str, list[float]]:
    """Time an epoch of each program, each in turn, in several processes one after another.

    Where a process's arrays come to lie decides how well they share the caches, and moves a
    program's times by a tenth for as long as the process lives. So an interval is one over
    processes, of which there are several: TURNS numbers of each name in a row are one's.
    """
    context, found = get_context("spawn"), dict[str, list[float]]()
    with ProcessPoolExecutor(1, context, max_tasks_per_child=1) as pool:
        for done in range(1, PROCESSES + 1):
            for name, runs in pool.submit(_passes_of_one_process).result().items():
                found[name] = found.get(name, []) + runs
            _say(f"epochs, process {done} of {PROCESSES}")
    return found


def _passes_of_one_process() -> dict[str, list[float]]:
    data = load_mnist()
    return in_turns({name: make(data).run for name, make in PROGRAMS.items()}, TURNS, REST)


def races(data: MNIST) -> dict[str, list[dict[str, float]]]:
    """Time each program from its start to 96 % of the test images, scored after each epoch.

    The programs run an epoch each, in turn, until the last of them is there: a race takes ten
    seconds, and whatever else the machine does in them meets all of the programs.
    """
    found: dict[str, list[dict[str, float]]] = {name: [] for name in RACERS}
    for turn in range(RACES):
        running = {name: PROGRAMS[name](data) for name in RACERS}
        for name in RACERS:
            found[name].append({"seconds": 0.0, "passes": 0, "score": 0.0})
        while running:
            for name, program in [*running.items()]:
                here = found[name][turn]
                time.sleep(REST)
                began = time.perf_counter()
                program.run()
                here["score"] = program.score()
                here["seconds"] += time.perf_counter() - began
                here["passes"] += 1
                if here["score"] >= GOAL or here["passes"] == 60:
                    del running[name]
        _say(f"races, turn {turn + 1} of {RACES}")
    return found


def fast(data: MNIST) -> list[dict[str, Any]]:
    """Time the fast recipe to 96 % and to 98 %, whole calls: ten seeds, in turn, and again.

    Beside each call stands one epoch of the five products, at the same moment.
    """
    found: list[dict[str, Any]] = [{"seed": seed} for seed in range(SEEDS)]
    products = PROGRAMS["the five products alone"](data).run
    products()
    for turn in range(RACES):
        for row, goal in itertools.product(found, (0.96, 0.98)):
            row.setdefault("products", []).append(seconds(products))
            began, rng = time.perf_counter(), np.random.default_rng(row["seed"])
            _, history = FAST.train(data, rng, until=goal, progress=False)
            taken = time.perf_counter() - began
            row.setdefault(f"runs to {goal:.0%}", []).append(taken)
            row[f"seconds to {goal:.0%}"] = statistics.median(row[f"runs to {goal:.0%}"])
            # the same in each turn: one seed is one training
            row[f"score at {goal:.0%}"] = history.epochs[-1].test_accuracy
        _say(f"the fast recipe, turn {turn + 1} of {RACES}")
    return found


def imports() -> dict[str, list[float]]:
    """Time whole processes that import NumPy, and numrec, in turn."""
    commands = {name: [sys.executable, "-c", f"import {name}"] for name in ("numpy", "numrec")}
    run = partial(subprocess.run, check=True)
    return in_turns({name: partial(run, command) for name, command in commands.items()}, 15)


def loading() -> dict[str, list[float]]:
    """Time `load_mnist` beside unpacking and converting alone."""
    import gzip

    folder = Path(__file__).parent.parent / "data" / "mnist"

    def alone() -> None:
        for path, head in ((p, 16 if "idx3" in p.name else 8) for p in sorted(folder.glob("*.gz"))):
            raw = np.frombuffer(gzip.decompress(path.read_bytes()), np.uint8, offset=head)
            if head == 16:
                raw.astype(np.float32).__itruediv__(255)

    ways = {
        "unpacking and converting alone": alone,
        "load_mnist": lambda: load_mnist(folder),
    }
    return in_turns(ways, 5)


def peak_memory() -> dict[str, float]:
    """Most memory, in megabytes, of a process that trains by the published and the fast recipe."""
    published = (
        "net = new_network([784, 256, 10], np.random.default_rng(0))\n"
        "train(net, load_mnist(), SGD(0.1), until=None, max_epochs=2, progress=False)\n"
    )
    quick = "FAST.train(load_mnist(), np.random.default_rng(0), until=0.96, progress=False)\n"
    found = {}
    for name, code in (("published recipe", published), ("fast recipe", quick)):
        code = (
            "import numpy as np, resource\n"
            "from numrec import SGD, load_mnist, new_network, train\n"
            "from numrec.recipes import FAST\n"
            f"{code}print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
        )
        said = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True
        )
        found[name] = int(said.stdout) / 1024
    return found


def ratios(found: dict[str, Any]) -> dict[str, float]:
    """Return the bars: ratios of medians of this run, or the largest median of the ten seeds."""
    a_pass = {name: statistics.median(runs) for name, runs in found["passes"].items()}
    race = {n: statistics.median(r["seconds"] for r in runs) for n, runs in found["races"].items()}
    start = {name: statistics.median(runs) for name, runs in found["imports"].items()}
    load = {name: statistics.median(runs) for name, runs in found["loading"].items()}
    ours, alone = a_pass["numrec"], load["unpacking and converting alone"]
    eager = min(a_pass[name] for name in a_pass if "slices" in name)
    eager_race = min(race[name] for name in race if "slices" in name)
    seeds = found["fast"]
    products = statistics.median(s for row in seeds for s in row["products"])
    scoring = statistics.median(found["calls"]["scoring"])
    call = statistics.median(found["calls"]["one epoch"]) - scoring
    return {
        "pass: numrec over the five products": ours / a_pass["the five products alone"],
        "one epoch: a call of train, less one scoring, over the five products": call
        / a_pass["the five products alone"],
        "pass: PyTorch's best eager form over numrec": eager / ours,
        "pass: scikit-learn over numrec": a_pass["scikit-learn"] / ours,
        "pass: PyTorch with DataLoader, as in its example, over numrec": found["ways"][
            "DataLoader from pictures over numrec"
        ],
        "pass: the same from tensors that lie ready": a_pass["PyTorch, DataLoader"] / ours,
        "to 96 %: PyTorch's best eager form over numrec": eager_race / race["numrec"],
        "to 96 %: scikit-learn over numrec": race["scikit-learn"] / race["numrec"],
        "fast, slowest of ten seeds to 96 %, seconds": max(r["seconds to 96%"] for r in seeds),
        "fast, slowest of ten seeds to 98 %, seconds": max(r["seconds to 98%"] for r in seeds),
        **{
            f"fast, slowest of ten seeds to {goal}, over the five products": max(
                row[f"seconds to {goal}"] for row in seeds
            )
            / products
            for goal in ("96%", "98%")
        },
        "fast, lowest score of ten seeds at 98 %": min(r["score at 98%"] for r in seeds),
        "import: numrec over NumPy": start["numrec"] / start["numpy"],
        "load: load_mnist over unpacking alone": load["load_mnist"] / alone,
        **{f"peak memory, {name}, megabytes": mb for name, mb in found["peak_memory_mb"].items()},
    }


def machine() -> dict[str, Any]:
    """Say where this ran."""
    names = ("numpy", "torch", "scikit-learn", "threadpoolctl")
    versions = {}
    for name in names:
        try:
            versions[name] = version(name)
        except PackageNotFoundError:
            versions[name] = "not installed"
    cpu = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.is_file():
        models = [line for line in info.read_text().splitlines() if line.startswith("model name")]
        cpu = models[0].partition(": ")[2] if models else cpu
    return {
        "processor": cpu,
        "cores": os.cpu_count(),
        "system": platform.system(),
        "python": platform.python_version(),
        "load_before": os.getloadavg()[0],
        **versions,
    }


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


PARTS = {"pieces": batch_in_pieces, "roof": roof_of_the_machine, "ways": ways_of_one_program}
"""What may be measured on its own; see the module of each."""


def part(name: str, data: MNIST) -> dict[str, Any]:
    """Measure one part, and say where, for it may run on another machine than the rest."""
    return {"machine": machine(), **PARTS[name](data)}


def only(name: str) -> None:
    """Measure one part, and leave the rest of the results as it is."""
    found = json.loads(RESULTS.read_text("utf-8"))
    found[name] = part(name, load_mnist())
    RESULTS.write_text(json.dumps(found, indent=1) + "\n", "utf-8")
    print(*(f"{key}: {value:.1f}" for key, value in found[name].items() if " over " in key))


def main() -> None:
    """Measure everything, write it, and print the bars."""
    found: dict[str, Any] = {"machine": machine(), "peak_memory_mb": peak_memory()}
    data = load_mnist()
    found |= {"imports": imports(), "loading": loading(), "fast": fast(data)}
    found |= {"turns of a process": TURNS, "passes": passes(), "races": races(data)}
    # a whole call of train, and its scoring: no other program has these
    found["calls"] = {name: found["passes"].pop(name) for name in ("one epoch", "scoring")}
    found |= {name: part(name, data) for name in PARTS}
    found["ratios"] = ratios(found)
    RESULTS.write_text(json.dumps(found, indent=1) + "\n", "utf-8")
    for name, value in found["ratios"].items():
        print(f"{name:<62} {value:8.2f}")


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if unknown := set(sys.argv[1:]) - set(PARTS):
        sys.exit(f"unknown parts {sorted(unknown)}; expected none, for everything, or {[*PARTS]}")
    for name in sys.argv[1:]:
        only(name)
    if not sys.argv[1:]:
        main()
