"""Chromium or Chrome, for what is printed or photographed from the built book."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Error, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")


class NoBrowserError(Exception):
    """There is no Chromium and no Chrome on this machine, or it cannot show a text field."""


@contextmanager
def chromium(command: str) -> Iterator[Browser]:
    """Start the browser, and end it with the block.

    Parameters
    ----------
    command : str
        What a person typed, for the one line that says what is missing.

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
    with sync_playwright() as playwright:
        # the sandbox needs rights that root in a container has not
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
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
