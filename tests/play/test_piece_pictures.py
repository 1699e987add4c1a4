"""The pictures that stand for the pieces on paper: one for each, in the state of its page."""

from pathlib import Path

import pytest
from PIL import Image
from site_checks import LEAST_WORDS_OF_ALT, soup
from site_pages import book_pages

from companion.play.pictures import FOLDER, Picture, pictures
from tools.piece_pictures import STATE, at_rest

ROOT = Path(__file__).parents[2]
MOST_BYTES = 1_500_000


def picture_faults(site: Path, root: Path) -> list[str]:
    """Name each piece without a picture, each without a piece, and each in another state."""
    placed = {
        (page, str(place["data-play"])): str(place.get("data-state", ""))
        for page in book_pages()
        for place in soup(site / f"{page}.html").select("[data-play]")
    }
    told = pictures()
    faults = [f"no words for {piece} on {page}" for page, piece in placed.keys() - told.keys()]
    faults += [f"no piece {piece} on {page}" for page, piece in told.keys() - placed.keys()]
    for place, picture in told.items():
        if not (root / picture.file).is_file():
            faults.append(f"no picture: {picture.file}")
            continue
        with Image.open(root / picture.file) as image:
            state = image.info[STATE]
        if state != placed.get(place, state):
            faults.append(f"{picture.file} shows {state!r}; expected {placed[place]!r}")
    kept = {root / picture.file for picture in told.values()}
    faults += [f"of no piece: {path.name}" for path in {*(root / FOLDER).iterdir()} - kept]
    return sorted(faults)


def test_each_piece_has_its_picture_and_each_picture_its_piece(site: Path, tmp_path: Path) -> None:
    assert picture_faults(site, ROOT) == [], "make pictures takes them"
    folder = tmp_path / FOLDER
    folder.mkdir(parents=True)
    for path in (ROOT / FOLDER).iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    (folder / "draw.png").rename(folder / "of_old.png")
    (folder / "output_layer-stepper.png").write_bytes((folder / "stepper.png").read_bytes())
    assert [fault.partition(":")[0] for fault in picture_faults(site, tmp_path)] == [
        f"{FOLDER}/output_layer-stepper.png shows ''; expected 'open=delta2_0&ask=1'",
        "no picture",
        "of no piece",
    ]


@pytest.mark.parametrize("picture", pictures().values(), ids=lambda picture: picture.file)
def test_a_picture_is_light_and_says_what_it_shows(picture: Picture) -> None:
    with Image.open(ROOT / picture.file) as image:
        width, height = image.size
        corner = image.convert("L").crop((0, 0, 4, 4)).tobytes()
    assert width > 1200, "two pixels of the picture for one of the page"
    assert height < 2.2 * width
    assert min(corner) > 240, "the light theme"
    assert len(picture.alt.split()) > 5 * LEAST_WORDS_OF_ALT


def test_all_pictures_together_are_small() -> None:
    assert sum((ROOT / picture.file).stat().st_size for picture in pictures().values()) < MOST_BYTES


def test_a_piece_is_photographed_when_it_has_come_to_rest() -> None:
    taken = iter([b"", b"a", b"ab", b"abc", b"abc", b"too late"])
    assert at_rest(lambda: next(taken)) == b"abc"
    moving = iter(range(99))
    with pytest.raises(ValueError, match="still moves after 20 photographs"):
        at_rest(lambda: b"%d" % next(moving))
