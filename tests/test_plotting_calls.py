"""The map of the program: each function once, callers on the left, and its name in numrec."""

from io import BytesIO
from xml.etree import ElementTree

import pytest

from companion.figures import style as plotting
from companion.figures.calls import draw_calls, tree
from companion.pages.dictionary import calls, entries

NAMES = {row.name for row in tree(calls())}


def test_each_function_stands_below_its_caller_and_one_step_in() -> None:
    rows = tree(calls())
    for place, row in enumerate(rows):
        if row.caller is None:
            assert row.depth == 0
        else:
            assert rows[row.caller].depth == row.depth - 1
            assert row.caller < place
            assert row.name in calls()[rows[row.caller].name]


def test_what_is_called_twice_is_taken_apart_once() -> None:
    rows = tree({"a": ["b", "c"], "c": ["b"], "b": ["d"]})
    assert [(row.name, row.depth) for row in rows] == [
        ("a", 0),
        ("b", 1),
        ("d", 2),
        ("c", 1),
        ("b", 2),
    ]


def test_functions_that_call_each_other_in_a_circle_are_refused() -> None:
    with pytest.raises(ValueError, match="in a circle"):
        tree({"a": ["b"], "b": ["a"]})


def test_the_map_holds_each_function_and_its_name_in_numrec() -> None:
    plotting.setup()
    out = BytesIO()
    draw_calls().savefig(out, format="svg", metadata={"Date": None, "Creator": None})
    words = " ".join(ElementTree.fromstring(out.getvalue()).itertext())
    for name in NAMES:
        assert name.partition(": ")[2].removeprefix("NN::") in words
    assert "forward_pass" in words
    assert "backprop, output_delta" in words


def test_each_function_of_the_map_has_an_entry_in_the_dictionary() -> None:
    named = {rust for entry in entries("functions") for rust in entry.rust}
    assert named >= NAMES
