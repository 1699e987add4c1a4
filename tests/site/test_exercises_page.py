"""The pages of all exercises and of all answers, and the course's, hold what the chapters have."""

import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from playwright.sync_api import Page
from site_checks import soup
from site_pages import ROOT, book_pages
from sphinx.errors import ConfigError

from companion.exercises.course import labels_of, lessons, tasks
from companion.exercises.data import exercises
from companion.pages.coverage import read_coverage

sys.path.insert(0, str(ROOT / "book" / "_ext"))
from marks import demand_chapters

CHAPTERS = [page for page in book_pages() if page.startswith("notebooks/")]


def words(tag: Tag | None) -> str:
    return " ".join(tag.get_text(" ").split()) if tag else ""


def entries(page: BeautifulSoup) -> dict[str, Tag]:
    return {str(found["id"]): found for found in page.select("section.one-exercise")}


def test_each_exercise_stands_there_with_its_words_number_hint_and_solution(site: Path) -> None:
    folded, opened = (
        entries(soup(site / f"book/{page}.html")) for page in ("exercises", "answers")
    )
    assert [*folded] == [*opened]
    assert len(folded) == len(tasks())
    for chapter in CHAPTERS:
        own = soup(site / f"{chapter}.html")
        asked = {str(found["id"]): found for found in own.select(".exercise")}
        solved = {
            str(found.select_one("a")["href"])[1:]: found  # type: ignore[index]
            for found in own.select(".solution")
        }
        assert [*asked] == labels_of(ROOT / f"{chapter}.ipynb")
        for label in asked:
            number, first = (
                words(asked[label].select_one(at)) for at in (".caption-number", "section > p")
            )
            assert first in words(folded[label])
            assert first in words(opened[label])
            (link, *_) = folded[label].select("h3 a")
            assert words(link) == number
            assert str(link["href"]).endswith(f"{chapter}.html#{label}")
            hint, solution = folded[label].select("details.on-screen")
            assert words(hint).startswith("A hint ")
            assert words(solution).startswith("A solution ")
            assert not opened[label].select("details.on-screen")
            if label in solved:
                for paragraph in solved[label].select("#solution-content > p"):
                    assert words(paragraph) in words(solution), label
                    assert words(paragraph) in words(opened[label]), label


def test_the_booklet_says_what_wrong_answers_mean(site: Path) -> None:
    opened = entries(soup(site / "book/answers.html"))
    for label, exercise in exercises().items():
        told = words(opened[label]).replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
        assert all(says in told for _, says in exercise.written_mistakes), label


def test_on_paper_one_page_has_no_solution_and_the_other_every_one(site: Path, page: Page) -> None:
    page.emulate_media(media="print")
    seen = []
    for name in ("exercises", "answers"):
        page.goto((site / f"book/{name}.html").as_uri())
        seen.append(page.inner_text("article"))
    sheet, booklet = seen
    assert "A solution" not in sheet
    assert "The two paths pull against each other" not in sheet
    assert "Their deltas are" in sheet
    assert "Their deltas are" in booklet
    assert "The two paths pull against each other" in booklet


def test_the_page_for_teachers_has_each_lesson_and_each_exercise(site: Path) -> None:
    page = soup(site / "book/teachers.html")
    titles = [words(h) for h in page.select("article h3")]
    for lesson in lessons():
        assert any(f"Lesson {lesson.number}: {lesson.title}" in title for title in titles)
    table = page.select("article table")[-1]
    linked = {str(a["href"]).partition("#")[2] for a in table.select("a")}
    assert linked == set(tasks())


def test_a_contents_without_a_chapter_that_derives_a_step_is_refused_in_one_line() -> None:
    coverage = read_coverage(ROOT / "notebooks")
    pages = dict.fromkeys(book_pages())
    app: Any = SimpleNamespace(
        numrec_coverage=coverage, config=SimpleNamespace(external_site_map=pages)
    )
    demand_chapters(app)
    for kept in ("notebooks/looking_inside", "notebooks/worked_example"):
        del pages[kept]
    demand_chapters(app)
    del pages["notebooks/loss"]
    with pytest.raises(ConfigError, match=r"^notebooks/loss derives N3.* not in _toc\.yml; expect"):
        demand_chapters(app)
