"""The dictionary tells the truth: each name is in numrec, and none that matters is left out."""

import inspect
from pathlib import Path

import pytest

import numrec
from companion.pages.dictionary import (
    PARTS,
    Entry,
    entries,
    module_of,
    names_with,
    other_names,
    place_of,
    public_names,
    rust_cell,
)
from companion.steps import steps

EVERY = [entry for part in PARTS for entry in entries(part)]
HOMES = sorted({home for entry in EVERY for home in entry.home})
PACKAGE = Path(numrec.__file__).parent


@pytest.mark.parametrize("name", HOMES)
def test_each_name_is_in_numrec_on_the_line_that_is_linked(name: str) -> None:
    file, line = place_of(name)
    text = (PACKAGE / file).read_text("utf-8").splitlines()[line - 1]
    assert name.rstrip(")").replace("(", ".").split(".")[-1] in text


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        *((name, "no such file") for name in ("", "network", "nosuch.forward")),
        *((f"network.{name}", "has no") for name in ("forwards", "Network.weights", "Trace.delta")),
        *((name, "no argument") for name in ("network.forward(a1)", "optimisers.Momentum(mu)")),
        ("cli.predict.predict(wach)", "no argument"),
    ],
)
def test_a_planted_wrong_name_is_refused(wrong: str, says: str) -> None:
    with pytest.raises(LookupError, match=says):
        place_of(wrong)


def test_every_main_argument_and_every_rust_function_that_a_step_names_has_an_entry() -> None:
    words = {home.partition("(")[2].rstrip(")") for home in HOMES}
    for function in (numrec.new_network, numrec.forward, numrec.backprop, numrec.train):
        assert inspect.signature(function).parameters.keys() <= words, function
    named = {rust for entry in EVERY for rust in entry.rust}
    plain = {rust.replace("NN::", "") for rust in named}
    assert {s.rust for s in steps().values() if s.rust} <= named | plain


def test_an_entry_names_known_steps_once_and_known_parts_only() -> None:
    for part in PARTS:
        ways = [entry.numrec for entry in entries(part)]
        assert len(ways) == len(set(ways)), part
    for entry in EVERY:
        assert set(entry.steps) <= steps().keys(), entry.numrec
        assert all(rust.partition(": ")[0].endswith(".rs") for rust in entry.rust), entry.numrec
        assert entry.maths.count("$") % 2 == 0, entry.numrec
    with pytest.raises(KeyError, match="no part 'nosuch'"):
        entries("nosuch")


def test_a_table_of_names_shows_what_the_entries_say() -> None:
    table = names_with("forward", "predict")
    assert [row[1] for row in table.rows] == ["`forward`", "`predict`"]
    assert "`forward_pass` (neural_network.rs)" in table.rows[0][2]
    with pytest.raises(LookupError, match="functions have no 'forwards'"):
        names_with("forwards")


def test_a_cell_groups_the_rust_names_by_their_file() -> None:
    one = Entry("functions", "", "", [], ["a.rs: f", "a.rs: NN::g", "b.rs: h"], rust_says="twice")
    assert rust_cell(one) == "`f`, `g` (a.rs); `h` (b.rs); twice"
    assert rust_cell(one._replace(rust=[], rust_says="")) == "none"
    assert rust_cell(one._replace(rust_type="Vec<f32>")).endswith("of type `Vec<f32>`; twice")
    assert rust_cell(one._replace(rust_type="struct")).endswith("h` (b.rs); type `struct`; twice")


def test_every_public_name_is_told_once_in_an_entry_or_among_the_others() -> None:
    others, everyone = other_names(), public_names()
    homes = {home.partition("(")[0] for home in HOMES}
    told = homes | {home.rpartition(".")[0] for home in homes}
    for public in everyone:
        name = f"{module_of(public.place)}.{public.name}"
        assert (public in others) != (name in told), name
        assert public.says, f"{name} does not say what it does"
        assert place_of(name) == public.place
    entered = {home.split(".")[-1] for home in homes}
    assert {public.name for public in everyone} | entered >= set(numrec.__all__)
