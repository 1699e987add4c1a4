"""A misspelling in a chapter, on a page or in data is found; equations and code are passed over."""

import json
import tomllib
from pathlib import Path

import pytest

from tools import words
from tools.words import Paragraph, paragraphs, spelling, style

LISTED = tomllib.loads(words.LIST.read_text("utf-8"))


def project(folder: Path, cell: str, page: str, data: str) -> Path:
    """Make a project of one chapter, one page and one file of data."""
    for name in ("notebooks", "book", "companion"):
        (folder / name).mkdir()
    notebook = {"cells": [{"cell_type": "markdown", "id": "a-01", "source": [cell]}]}
    (folder / "notebooks" / "a.ipynb").write_text(json.dumps(notebook), "utf-8")
    (folder / "book" / "b.md").write_text(page, "utf-8")
    (folder / "companion" / "c.toml").write_text(data, "utf-8")
    for name in ("README.md", "CHANGELOG.md", "CONTRIBUTING.md"):
        (folder / name).write_text("All is well.\n", "utf-8")
    return folder


def test_a_misspelling_is_found_where_it_stands(tmp_path: Path) -> None:
    root = project(
        tmp_path,
        ":::{dropdown} A hint for thee\nThe gradiant of $kolor$ is `kolor`.\n:::\n",
        "# A page\n\nWords, and\na [colour](b.md) of its own, the the same.\n\nThe color.\n",
        'says = "You have to substract the two of them."\nkey = "kolor of the code"\n',
    )
    found = {place: says for place, says, _ in spelling([*paragraphs(root)], set())}
    assert found["notebooks/a.ipynb, cell a-01"].startswith("'gradiant'; perhaps")
    assert found["book/b.md:3"].startswith("'the the'")
    assert found["book/b.md:6"].startswith("'color'; perhaps colour")
    assert "'substract'" in found["companion/c.toml: 'You have to substract the two '"]
    assert len(found) == 4


@pytest.mark.parametrize(
    ("phrase", "says"),
    [
        ("It can be shown that it falls.", "show it"),
        ("It is utilised here.", "use"),
        ("Simply add the two.", "leave the word out"),
        ("Whoever writes it, knows.", "if you"),
    ],
)
def test_a_phrase_that_the_book_does_without_is_named(phrase: str, says: str) -> None:
    (found,) = style([Paragraph("here", phrase)], LISTED["refused"])
    assert says in found.says
    assert [*style([Paragraph("here", "Add the two.")], LISTED["refused"])] == []


def test_the_list_is_short_and_has_no_word_that_nobody_says() -> None:
    said = " ".join(words for _, words in paragraphs(words.ROOT)).lower()
    assert len(LISTED["own"]) < 150
    assert [word for word in LISTED["own"] if word not in said] == []


def test_a_tool_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("tools.words.sys.executable", str(tmp_path / "python"))
    with pytest.raises(
        SystemExit, match=r"no harper beside .*: .* -m pip install -r requirements-test"
    ):
        [*spelling([Paragraph("here", "Words.")], set())]
