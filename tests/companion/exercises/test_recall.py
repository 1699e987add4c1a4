"""The questions to recall: each stands on its chapter, and none gives itself away."""

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from companion.exercises.recall import Question, of_chapter, question, questions

ROOT = Path(__file__).parents[3]
ALL = list(questions().values())

LONGEST = {"question": 110, "option": 36, "word": 110}
"""Signs that a reader reads; a formula's commands are no more than one each."""

# What is answered with yes or no begins with its verb.
YES_OR_NO = re.compile(
    r"(is|are|was|were|do|does|did|can|could|may|must|has|have|will|would|should)\b", re.I
)


def source(chapter: str) -> str:
    """Return all that is written in a chapter's cells."""
    cells = json.loads((ROOT / "notebooks" / f"{chapter}.ipynb").read_text("utf-8"))["cells"]
    return "\n".join("".join(cell["source"]) for cell in cells)


def signs(text: str) -> int:
    """Count what a reader sees of a line: a command of TeX as one sign, its braces as none."""
    plain = re.sub(r"\\[a-zA-Z]+ ?|\\.", "x", text)
    return len(re.sub(r"[${}^_`*]", "", plain))


def faults(one: Question) -> list[str]:
    """Say what is wrong with a question, as far as a program can."""
    found = []
    text = source(one.chapter)
    for label in one.about:
        if not any(place in text for place in (f"({label})", f"{{eq}}`{label}`", f'"{label}"')):
            found.append(f"{label} is not in {one.chapter}")
    if not one.about:
        found.append("rests on nothing")
    for sentence in re.split(r"(?<=[.:?]) ", one.text):
        if YES_OR_NO.match(sentence):
            found.append(f"asks for yes or no: {sentence}")
    if not one.text.endswith("?"):
        found.append("asks nothing")
    long = [("question", one.text)]
    for option in one.options:
        long += [("option", option.text), ("word", option.word)]
        if re.match(r"(yes|no)\b(?! )|(all|none) of (the above|these|them)", option.text, re.I):
            found.append(f"is no option: {option.text}")
        if not re.search(r"[.?]$", option.word):
            found.append(f"has no sentence as its word: {option.word}")
    found += [f"{what} too long: {text}" for what, text in long if signs(text) > LONGEST[what]]
    lengths = [signs(option.text) for option in one.options]
    if max(lengths) > 2 * min(lengths) + 8:
        found.append(f"options of unlike length: {lengths}")
    if any(text.count("$") % 2 for _, text in long):
        found.append("a formula has no end")
    return found


@pytest.mark.parametrize("one", ALL, ids=lambda one: one.id)
def test_a_question_rests_on_its_chapter_and_is_short(one: Question) -> None:
    assert faults(one) == []
    other = one._replace(about=[], text="Is it so")
    assert len(faults(other)) == 3, "on nothing it rests, a yes or no, and it asks nothing"


def test_each_chapter_has_about_five() -> None:
    contents = yaml.safe_load((ROOT / "_toc.yml").read_text("utf-8"))
    files = [chapter["file"] for part in contents["parts"] for chapter in part["chapters"]]
    wanted = {Path(name).name for name in files if name.startswith("notebooks/")}
    counted = Counter(one.chapter for one in ALL)
    assert {name: counted[name] for name in wanted if not 4 <= counted[name] <= 6} == {}
    assert set(counted) == wanted
    assert of_chapter("loss")[0].id == "loss-squares"


def test_nothing_but_knowledge_gives_the_right_option_away() -> None:
    """Neither its place nor its length: guessing by one of them gives little more than chance."""
    places = Counter((len(one.options), one.right) for one in ALL)
    for size in (3, 4):
        here = [places[size, place] for place in range(size)]
        assert min(here) >= 0.7 * sum(here) / size or sum(here) < 12, (size, here)
    longest = [
        one.id
        for one in ALL
        if signs(one.options[one.right].text)
        > max(signs(option.text) for option in one.options if not option.is_right)
    ]
    assert len(longest) <= len(ALL) / 3, longest


def test_nothing_is_asked_or_said_twice() -> None:
    said = [one.text for one in ALL] + [option.word for one in ALL for option in one.options]
    assert [text for text, times in Counter(said).items() if times > 1] == []


ROW: dict[str, Any] = {
    "chapter": "loss",
    "about": ["N3"],
    "question": "What is the loss?",
    "right": ["a sum", "Of squares."],
    "wrong": [["a mean", "Nothing is divided."], ["a root", "None is taken."]],
}


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ([["a mean", "No."]], "planted: 2 options; expected 3 or 4"),
        ([["a mean", "No."]] * 4, "planted: 5 options; expected 3 or 4"),
        ([["a mean", "No."], ["a sum", "No."]], "planted: an option stands there twice"),
    ],
)
def test_a_row_that_is_no_question_is_refused(wrong: list[list[str]], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        question("planted", ROW | {"wrong": wrong})
