"""The map of the program: each function once, callers on the left, and its name in numrec."""

from io import BytesIO
from xml.etree import ElementTree

import pytest

from numrec import plotting
from numrec.derivation.dictionary import calls, entries
from numrec.plotting_calls import depths, draw_calls


def test_each_caller_stands_left_of_what_it_calls() -> None:
    found = depths(calls())
    assert all(found[caller] < found[c] for caller, callees in calls().items() for c in callees)
    assert found["main.rs: main"] == 0


def test_functions_that_call_each_other_in_a_circle_are_refused() -> None:
    with pytest.raises(ValueError, match="in a circle"):
        depths({"a": ["b"], "b": ["a"]})


def test_the_map_holds_each_function_and_its_name_in_numrec() -> None:
    plotting.setup()
    out = BytesIO()
    draw_calls().savefig(out, format="svg", metadata={"Date": None, "Creator": None})
    words = " ".join(ElementTree.fromstring(out.getvalue()).itertext())
    for name in depths(calls()):
        assert name.partition(": ")[2].removeprefix("NN::") in words
    assert "forward_pass" in words
    assert "backprop, output_delta" in words


def test_each_function_of_the_map_has_an_entry_in_the_dictionary() -> None:
    named = {rust for entry in entries("functions") for rust in entry.rust}
    assert set(depths(calls())) <= named
