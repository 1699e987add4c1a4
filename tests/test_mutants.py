"""The stored result of `make mutants` adds up, its bar holds, and the book says what it is of."""

import json
import sys
from pathlib import Path

from companion.pages.tried_code import code_digest

sys.path.insert(0, str(Path(__file__).parents[1] / "book" / "_ext"))
from mutants import summary_of

COUNTS = json.loads((Path(__file__).parent / "mutants.json").read_text("utf-8"))


def test_each_survivor_has_a_verdict_and_the_counts_add_up() -> None:
    for module in COUNTS.values():
        verdicts = [mutant["verdict"] for mutant in module["survivors"]]
        assert all(v == "open" or v.removeprefix("equivalent: ") not in ("", v) for v in verdicts)
        assert module["killed"] + len(verdicts) == module["mutants"]


def test_95_percent_of_the_mistakes_that_were_tried_are_killed() -> None:
    killed = sum(module["killed"] for module in COUNTS.values())
    survivors = [mutant for module in COUNTS.values() for mutant in module["survivors"]]
    open_ones = [mutant for mutant in survivors if mutant["verdict"] == "open"]
    assert killed >= 0.95 * (killed + len(open_ones))


def test_a_file_that_is_no_more_what_was_tried_is_named(tmp_path: Path) -> None:
    (tmp_path / "numrec").mkdir()
    counts = {}
    for name in ("same", "changed", "new"):
        file = tmp_path / "numrec" / f"{name}.py"
        file.write_text(source := f"{name} = 1\n")
        survivors = [{"verdict": "equivalent: of no matter"}]
        counts[name] = {"mutants": 5, "killed": 3, "survivors": survivors}
        counts[name]["code"] = None if name == "new" else code_digest(source)
    (tmp_path / "numrec" / "changed.py").write_text("changed = 2\n")
    said = summary_of(counts, tmp_path)
    assert said.startswith(
        "15 mutants have been tried. The tests saw 9 of them, and 3 more are no mistakes"
    )
    assert "So 75.0 % of the mistakes" in said
    assert said.endswith("New or changed since, and to be tried again: changed, new.")
    assert summary_of({"same": counts["same"]}, tmp_path).endswith("of the mistakes were seen.")


def test_words_are_no_code() -> None:
    source = '''def f(x):\n    """Old words."""\n    return x, "# 1"  # old\n'''
    other = '''# New\ndef f(x):\n    """New words,\n\n    and more."""\n\n    return x, "# 1"\n'''
    assert code_digest(source) == code_digest(other)
    assert code_digest(source) != code_digest(source.replace("# 1", "# 2"))
    assert code_digest(source) != code_digest(source.replace("    return", "return"))
