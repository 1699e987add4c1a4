"""How formulas are set: their font is cut down and keeps what it needs, and no line parts them."""

import string
import sys
import unicodedata
from pathlib import Path

import pytest
from docutils import nodes
from fontTools.ttLib import TTFont
from site_pages import ROOT

sys.path.insert(0, str(ROOT / "book" / "_ext"))
from equations import keep_together, write_font

pytestmark = pytest.mark.filterwarnings("ignore:path is deprecated")  # in ziamath, whose font it is


def test_the_root_is_drawn_though_it_is_an_element(tmp_path: Path) -> None:
    write_font(tmp_path / "cut.woff", {"∑"})
    font = TTFont(tmp_path / "cut.woff")
    assert {ord(sign) for sign in "√∑x5"} <= font.getBestCmap().keys()
    assert "MATH" in font


def test_every_letter_that_stands_alone_is_slanted(tmp_path: Path) -> None:
    names = [f"MATHEMATICAL ITALIC SMALL {x}" for x in string.ascii_uppercase if x != "H"]
    names += [f"MATHEMATICAL ITALIC CAPITAL {x}" for x in string.ascii_uppercase]
    slanted = {unicodedata.lookup(name): name for name in [*names, "PLANCK CONSTANT"]}
    write_font(tmp_path / "cut.woff", set())
    has = TTFont(tmp_path / "cut.woff").getBestCmap()
    assert not [name for sign, name in slanted.items() if ord(sign) not in has]


def test_a_formula_keeps_the_comma_behind_it_and_sizes_stay_in_one_piece() -> None:
    """Chromium breaks a line between a formula and its comma, and 3-2-3 at its hyphens."""
    sizes = [nodes.math("", "3"), nodes.Text("-"), nodes.math("", "2"), nodes.Text("), then ")]
    line = nodes.paragraph("", "", *sizes, nodes.math("", "x"), nodes.Text(" alone"))
    keep_together(line)
    assert [part.astext() for part in line] == ["3-2),", " then ", "x", " alone"]
    assert line[0]["classes"] == ["together"]
    keep_together(line)
    assert len(line) == 4, "a second time changes nothing"
