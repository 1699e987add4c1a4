"""A history is read as it was written, or refused by name."""

import json
from pathlib import Path

import pytest

from numrec import FormatError
from numrec.history import Epoch, History, history_of

TOLD = History([Epoch(0.5, 0.9), Epoch(0.25, 0.95)], {"sizes": "3-2", "seed": 1, "eta": 0.1}, True)


def test_what_is_saved_is_loaded(tmp_path: Path) -> None:
    TOLD.save(tmp_path / "net.history.json")
    assert History.load(tmp_path / "net.history.json") == TOLD
    told = json.loads((tmp_path / "net.history.json").read_text())
    assert list(told) == ["passes", "recipe", "interrupted"], "as in the files that exist"
    assert told["passes"][0] == {"loss": 0.5, "test_accuracy": 0.9}


def test_a_file_from_before_interruptions_were_told_is_read(tmp_path: Path) -> None:
    (tmp_path / "old.json").write_text('{"passes": [], "recipe": {}}')
    assert History.load(tmp_path / "old.json") == History([], {}, False)


def test_it_lies_beside_its_model() -> None:
    assert history_of(Path("models/784-10.npz")) == Path("models/784-10.history.json")


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", '{"passes": [[]], "recipe": {}}', '{"passes": 3, "recipe": {}}', "\xff",
     '{"passes": [], "recipe": 3}', '{"passes": [{"loss": null}], "recipe": {}}', "[" * 99999],
)  # fmt: skip
def test_a_damaged_history_is_refused_by_name(tmp_path: Path, text: str) -> None:
    path = tmp_path / "mine.history.json"
    path.write_text(text, encoding="latin-1")
    with pytest.raises(FormatError) as refused:
        History.load(path)
    assert (refused.value.path, refused.value.where) == (str(path), "file")
    assert refused.value.found.startswith("no history (")
    assert refused.value.expected == "what History.save writes"
