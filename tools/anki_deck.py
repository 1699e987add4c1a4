"""The questions to recall and the steps' equations as a deck for Anki: `make anki` writes it.

The same data give the same bytes. Anki takes a card anew only from a later edition: whoever changes
the cards sets `EDITION` to the day of the change.
"""

import io
import json
import zipfile
from collections.abc import Iterable
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory

import genanki
from markdown_it import MarkdownIt
from mdit_py_plugins.dollarmath import dollarmath_plugin

from companion.exercises.recall import Question, questions
from companion.pages.coverage import read_coverage
from companion.pages.equations import Row, in_lines, rows
from companion.steps import steps

ROOT = Path(__file__).parents[1]
DECK = ROOT / "_build" / "numrec.apkg"
NOTEBOOKS = ROOT / "notebooks"

EDITION = "2026-11-30"
ZIP_DATE = (1980, 1, 1, 0, 0, 0)

# Chosen once: by these Anki knows the decks and the kinds of notes again.
QUESTIONS_DECK, EQUATIONS_DECK = 1_964_203_711, 1_964_203_712
QUESTION_MODEL, EQUATION_MODEL = 1_964_203_721, 1_964_203_722

STYLE = """.card { font: 20px/1.5 serif; max-width: 34em; margin: 1em auto; padding: 0 1em; }
ol { list-style: lower-alpha; }
.where { font-size: 70%; opacity: 0.75; }
"""
WHERE = '<p class="where">{{Where}}</p>'

QUESTION = genanki.Model(
    QUESTION_MODEL,
    "numrec: a question",
    fields=[{"name": name} for name in ("Question", "Options", "Answer", "Words", "Where")],
    templates=[
        {
            "name": "Question",
            "qfmt": "<p><b>{{Question}}</b></p>{{Options}}",
            "afmt": "{{FrontSide}}<hr id=answer>{{Answer}}{{Words}}" + WHERE,
        }
    ],
    css=STYLE,
)
EQUATION = genanki.Model(
    EQUATION_MODEL,
    "numrec: an equation",
    fields=[{"name": name} for name in ("Step", "Title", "Equation", "Letters", "Where")],
    templates=[
        {
            "name": "Equation",
            "qfmt": "<p>Write it down:</p><p><b>{{Title}}</b></p>",
            "afmt": "{{FrontSide}}<hr id=answer>{{Equation}}{{Letters}}" + WHERE,
        }
    ],
    css=STYLE,
)


def _tex(latex: str, more: dict[str, bool]) -> str:
    left, right = (r"\[", r"\]") if more["display_mode"] else (r"\(", r"\)")
    return f"{left}{escape(latex, quote=False)}{right}"


_MARKDOWN = MarkdownIt("commonmark").use(dollarmath_plugin, renderer=_tex)


def html(markdown: str) -> str:
    r"""Write a line of Markdown as HTML, its formulas between \( and \) as Anki draws them."""
    return str(_MARKDOWN.renderInline(markdown))


def title_of(chapter: str) -> str:
    """Return the heading of a chapter, by the notebook's name without its ending."""
    cells = json.loads((NOTEBOOKS / f"{chapter}.ipynb").read_text("utf-8"))["cells"]
    return "".join(cells[0]["source"]).splitlines()[0].removeprefix("# ")


def place_of(chapter: str, labels: Iterable[str]) -> str:
    """Say where in the book: the chapter, and the steps; other labels stand on no page."""
    named = ", ".join(label for label in labels if label in steps())
    return escape(": ".join(filter(None, [title_of(chapter), named])))


def question_note(one: Question) -> genanki.Note:
    """Make the note of a question: before it is turned its options, after it every word."""
    right = one.options[one.right]
    wrong = [option for option in one.options if not option.is_right]
    options = "".join(f"<li>{html(option.text)}</li>" for option in one.options)
    words = "".join(f"<li><i>{html(option.text)}</i>: {html(option.word)}</li>" for option in wrong)
    return genanki.Note(
        model=QUESTION,
        fields=[
            html(one.text),
            f"<ol>{options}</ol>",
            f"<p><b>{html(right.text)}</b>. {html(right.word)}</p>",
            f"<ul>{words}</ul>",
            place_of(one.chapter, one.about),
        ],
        tags=[one.chapter],
        guid=genanki.guid_for("numrec", "question", one.id),
    )


def equation_note(row: Row) -> genanki.Note:
    """Make the note of a step's equation."""
    chapter = Path(row.chapter).stem
    letters = f"<p>{html(row.step.letters)}</p>" if row.step.letters else ""
    return genanki.Note(
        model=EQUATION,
        fields=[
            row.step.id,
            escape(row.step.title),
            _tex(in_lines(row.latex), {"display_mode": True}),
            letters,
            place_of(chapter, [row.step.id]),
        ],
        tags=[chapter],
        guid=genanki.guid_for("numrec", "equation", row.step.id),
    )


def decks() -> list[genanki.Deck]:
    """Make the two decks: the questions, and the equations, each in the order of the book."""
    asked = genanki.Deck(QUESTIONS_DECK, "How a neural network learns::Questions")
    for one in questions().values():
        asked.add_note(question_note(one))
    written = genanki.Deck(EQUATIONS_DECK, "How a neural network learns::Equations")
    for row in rows(read_coverage(NOTEBOOKS)):
        written.add_note(equation_note(row))
    return [asked, written]


def deck_bytes() -> bytes:
    """Return the whole file: what Anki reads, with the edition for every date in it."""
    edition = datetime.fromisoformat(EDITION).replace(tzinfo=UTC).timestamp()
    with TemporaryDirectory() as folder:
        first = Path(folder) / "deck.apkg"
        genanki.Package(decks()).write_to_file(first, timestamp=edition)
        made = io.BytesIO()
        with zipfile.ZipFile(first) as parts, zipfile.ZipFile(made, "w") as whole:
            for name in sorted(parts.namelist()):
                part = zipfile.ZipInfo(name, ZIP_DATE)
                part.compress_type = zipfile.ZIP_DEFLATED
                whole.writestr(part, parts.read(name))
    return made.getvalue()


if __name__ == "__main__":
    DECK.parent.mkdir(exist_ok=True)
    DECK.write_bytes(deck_bytes())
    print(f"The deck: {DECK}. In Anki: File, Import.")
