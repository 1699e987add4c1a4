"""The lines to write: right ones are what numrec computes, mistakes are what they are called."""

from typing import Any

import numpy as np
import pytest
from line_scope import full_scope, plain_scope

from companion.exercises import lines as asked
from companion.exercises.line_cases import drawn, is_near, names_of, value
from companion.exercises.lines import Line, line_of, lines, networks, page_data
from companion.proofs.mutants import MUTANTS, plant
from numrec import forward
from numrec.gradient_check import measured_gradients

STEPS = sorted(lines())

HOLDS = {"B9": {"B1", "B9"}, "B11": {"B11"}, "H7": {"H6", "H7"}}
"""For each line whose mistakes the catalogue has: the catalogue's steps."""


def cases(line: Line) -> list[tuple[Any, ...]]:
    return [(network, *drawn(network, line)) for network in networks()]


def scopes(line: Line) -> list[dict[str, Any]]:
    return [full_scope(net, a0, a_hat, network, v) for network, net, a0, a_hat, v in cases(line)]


@pytest.mark.parametrize("step", STEPS)
def test_each_right_line_is_what_numrec_computes(step: str) -> None:
    line = line_of(step)
    assert len(set(line.answers)) >= 3
    for scope in scopes(line):
        right = value(line.right, scope)
        for text in line.answers:
            assert is_near(value(text, names_of(line, scope)), right), text


@pytest.mark.parametrize("step", STEPS)
def test_each_mistake_can_be_run_somewhere_and_is_one(step: str) -> None:
    """On some network it gives numbers, and on some of those they are not the right ones."""
    line = line_of(step)
    names = [mistake.name for mistake in line.mistakes]
    assert len(set(names)) == len(names)
    for mistake in line.mistakes:
        for text in mistake.typed:
            wrong = []
            for scope in scopes(line):
                own = names_of(line, scope)
                found, first = value(text, own), value(mistake.typed[0], own)
                if found is not None and first is not None:
                    assert is_near(found, first), text
                    wrong.append(not is_near(found, value(line.right, scope)))
            assert any(wrong), text


@pytest.mark.parametrize("step", STEPS)
def test_no_two_mistakes_of_a_step_are_one(step: str) -> None:
    line = line_of(step)
    for k, one in enumerate(line.mistakes):
        for other in line.mistakes[:k]:
            pairs = [
                [value(each.typed[0], names_of(line, scope)) for each in (one, other)]
                for scope in scopes(line)
            ]
            both = [pair for pair in pairs if all(found is not None for found in pair)]
            assert not all(is_near(*pair) for pair in both), (one.name, other.name)


@pytest.mark.parametrize("step", HOLDS)
def test_the_catalogues_mistakes_are_here_and_are_what_its_backprop_computes(step: str) -> None:
    line = line_of(step)
    here = {mistake.name: mistake for mistake in line.mistakes}
    owed = [name for name, mutant in MUTANTS.items() if mutant.step in HOLDS[step]]
    assert set(owed) <= set(here)
    for network, net, a0, a_hat, v in cases(line):
        if len(set(network["sizes"])) > 1:
            continue  # where widths differ, some of these mistakes fit nowhere
        # the catalogue's goes on from layer to layer: it has been made once in the layer below the
        # output, and not yet in what comes from above
        l = net.L - 1
        scope = full_scope(net, a0, a_hat, {**network, "l": l}, v)
        for name in owed:
            wrong = plant(MUTANTS[name])(net, forward(net, a0), a_hat)
            found = {"B9": wrong.delta[net.L], "B11": wrong.dC_domega[net.L], "H7": wrong.delta[l]}
            ours = value(here[name].typed[0], names_of(line, scope))
            assert is_near(ours, found[step]), name


@pytest.mark.parametrize("name", [name for name in STEPS if lines()[name].slope])
def test_what_is_measured_beside_a_plain_line_is_its_right_value(name: str) -> None:
    line = line_of(name)
    assert line.slope
    formula, along = line.slope
    assert along in [name.name for name in line.names]
    for scope in scopes(line):
        names, h = names_of(line, scope), 1e-5
        up, down = (value(formula, {**names, along: names[along] + k}) for k in (h, -h))
        assert value(line.right, scope) == pytest.approx((up - down) / (2 * h), abs=1e-7)


def test_a_line_of_no_step_has_an_id_of_its_own_and_names_no_network() -> None:
    plain = {name: line for name, line in lines().items() if line.step is None}
    assert sorted(plain) == ["bridge-back", "bridge-chain", "bridge-partial"]
    keys = {name.key for line in plain.values() for name in line.names}
    assert keys <= plain_scope([2, 3], np.random.default_rng(0)).keys()
    assert all(line.id == line.step for name, line in lines().items() if name not in plain)


@pytest.mark.parametrize("step", [step for step in STEPS if lines()[step].by])
def test_what_is_measured_beside_a_line_is_its_right_value(step: str) -> None:
    line = line_of(step)
    assert line.by
    kind, at = line.by
    for network, net, a0, a_hat, v in cases(line):
        scope = full_scope(net, a0, a_hat, network, v)
        slopes = measured_gradients(net, a0, a_hat)[kind, scope[at]]
        np.testing.assert_allclose(value(line.right, scope), slopes, rtol=0, atol=1e-7)


def test_a_page_is_told_its_own_lines_and_no_right_one() -> None:
    told = page_data(["H7", "O1", "bridge-chain"])["lines"]
    assert list(told) == ["H7", "O1", "bridge-chain"]
    assert [data["ofNetworks"] for data in told.values()] == [True, True, False]
    for step, data in told.items():
        texts = [data["right"], *(text for text, _ in data["mistakes"])]
        assert not set(texts) & set(line_of(step).answers)
        keys = {"names", "right", "by", "slope", "ofNetworks", "loss", "isBatch", "mistakes"}
        assert set(data) == keys


def test_what_is_not_known_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ValueError, match="no line is asked at step 'B1'; expected one of F1"):
        line_of("B1")
    right = {"step": "F1", "asks": "z", "names": ["b"], "right": "b", "answers": [], "mistake": []}
    says = {"names": {"b": {"name": "b", "write": "b", "says": "x"}}}
    for wrong, complaint in {
        "step": ("Z9", "step 'Z9'; expected a step, and once"),
        "names": (["c"], r"has the names \['c'\]; expected some of"),
        "loss": ("hinge", "has the loss 'hinge'; expected one of"),
        "id": ("B1", "has the id 'B1'; expected one as 'page-line'"),
    }.items():
        value_, words = complaint
        base = {key: what for key, what in right.items() if (wrong, key) != ("id", "step")}
        data = {**says, "line": [{**base, wrong: value_}]}
        monkeypatch.setattr(asked, "_data", lambda data=data: data)
        lines.cache_clear()
        with pytest.raises(ValueError, match=words):
            lines()
    monkeypatch.undo()
    lines.cache_clear()
