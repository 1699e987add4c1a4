"""What is missing for a browser is said in one line: the browser itself, or any font."""

import os
import shutil
import sys
from pathlib import Path

import pytest
from child_processes import run_child

from tools.chromium import NAMES

ROOT = Path(__file__).parents[1]
START = f"""
import sys
sys.path.insert(0, {str(ROOT)!r})
from tools.chromium import NoBrowserError, chromium
try:
    with chromium("make weigh") as browser:
        print("started", browser.version)
except NoBrowserError as error:
    print(error)
"""
NO_FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{0}/empty</dir><cachedir>{0}/cache</cachedir></fontconfig>
"""


def said(**settings: str) -> str:
    return run_child([sys.executable, "-c", START], cwd=ROOT, env=os.environ | settings).stdout


def test_without_a_browser_it_says_which_were_looked_for(tmp_path: Path) -> None:
    found = said(PATH=str(tmp_path))
    assert found.startswith("make weigh needs Chromium or Chrome, and none of chromium,")
    assert found.count("\n") == 1


@pytest.mark.skipif(
    sys.platform != "linux" or not any(map(shutil.which, NAMES)),
    reason="no browser on this machine, or one that has other ways to fonts",
)
def test_without_a_font_it_says_so(tmp_path: Path) -> None:
    (tmp_path / "fonts.conf").write_text(NO_FONTS.format(tmp_path))
    found = said(FONTCONFIG_FILE=str(tmp_path / "fonts.conf"))
    assert "there is no font" in found
    assert found.count("\n") == 1
    assert said().startswith("started")
