"""A benchmark's turns: each side as often, one after another, the first round thrown away."""

import time

import pytest

from benchmarks.turns import in_turns


def test_each_side_takes_its_turns_and_the_first_does_not_count() -> None:
    calls: list[str] = []
    sides = {name: (lambda name=name: calls.append(name)) for name in ("a", "b")}
    found = in_turns(sides, 3)
    assert calls == ["a", "b"] * 4
    assert {name: len(runs) for name, runs in found.items()} == {"a": 3, "b": 3}


def test_the_rest_is_not_timed(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [0.0]
    monkeypatch.setattr(time, "perf_counter", lambda: clock[0])
    monkeypatch.setattr(time, "sleep", lambda rest: clock.__setitem__(0, clock[0] + rest))
    found = in_turns({"a": lambda: clock.__setitem__(0, clock[0] + 2)}, 2, rest=100)
    assert found == {"a": [2, 2]}
