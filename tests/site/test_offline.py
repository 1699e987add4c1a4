"""The book to take along: unpacked anywhere, it opens by a double click."""

import re
import zipfile
from pathlib import Path
from urllib.parse import unquote

import pytest
from playwright.sync_api import Page
from site_checks import Watch

from tools.offline import FOLDER, pack


@pytest.fixture(scope="module")
def unpacked(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("Bücher, mein Regal")
    assert pack(site, folder / "book.zip") > 100
    with zipfile.ZipFile(folder / "book.zip") as archive:
        archive.extractall(folder)
    return folder / FOLDER


TARGET = re.compile(r'(?:href|src)="([^"#?:]+)["#?]')  # an address of another host has a colon


def absent(folder: Path) -> list[str]:
    """Name each file of the folder's own that a page asks for and that is not there."""
    pages = [path for path in folder.rglob("*.html") if "_static" not in path.parts]
    assert len(pages) > 40
    asked = {
        (path.parent / unquote(target)).resolve()
        for path in pages
        for target in TARGET.findall(path.read_text("utf-8"))
    }
    return sorted(str(file.relative_to(folder)) for file in asked if not file.is_file())


def test_each_file_that_a_page_asks_for_is_there(unpacked: Path) -> None:
    """Where in a file a link leads to is seen in the book itself."""
    assert absent(unpacked) == []
    loss = unpacked / "notebooks" / "loss.html"
    loss.rename(unpacked.parent / "loss.html")
    assert absent(unpacked) == ["notebooks/loss.html"]
    (unpacked.parent / "loss.html").rename(loss)


@pytest.mark.parametrize("name", ["book/index", "notebooks/output_layer", "book/play/draw"])
def test_it_opens_from_a_folder_with_spaces_and_umlauts(
    unpacked: Path, bare: Watch, name: str
) -> None:
    assert bare.open((unpacked / f"{name}.html").as_uri()) == []
    assert bare.page.locator("article h1").first.is_visible()


def test_a_double_click_on_its_index_leads_to_the_first_page(unpacked: Path, page: Page) -> None:
    page.goto((unpacked / "index.html").as_uri(), wait_until="commit")
    page.wait_for_url("**/book/index.html")
    page.wait_for_selector("article h1")


def test_the_same_book_is_the_same_zip_and_nothing_unused_is_in_it(
    site: Path, tmp_path: Path
) -> None:
    for name in ("one.zip", "two.zip"):
        pack(site, tmp_path / name)
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "one.zip") as archive:
        names = archive.namelist()
    assert not [name for name in names if "fontawesome" in name or name.endswith(".map")]
    with pytest.raises(FileNotFoundError, match="say make book"):
        pack(tmp_path, tmp_path / "none.zip")
    assert not (tmp_path / "none.zip").exists()
