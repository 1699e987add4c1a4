"""The picture that goes with a link to the book."""

from pathlib import Path

import matplotlib as mpl
import matplotlib.image as mpl_image

from companion import figures
from companion.figures.card import HEIGHT, WIDTH, write_card


def test_a_card_is_opaque_and_the_same_whatever_a_chapter_has_set(tmp_path: Path) -> None:
    write_card(tmp_path / "fresh.png", "How a network learns", "In a few words.")
    with mpl.rc_context():
        figures.setup()
        write_card(tmp_path / "later.png", "How a network learns", "In a few words.")
    assert (tmp_path / "later.png").read_bytes() == (tmp_path / "fresh.png").read_bytes()
    pixels = mpl_image.imread(tmp_path / "later.png")
    assert pixels.shape[:2] == (HEIGHT, WIDTH)
    assert (pixels[..., 3] == 1).all()
