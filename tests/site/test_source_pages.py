"""The code's pages: in one order whatever the seed, and written again only when they differ."""

import sys
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from child_processes import run_child
from docutils import nodes
from sphinx.highlighting import PygmentsBridge

ROOT = Path(__file__).parents[2]

ORDER = f"""
import sys
from pathlib import Path
sys.path[:0] = [{str(ROOT)!r}, {str(ROOT / "book" / "_ext")!r}]
from source_pages import READ_FIRST, reading_order
for package in READ_FIRST:
    print(*reading_order(Path({str(ROOT)!r}, package)))
"""


def test_the_files_stand_in_one_order_whatever_the_hash_seed() -> None:
    orders = {
        run_child([sys.executable, "-c", ORDER], cwd=ROOT, env={"PYTHONHASHSEED": seed}).stdout
        for seed in "123456"
    }
    assert len(orders) == 1
    assert "network.py" in orders.pop()


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """What a page of code is made with, for two packages of one file each."""
    monkeypatch.syspath_prepend(str(ROOT / "book" / "_ext"))
    for package in ("numrec", "companion"):
        (tmp_path / package).mkdir()
        (tmp_path / package / "one.py").write_text('"""One."""\n\nx = 1  # B1\n')
    builder = SimpleNamespace(
        get_relative_uri=lambda page, target: f"{target}.html",
        highlighter=PygmentsBridge("html"),
        templates=SimpleNamespace(newest_template_mtime=lambda: 1.0),
        build_info=SimpleNamespace(config_hash="a"),
    )
    return SimpleNamespace(
        srcdir=tmp_path,
        outdir=tmp_path / "html",
        doctreedir=tmp_path,
        builder=builder,
        env=SimpleNamespace(titles={"notebooks/loss": nodes.title("", "The loss")}),
        numrec_coverage={"B1": SimpleNamespace(claimed_in="notebooks/loss.ipynb")},
    )


def written(app: Any) -> list[str]:
    """Write the pages as Sphinx does, and name those that were yielded."""
    names = []
    for page, context, _ in import_module("source_pages").pages(app):
        path = Path(app.outdir, f"{page}.html")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(context["body"], "utf-8")
        names.append(page)
    return names


def test_a_page_is_written_again_when_it_would_differ_and_only_then(app: Any) -> None:
    assert written(app) == ["code/one", "code/companion/one"]
    assert written(app) == []
    (app.srcdir / "numrec" / "one.py").write_text('"""One."""\n\ny = 1  # B1\n')
    assert written(app) == ["code/one"]
    (app.outdir / "code" / "one.html").unlink()
    assert written(app) == ["code/one"]
    for change in (
        lambda: app.env.titles.update({"notebooks/loss": nodes.title("", "What it costs")}),
        lambda: app.numrec_coverage.update({"B1": SimpleNamespace(claimed_in="notebooks/b.ipynb")}),
        lambda: setattr(app.builder.build_info, "config_hash", "b"),
        lambda: setattr(app.builder.templates, "newest_template_mtime", lambda: 2.0),
    ):
        change()
        assert written(app) == ["code/one", "code/companion/one"]
        assert written(app) == []
