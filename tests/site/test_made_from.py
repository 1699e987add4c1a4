"""A page is read again when what it is made from has changed, and only then."""

from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
MADE_FROM = {"book/code": "numrec", "notebooks/loss": "checks"}


class App:
    """What a stamp asks of Sphinx; one for each build."""

    def __init__(self, folder: Path, checks: dict[str, str]) -> None:
        self.srcdir, self.numrec_coverage, self.numrec_errata = folder, checks, {"E1": "a slip"}


def read(app: App, env: Any) -> list[str]:
    """Read pages as Sphinx does, and name those that were outdated."""
    module: Any = import_module("made_from")
    outdated: list[str] = module.outdated(app, env, set(), set(), set())
    for env.docname in outdated or MADE_FROM:
        module.forget(app, env, env.docname)
        module.made_from(env, MADE_FROM[env.docname])
    module.keep_stamps(app, env)
    return outdated


def test_a_page_is_read_again_when_what_it_is_made_from_has_changed_and_only_then(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "book" / "_ext"))
    line, compiled = tmp_path / "numrec" / "one.py", tmp_path / "numrec" / "one.pyc"
    line.parent.mkdir()
    line.write_text("x = 1  # B1\n")
    env = SimpleNamespace(found_docs={*MADE_FROM}, docname="")
    checks = {"B1": "proved"}
    assert read(App(tmp_path, checks), env) == [], "nothing has been read yet"
    assert read(App(tmp_path, checks), env) == []
    compiled.write_bytes(b"1")
    assert read(App(tmp_path, checks), env) == []
    line.write_text("\nx = 1  # B1\n")
    assert read(App(tmp_path, checks), env) == ["book/code"]
    assert read(App(tmp_path, checks), env) == []
    checks = {"B1": "measured"}
    assert read(App(tmp_path, checks), env) == ["notebooks/loss"]
    env.found_docs.discard("book/code")
    line.write_text("x = 2  # B1\n")
    assert read(App(tmp_path, checks), env) == [], "a page that is gone is not asked for"
