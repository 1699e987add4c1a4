"""The graph of what rests on what: the steps' own is sound, and a planted fault is named."""

import pytest

from companion.pages.graph import carried, check_graph, levels, way_back
from companion.steps import steps

RESTS_ON = {step.id: step.rests_on for step in steps().values()}


def test_from_every_step_a_way_leads_back_to_the_first() -> None:
    check_graph(RESTS_ON, "N1")
    assert all("N1" in way_back(step, RESTS_ON) for step in RESTS_ON if step != "N1")
    assert way_back("B4", RESTS_ON) == {"B1", "B2", "B3", "N1", "N2", "N3"}
    # all of backpropagation, and nothing of what stands beside it
    whole = way_back("H9", RESTS_ON)
    assert {"B9", "H7", "H8"} <= whole
    assert not whole & {"A1", "A2", "F3", "I2", "S1", "V1", "O1"}


@pytest.mark.parametrize(
    ("planted", "message"),
    [
        ({"B4": ("B1", "B99")}, "step B4 rests on 'B99'; expected ids of steps"),
        ({"B4": ("B1", "B2", "B1")}, "step B4 rests on B1, B2, B1; expected each once"),
        ({"S1": ()}, "step S1 rests on nothing; expected a way back to N1"),
        ({"N2": ("N1", "B7")}, "steps rest on each other: .*B7.*; expected no circle"),
        ({"O1": ("O1",)}, "steps rest on each other: O1 -> O1; expected no circle"),
    ],
)
def test_a_planted_fault_is_named(planted: dict[str, tuple[str, ...]], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        check_graph(RESTS_ON | planted, "N1")


def test_what_a_step_carries_is_what_rests_on_it() -> None:
    above = carried(RESTS_ON)
    assert above["B5"] == ["B6", "H5"]
    assert above["T1"] == ["G2"]
    pairs = {(step, below) for step, all_below in RESTS_ON.items() for below in all_below}
    assert {(step, below) for below, all_above in above.items() for step in all_above} == pairs


def test_each_step_stands_below_all_that_it_rests_on() -> None:
    found = levels(RESTS_ON)
    assert [step for step, level in found.items() if level == 0] == ["N1"]
    for step, below in RESTS_ON.items():
        assert all(found[one] < found[step] for one in below), step
    # one in the middle goes down to what it carries; nothing else hangs on it
    line = {"a": (), "b": ("a",), "c": ("b",), "low": ("a",), "d": ("c", "low"), "end": ("a",)}
    assert levels(line) == {"a": 0, "b": 1, "c": 2, "low": 2, "d": 3, "end": 1}
