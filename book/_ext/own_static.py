"""Scripts and styles that the package holds, put where Sphinx takes static files from."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config


def write_static(app: Sphinx, config: Config, texts: Mapping[str, str]) -> None:
    """Write each text to its file, named from the book's static folder."""
    folder = Path(app.doctreedir) / "static_own"
    for name, text in texts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    if str(folder) not in config.html_static_path:
        config.html_static_path.append(str(folder))
