"""Chromium or Chrome, for what is printed or photographed from the built book."""

import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from html import escape
from pathlib import Path

from playwright.sync_api import Browser, Error, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")

FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{0}</dir><cachedir>{0}</cachedir>
<match target="pattern"><edit name="hintstyle"><const>hintnone</const></edit></match></fontconfig>
"""
"""One folder, and letters as wide as they are drawn: hinted, they would stand on whole pixels."""


class NoBrowserError(Exception):
    """There is no Chromium and no Chrome on this machine, or it cannot show a text field."""


@contextmanager
def chromium(command: str, fonts: Sequence[Path] = ()) -> Iterator[Browser]:
    """Start the browser, and end it with the block.

    Parameters
    ----------
    command : str
        What a person typed, for the one line that says what is missing.
    fonts : sequence of Path
        Files of fonts that the browser has in place of the machine's; none for the machine's. It
        holds on Linux, where browsers ask fontconfig.

    Raises
    ------
    NoBrowserError
        If there is none, or it ends at the first text field, as it does without any font; it names
        the command, what was looked for and what to do.
    """
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None:
        raise NoBrowserError(
            f"{command} needs Chromium or Chrome, and none of {', '.join(NAMES)} was found: "
            "install one (Debian: apt install chromium)"
        )
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        # the sandbox needs rights that root in a container has not
        browser = playwright.chromium.launch(
            executable_path=found, args=["--no-sandbox"], env=_with_fonts(fonts, Path(folder))
        )
        page = browser.new_page()
        try:
            page.set_content("<input value=a>")
            page.close()
        except Error as error:
            raise NoBrowserError(
                f"{command} needs a browser that shows a text field, and {found} ended at one: "
                "most often there is no font (Debian: apt install fonts-dejavu-core)"
            ) from error
        yield browser
        browser.close()


def _with_fonts(fonts: Sequence[Path], folder: Path) -> dict[str, str | float | bool] | None:
    """Return the environment of a browser that has these fonts alone; None for the usual one."""
    if not fonts:
        return None
    for font in fonts:
        shutil.copy(font, folder)
    settings = folder / "fonts.conf"
    settings.write_text(FONTS.format(escape(str(folder))), "utf-8")
    return {**os.environ, "FONTCONFIG_FILE": str(settings)}
