"""A history is read as it was written, or refused by name."""

import json
from pathlib import Path

import pytest

from numrec import FormatError
from numrec.history import Epoch, History, history_of

TOLD = History([Epoch(0.5, 0.9), Epoch(1 / 3, 0.95)], {"sizes": "3-2", "seed": 1, "eta": 0.1}, True)


def test_what_is_saved_is_loaded(tmp_path: Path) -> None:
    path = history_of(tmp_path / "net.npz")
    TOLD.save(path)
    assert History.load(path) == TOLD
    told = json.loads((tmp_path / "net.history.json").read_text())
    assert list(told) == ["passes", "recipe", "interrupted"], "as in the files that exist"
    assert told["passes"][0] == {"loss": 0.5, "test_accuracy": 0.9}
    path.write_text('{"passes": [], "recipe": {}}')  # from before interruptions were told
    assert History.load(path) == History([], {}, False)


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", '{"passes": [[]], "recipe": {}}', '{"passes": 3, "recipe": {}}', "\xff",
     '{"passes": [], "recipe": 3}', '{"passes": [{"loss": null}], "recipe": {}}', "[" * 99999],
)  # fmt: skip
def test_a_damaged_history_is_refused_by_name(tmp_path: Path, text: str) -> None:
    path = tmp_path / "mine.history.json"
    path.write_text(text, encoding="latin-1")
    with pytest.raises(FormatError, match=r"found no history \(.*expected what") as refused:
        History.load(path)
    assert (refused.value.path, refused.value.where) == (str(path), "file")
