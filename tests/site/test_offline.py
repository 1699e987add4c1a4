"""The book to take along: unpacked anywhere, it opens by a double click."""

import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from site_checks import Watch, link_faults

from tools.offline import FOLDER, pack


@pytest.fixture(scope="module")
def unpacked(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("Bücher, mein Regal")
    assert pack(site, folder / "book.zip") > 100
    with zipfile.ZipFile(folder / "book.zip") as archive:
        archive.extractall(folder)
    return folder / FOLDER


def test_each_link_and_each_file_of_a_page_is_there(unpacked: Path) -> None:
    pages = [path for path in unpacked.rglob("*.html") if "_static" not in path.parts]
    assert len(pages) > 40
    for page in pages:
        assert link_faults(page, unpacked) == [], page
    loss = unpacked / "notebooks" / "loss.html"
    loss.rename(unpacked / "gone.html")
    assert link_faults(unpacked / "notebooks" / "output_layer.html", unpacked)
    (unpacked / "gone.html").rename(loss)


@pytest.mark.parametrize("name", ["book/index", "notebooks/output_layer", "book/play/draw"])
def test_it_opens_from_a_folder_with_spaces_and_umlauts(
    unpacked: Path, browser: Browser, name: str
) -> None:
    watch = Watch(browser.new_context().new_page())
    assert watch.open((unpacked / f"{name}.html").as_uri()) == []
    assert watch.page.locator("article h1").first.is_visible()
    assert watch.faults == []
    watch.page.context.close()


def test_a_double_click_on_its_index_leads_to_the_first_page(
    unpacked: Path, browser: Browser
) -> None:
    page = browser.new_page()
    page.goto((unpacked / "index.html").as_uri(), wait_until="commit")
    page.wait_for_url("**/book/index.html")
    page.wait_for_selector("article h1")
    page.close()


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
