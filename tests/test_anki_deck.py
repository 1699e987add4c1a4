"""The deck for Anki, read back as Anki reads it."""

import hashlib
import io
import os
import re
import sqlite3
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from child_processes import run_child

from companion.exercises.recall import questions
from companion.steps import steps
from tools.anki_deck import EQUATIONS_DECK, QUESTIONS_DECK, deck_bytes, html

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def packed() -> bytes:
    """The deck's file."""
    return deck_bytes()


@pytest.fixture(scope="module")
def collection(
    packed: bytes, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[sqlite3.Connection]:
    """The database in it."""
    with zipfile.ZipFile(io.BytesIO(packed)) as whole:
        assert sorted(whole.namelist()) == ["collection.anki2", "media"]
        path = Path(whole.extract("collection.anki2", tmp_path_factory.mktemp("deck")))
    connection = sqlite3.connect(path)
    yield connection
    connection.close()


def notes(collection: sqlite3.Connection, deck: int) -> list[list[str]]:
    """Return the fields of a deck's notes, in the order in which they are asked."""
    rows = collection.execute(
        "SELECT flds FROM notes JOIN cards ON cards.nid = notes.id WHERE did = ? ORDER BY cards.id",
        [deck],
    )
    return [row[0].split("\x1f") for row in rows]


SUM = """
import hashlib, time
time.time = lambda: 4e9
from tools.anki_deck import deck_bytes
print(hashlib.sha256(deck_bytes()).hexdigest())
"""


def test_a_deck_made_later_and_elsewhere_has_the_same_bytes(packed: bytes) -> None:
    environment = {**os.environ, "TZ": "Pacific/Auckland", "PYTHONHASHSEED": "7"}
    later = run_child([sys.executable, "-c", SUM], cwd=ROOT, env=environment)
    assert later.returncode == 0, later.stderr
    assert later.stdout.strip() == hashlib.sha256(packed).hexdigest()
    with zipfile.ZipFile(io.BytesIO(packed)) as whole:
        assert {part.date_time for part in whole.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_each_question_is_a_card_with_its_answer_and_every_word(
    collection: sqlite3.Connection,
) -> None:
    found = notes(collection, QUESTIONS_DECK)
    assert len(found) == len(questions())
    for (text, options, answer, words, where), one in zip(found, questions().values(), strict=True):
        right = one.options[one.right]
        assert text == html(one.text)
        listed = re.findall("<li>(.*?)</li>", options)
        assert listed == [html(option.text) for option in one.options]
        assert answer == f"<p><b>{html(right.text)}</b>. {html(right.word)}</p>"
        assert [html(option.word) in words for option in one.options] == [
            not option.is_right for option in one.options
        ]
        named = [label for label in one.about if label in steps()]
        assert where.split(": ")[1:] == ([", ".join(named)] if named else [])


def test_each_step_is_a_card_with_its_equation(collection: sqlite3.Connection) -> None:
    found = notes(collection, EQUATIONS_DECK)
    assert [step for step, *_ in found] == list(steps())
    by_step = {step: more for step, *more in found}
    title, equation, letters, where = by_step["F3"]
    assert title == "Without f, layers collapse into one"
    assert (equation[:2], equation[-2:]) == (r"\[", r"\]")
    assert re.sub("<.*?>", "", letters) == r"\(x\) is what layer \(l-1\) reads."
    assert where == "Why a non-linearity: F3"
    assert r"\begin{cases} z &amp; z &gt; 0" in by_step["A1"][1]


def test_every_formula_is_between_the_signs_that_anki_knows(collection: sqlite3.Connection) -> None:
    text = "\n".join(row[0] for row in collection.execute("SELECT flds FROM notes"))
    assert "$" not in text
    assert text.count(r"\(") == text.count(r"\)") > len(questions())
    assert html("the `z` of $a < b$") == (
        r'the <code>z</code> of <span class="math inline">\(a &lt; b\)</span>'
    )


def test_the_guids_are_unlike_and_every_card_belongs_to_one_of_the_decks(
    collection: sqlite3.Connection,
) -> None:
    total = len(questions()) + len(steps())
    (guids,) = collection.execute("SELECT COUNT(DISTINCT guid) FROM notes").fetchone()
    assert guids == total
    counted = dict(collection.execute("SELECT did, COUNT(*) FROM cards GROUP BY did"))
    assert counted == {QUESTIONS_DECK: len(questions()), EQUATIONS_DECK: len(steps())}
