"""The pages of all exercises and of all answers, and the course's, hold what the chapters have."""

from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from site_checks import soup
from site_pages import ROOT, book_pages

from companion.exercises.course import labels_of, lessons, tasks
from companion.exercises.data import exercises

CHAPTERS = [page for page in book_pages() if page.startswith("notebooks/")]


def words(tag: Tag) -> str:
    return " ".join(tag.get_text(" ").split())


def entry(page: BeautifulSoup, label: str) -> Tag:
    found = page.select(f"section.one-exercise#{label}")
    assert len(found) == 1, label
    return found[0]


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_each_exercise_stands_there_with_its_words_number_hint_and_solution(
    site: Path, chapter: str
) -> None:
    own, every, answers = (
        soup(site / f"{page}.html") for page in (chapter, "book/exercises", "book/answers")
    )
    for label in labels_of(ROOT / f"{chapter}.ipynb"):
        asked = own.select_one(f"#{label}")
        assert asked
        number, first = (words(asked.select_one(at)) for at in (".caption-number", "section > p"))  # type: ignore[arg-type]
        folded = entry(every, label)
        link = folded.select_one("h3 a")
        assert link
        assert words(link) == number
        assert str(link["href"]).endswith(f"{chapter}.html#{label}")
        assert first in words(folded)
        summaries = [words(fold) for fold in folded.select("details.only-on-screen > summary")]
        assert summaries == ["A hint", "A solution"], label
        for fold in folded.select("details.only-on-screen"):
            assert len(words(fold)) > len("A solution") + 3, f"{label}: an empty fold"
        opened = entry(answers, label)
        assert first in words(opened)
        assert not opened.select("details.only-on-screen")
        solution = own.select_one(f'.solution:has(a[href="#{label}"])')
        for paragraph in solution.select("#solution-content > p") if solution else ():
            assert words(paragraph) in words(opened), label
        for _, says in exercises()[label].written_mistakes if label in exercises() else ():
            assert says in opened.get_text().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'"), label


def test_the_page_for_teachers_has_each_lesson_and_each_exercise(site: Path) -> None:
    page = soup(site / "book/teachers.html")
    titles = [words(h) for h in page.select("article h3")]
    for lesson in lessons():
        assert any(f"Lesson {lesson.number}: {lesson.title}" in title for title in titles)
    table = page.select("article table")[-1]
    linked = {str(a["href"]).partition("#")[2] for a in table.select("a")}
    assert linked == set(tasks())
