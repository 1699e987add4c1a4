"""Photograph the interactive pieces for paper, where nothing moves: `make pictures`.

Each is taken from the built book, in the state that its page gives it, and its state is written
into the picture's file, so that a test sees a piece that stands otherwise by now. Whether it would
look the same today no test compares: letters differ from machine to machine.
"""

import io
import sys
from collections.abc import Callable
from pathlib import Path

from PIL import Image, PngImagePlugin
from playwright.sync_api import Browser, Page

from companion.play.pen import PAD
from companion.play.pictures import FOLDER, Picture, pictures
from tools.chromium import NoBrowserError, chromium
from tools.drawings import saved

ROOT = Path(__file__).parent.parent
HTML = ROOT / "_build" / "html"

MOST = 1300
"""In CSS pixels: a taller one is cut above the last heading that lies higher."""

COLOURS = 96

MOST_PHOTOS = 20

STATE = "State"
"""Under what name the state is written into the file."""

PLAIN = """
  .bd-header-article, #pst-skip-link { display: none; }
  .play { padding: 10px; }
"""
"""The theme's bars lie over what is scrolled to; and a picture needs a margin."""

# The place's box, as far as it is shown.
BOX = """(place, most) => {
  const box = place.getBoundingClientRect();
  const tops = [...place.querySelectorAll("h2, h3")].map((one) => one.getBoundingClientRect().top);
  const cut = Math.max(...tops.map((top) => top - box.top - 12).filter((top) => top < most));
  const height = box.height > most && cut > most / 3 ? cut : box.height;
  return { x: box.x + scrollX, y: box.y + scrollY, width: box.width, height };
}"""


def draw(page: Page) -> None:
    """Draw a three on the pad, for an empty pad shows nothing."""
    drawing = next(one for one in saved() if one.kind == "plain" and one.digit == 3)
    box = page.locator(".pad").bounding_box()
    assert box is not None
    scale = box["width"] / PAD
    for stroke in drawing.strokes:
        at = [(box["x"] + x * scale, box["y"] + y * scale) for x, y in stroke]
        page.mouse.move(*at[0])
        page.mouse.down()
        for point in at[1:]:
            page.mouse.move(*point)
        page.mouse.up()


def learn(page: Page) -> None:
    """Let the network learn a little: a hundred and fifty mini-batches, as many on each machine."""
    button = page.get_by_role("button", name="One batch")
    for _ in range(150):
        button.click()
    page.wait_for_selector("[data-play=train][data-done='150']")


BEFORE: dict[str, Callable[[Page], None]] = {"read": draw, "train": learn}
"""What a reader would do first, where a piece begins empty."""


def photograph(browser: Browser, html: Path, picture: Picture) -> bytes:
    """Return a piece of the built book as a PNG picture of few colours.

    Parameters
    ----------
    browser : Browser
        A Chromium.
    html : Path
        The built book.
    picture : Picture
        The piece and its page.

    Raises
    ------
    ValueError
        If the page has no such piece, or it does not come to rest.
    """
    page = browser.new_page(
        viewport={"width": 1280, "height": 900},
        device_scale_factor=2,
        color_scheme="light",
        reduced_motion="reduce",
    )
    page.goto((html / f"{picture.page}.html").as_uri())
    place = page.locator(f"[data-play={picture.piece}]")
    if place.count() != 1:
        raise ValueError(f"{picture.page} has no piece {picture.piece}; expected one, once")
    place.scroll_into_view_if_needed()  # what is large is loaded then
    place.and_(page.locator("[data-ready]")).wait_for()
    page.add_style_tag(content=PLAIN)
    if picture.piece in BEFORE:
        BEFORE[picture.piece](page)
    page.mouse.move(0, 0)
    page.evaluate("document.activeElement.blur()")
    page.evaluate("numrec.settle()")
    photo = at_rest(lambda: page.screenshot(clip=place.evaluate(BOX, MOST), full_page=True))
    state = place.get_attribute("data-state") or ""
    page.close()
    return small(photo, state)


def at_rest(take: Callable[[], bytes]) -> bytes:
    """Return the first photograph that is like the one before: all is drawn that takes some frames.

    Raises
    ------
    ValueError
        If none is.
    """
    before = take()
    for _ in range(MOST_PHOTOS):
        if (photo := take()) == before:
            return photo
        before = photo
    raise ValueError(f"a piece still moves after {MOST_PHOTOS} photographs; expected it at rest")


def small(photo: bytes, state: str) -> bytes:
    """Return a PNG picture anew with few colours, and with the piece's state as a text in it."""
    told = PngImagePlugin.PngInfo()
    told.add_text(STATE, state)
    with Image.open(io.BytesIO(photo)) as image:
        few = image.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    made = io.BytesIO()
    few.save(made, "PNG", optimize=True, pnginfo=told)
    return made.getvalue()


def main() -> None:
    """Take all pictures, or those whose page or piece is named; drop those of no piece."""
    named = sys.argv[1:]
    with chromium("make pictures") as browser:
        taken = {
            ROOT / picture.file: photograph(browser, HTML, picture)
            for picture in pictures().values()
            if not named or {picture.page, picture.piece} & {*named}
        }
    (ROOT / FOLDER).mkdir(exist_ok=True)
    for path, photo in taken.items():
        path.write_bytes(photo)
    kept = {ROOT / picture.file for picture in pictures().values()}
    for path in {*(ROOT / FOLDER).glob("*.png")} - kept:
        path.unlink()
    print(f"{len(taken)} pictures, {sum(map(len, taken.values())) / 1e3:.0f} kB: {FOLDER}")


if __name__ == "__main__":
    try:
        main()
    except (NoBrowserError, ValueError) as error:
        sys.exit(str(error))
