"""`python -m tools.check` takes names of its steps, and says so where it is given others."""

import pytest

from tools.check import STEPS, main


@pytest.mark.parametrize("name", ["--help", "test"])
def test_an_unknown_step_is_refused_before_any_step_is_taken(
    name: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tools.check.subprocess.run", lambda *_, **__: pytest.fail("a step ran"))
    assert main(["code", name]) == 2
    said = capsys.readouterr()
    assert repr(name) in said.err
    assert said.out == ""
    assert all(step in said.err for step in STEPS)
