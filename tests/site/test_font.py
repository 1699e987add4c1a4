"""The font of the formulas is cut down, and keeps what no formula spells out as a sign."""

import string
import sys
import unicodedata
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from site_pages import ROOT

sys.path.insert(0, str(ROOT / "book" / "_ext"))
from equations import write_font

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
