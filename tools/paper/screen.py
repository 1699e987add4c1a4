"""What needs a screen, on paper: a piece is its picture, a question has its answer at the end."""

from __future__ import annotations

import copy
from pathlib import Path

from bs4 import BeautifulSoup, Tag
from bs4.element import PageElement

from companion.exercises.lines import line_of
from companion.play.pages import TITLES
from companion.play.pictures import pictures
from tools.paper.ends import Ends, make

ROOT = Path(__file__).parents[2]

NEEDS_A_SCRIPT = (
    ".headerlink, .recall-waits, .line-waits, .piece-printed, .recall-buttons, .toctree-wrapper, "
    ".sd-octicon, .on-screen, [role=status], details.hide, script, style, template, .remember-keep"
)
"""What paper has no use for; `details.hide` is the code that imports or only draws a figure.
A page says `{container} on-screen` around words that speak of keys and clicks; on that of all
exercises hints and solutions have the class, for on paper they are in the booklet of answers."""

REMEMBERED = "In this edition the questions stand at the end of each chapter, with their answers."


def on_paper(soup: BeautifulSoup, page: str, ends: Ends, live: str) -> None:
    """Replace what works by a script.

    Parameters
    ----------
    soup : BeautifulSoup
        The page; it is changed.
    page : str
        Its name, such as "notebooks/loss".
    ends : Ends
        What stands at its end.
    live : str
        The address of the live page, or "" where none is known.
    """
    for gone in soup.select(NEEDS_A_SCRIPT):
        gone.decompose()
    for answer in soup.select(".exercise-answer"):
        if (cell := answer.find_parent(class_="cell")) is not None:
            # the field to type into; its question stands above it, and its hint stays
            cell.replace_with(answer.find("details") or "")
    for box in soup.select(".remember"):
        box.replace_with(make(soup, "p", REMEMBERED))
    for place in soup.select("[data-play]"):
        piece = place.find_parent(class_="piece") or place
        piece.replace_with(_picture(soup, page, str(place["data-play"]), live))
    for box in soup.select(".write-line"):
        _line(soup, box, ends)
    for asked in soup.select(".recall-list"):
        _questions(soup, asked, ends)
    for box in soup.select(".guesses fieldset"):
        _guess(soup, box)
    for card in soup.select(".sd-card"):
        _card(soup, card)
    for shown in soup.select(".coverage td a, .coverage .not-needed"):
        # eleven columns have no room for words
        if shown.get_text() == "not needed":
            shown.string = "–"
        elif shown.get_text().endswith(" shown"):
            shown["aria-label"], shown.string = "shown", shown.get_text().split()[0]
    for drawing in soup.select(".map-picture"):
        _map(soup, drawing)


def _picture(soup: BeautifulSoup, page: str, name: str, live: str) -> Tag:
    picture = pictures()[page, name]
    shown = make(soup, "img", alt=picture.alt, src=(ROOT / picture.file).as_uri())
    words = make(soup, "figcaption", make(soup, "strong", f"{TITLES[name]}."), " ")
    if live:
        words.extend(["To be used on a screen: ", make(soup, "a", live, href=live)])
    else:
        words.append(f"To be used on a screen: in the built book, on the page {page}.html.")
    return make(soup, "figure", shown, words, class_="piece")


def _line(soup: BeautifulSoup, box: Tag, ends: Ends) -> None:
    line = line_of(str(box["data-line"]))
    for form in box.find_all("form"):
        form.decompose()
    code = make(soup, "pre", line.answers[0])
    asked = f"({line.step})" if line.step else line.asks
    title = [soup.new_string(f"The line for {asked}")]
    box.append(ends.move("answers", [soup.new_string("One right line")], [*title], [code]))


def _questions(soup: BeautifulSoup, box: Tag, ends: Ends) -> None:
    questions, answers = make(soup, "ol", class_="recall"), make(soup, "ol", class_="recall")
    for form in box.select("form.recall"):
        options = make(soup, "ol", type_="a", class_="options")
        for label in form.find_all("label"):
            options.append(make(soup, "li", *_inside(label.span)))
        asked = make(soup, "p", *_inside(form.legend))
        questions.append(make(soup, "li", asked, options))
        answer = make(soup, "li")
        words = form.select("[data-word]")
        for word in sorted(words, key=lambda word: "data-right" not in word.attrs):
            letter = f"{word['data-word']}) "
            if "data-right" in word.attrs:
                answer.append(make(soup, "p", make(soup, "strong", letter), *_inside(word)))
            else:
                answer.append(make(soup, "p", letter, *_inside(word), class_="wrong"))
        if see := form.select_one(".recall-see"):
            answer.append(make(soup, "p", *_inside(see), class_="wrong"))
        answers.append(answer)
    title = [soup.new_string("Do you remember?")]
    line = ends.move("answers", [soup.new_string("Answers")], [*title], [answers])
    box.replace_with(questions)
    questions.insert_after(line)


def _guess(soup: BeautifulSoup, box: Tag) -> None:
    legend = box.legend
    if legend is not None:
        legend.name, legend["class"] = "p", "box-title"
    for tick in box.find_all("input"):
        tick.decompose()
    for label in box.find_all("label"):
        label.insert_before(" · ")
        label.unwrap()
    box.name, box["class"] = "div", "box"


def _card(soup: BeautifulSoup, card: Tag) -> None:
    """Make the title of a card the link, which on a screen the whole card is."""
    link, title = card.select_one("a.sd-stretched-link"), card.select_one(".sd-card-title")
    if link is not None and title is not None:
        address = str(link["href"])
        link.decompose()
        words = title.get_text().strip()
        title.replace_with(
            make(soup, "p", make(soup, "a", words, href=address), class_="box-title")
        )


def _map(soup: BeautifulSoup, drawing: Tag) -> None:
    """Leave the lines out where a node stands, for here it has no ground to hide them."""
    size = {"x": "0", "y": "0", "width": str(drawing["width"]), "height": str(drawing["height"])}
    holes = make(soup, "mask", make(soup, "rect", fill="white", **size), id="map-holes", **size)
    holes["maskUnits"] = "userSpaceOnUse"
    for shape in drawing.select(".map-node rect, .map-node polygon"):
        hole = copy.copy(shape)
        hole["fill"] = "black"
        holes.append(hole)
    lines = drawing.select_one(".map-lines")
    if lines is not None:
        lines["mask"] = "url(#map-holes)"
        lines.insert_before(holes)


def _inside(tag: Tag | None) -> list[PageElement]:
    return [] if tag is None else list(tag.children)
