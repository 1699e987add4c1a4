"""The Rust program as data: what is said of it holds together, and its times are the published."""

import json
import re
import statistics
from itertools import pairwise
from typing import Any

import pytest

from companion.pages.dictionary import PARTS, calls, entries
from companion.sources import FOLDER, program

PUBLISHED = {  # hyperfine's own words for each file: mean, median, least and most
    "results/py_results.json": (193.53786224702995, 192.4008465641, 170.7906828821, 221.7025921301),
    "results/rust_results.json": (102.52101002073, 106.7144429514, 88.4927018439, 125.4016785369),
    "benchmarking/rust_parallel_results.json": (
        *(44.27338272333999, 45.87522603768, 37.55764138618, 54.78508726718),
    ),
    "results/parallel.json": (9.116939403289996, 9.07400645092, 8.68050504442, 9.65987966242),
}


def test_the_times_are_four_hundred_and_have_the_summaries_that_were_published_with_them() -> None:
    series = program.published_times()
    assert [s.file for s in series] == [*PUBLISHED]
    for found in series:
        assert len(found.seconds) == 100
        taken = found.seconds
        summary = (found.mean, statistics.median(taken), min(taken), max(taken))
        assert summary == pytest.approx(PUBLISHED[found.file], rel=1e-12)
    assert [round(s.mean, 2) for s in series] == [193.54, 102.52, 44.27, 9.12]


def test_a_series_that_has_lost_a_time_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    whole: Any = json.loads(FOLDER.joinpath("published_times.json").read_text("utf-8"))
    whole["series"][2]["seconds"].pop()
    monkeypatch.setattr("companion.sources.program.json.loads", lambda _: whole)
    with pytest.raises(ValueError, match="Rust, many threads: 99 times; expected 100"):
        program.published_times()


def test_versions_are_commits_and_changes_lie_between_them_in_order() -> None:
    then, now = program.version("post"), program.version()
    days = [then.date, *(c.date for c in program.changes()), now.date]
    assert days == sorted(days)
    commits = [then.commit, *(c.commit for c in program.changes()), now.commit]
    assert all(re.fullmatch(r"[0-9a-f]{7}", commit) for commit in commits)
    assert all(c.before != c.after for c in program.changes())
    with pytest.raises(ValueError, match=r"of is 'blog'; expected one of \['book', 'post'\]"):
        program.version("blog")


def test_each_function_is_in_the_dictionary_and_no_two_share_a_line() -> None:
    named = {name for part in PARTS for entry in entries(part) for name in entry.rust}
    assert [name for name in program.lines() if name not in named] == []
    assert [*calls()] == [name for name in calls() if name in program.lines() or "Data" in name]
    for file in {name.partition(":")[0] for name in program.lines()}:
        places = [at for name, at in program.lines().items() if name.startswith(file)]
        assert all(first <= last for first, last in places)
        assert all(a[1] < b[0] for a, b in pairwise(sorted(places)))
