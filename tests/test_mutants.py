"""The stored result of `make mutants` adds up, and its bar holds."""

import json
from pathlib import Path

COUNTS = json.loads((Path(__file__).parent / "mutants.json").read_text("utf-8"))


def test_each_survivor_has_a_verdict_and_the_counts_add_up() -> None:
    for module in COUNTS.values():
        verdicts = [mutant["verdict"] for mutant in module["survivors"]]
        assert all(v == "open" or v.removeprefix("equivalent: ") not in ("", v) for v in verdicts)
        assert module["killed"] + len(verdicts) == module["tried"] <= module["mutants"]


def test_95_percent_of_the_mistakes_that_were_tried_are_killed() -> None:
    killed = sum(module["killed"] for module in COUNTS.values())
    survivors = [mutant for module in COUNTS.values() for mutant in module["survivors"]]
    open_ones = [mutant for mutant in survivors if mutant["verdict"] == "open"]
    assert killed >= 0.95 * (killed + len(open_ones))
