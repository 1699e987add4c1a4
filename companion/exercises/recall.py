"""The questions to recall, read from recall.toml."""

import random
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

LETTERS = "abcd"


class Option(NamedTuple):
    """One option of a question, and a word on why it is right or wrong."""

    text: str
    word: str
    is_right: bool


class Question(NamedTuple):
    """One question; all texts are Markdown of one line.

    Attributes
    ----------
    chapter : str
        The notebook's name, without its ending.
    about : tuple of str
        The steps, or the labels of equations, that it rests on.
    options : tuple of Option
        In the order in which they are shown, which is drawn from the question's id.
    """

    id: str
    chapter: str
    about: tuple[str, ...]
    text: str
    options: tuple[Option, ...]

    @property
    def right(self) -> int:
        """The place of the right option, from 0."""
        return next(place for place, option in enumerate(self.options) if option.is_right)


@cache
def questions() -> dict[str, Question]:
    """Return the questions by their id, in the order of the file.

    Raises
    ------
    ValueError
        If two options of a question are one, or if it has too many or too few; names the question.
    """
    text = files("companion.exercises").joinpath("recall.toml").read_text("utf-8")
    return {name: question(name, row) for name, row in tomllib.loads(text).items()}


def of_chapter(chapter: str) -> list[Question]:
    """Return the questions of a chapter, by the notebook's name without its ending."""
    return [one for one in questions().values() if one.chapter == chapter]


def question(name: str, row: dict[str, Any]) -> Question:
    """Make a question of its row of data.

    Raises
    ------
    ValueError
        If two options are one, or if there are not three or four of them.
    """
    rows = [(row["right"], True), *((wrong, False) for wrong in row["wrong"])]
    options = [Option(text, word, is_right) for (text, word), is_right in rows]
    if not 3 <= len(options) <= len(LETTERS):
        raise ValueError(f"{name}: {len(options)} options; expected 3 or {len(LETTERS)}")
    if len({option.text for option in options}) < len(options):
        raise ValueError(f"{name}: an option stands there twice; expected each once")
    random.Random(f"options of {name}").shuffle(options)
    return Question(name, row["chapter"], tuple(row["about"]), row["question"], tuple(options))
