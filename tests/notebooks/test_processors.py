"""The other processors that .ci/run plays give other bits than this one, or are not played."""

from collections.abc import Mapping
from pathlib import Path

import pytest

# NumPy has no public name for this; np.show_runtime() prints it.
from numpy._core._multiarray_umath import __cpu_features__ as here

from tools import other_processors
from tools.other_processors import OTHERS, main, moved

ROOT = Path(__file__).parents[2]


def test_every_other_that_moves_a_bit_is_played_until_one_fails(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = OTHERS.values()
    played: list[Mapping[str, str]] = []
    monkeypatch.setattr(other_processors, "moved", lambda other: ["exp"] if other != first else [])
    assert main(lambda other: played.append(other) or 3) == 3  # type: ignore[func-returns-value]
    assert played == [second]
    skipped, shown = capsys.readouterr().out.splitlines()
    assert skipped.startswith("== not shown here: ")
    assert shown.endswith("; it moves exp")


def test_without_vector_instructions_other_bits_come_where_there_were_some_and_ci_looks() -> None:
    """With AVX2 alone float64's exp keeps its bits and float32's does not."""
    older = moved(OTHERS["none of the vector instructions that NumPy can do without"])
    if here.get("X86_V3"):
        assert "exp (float32)" in older
    if here.get("X86_V4"):
        assert "exp (float64)" in older
    if not any(here.get(name) for name in other_processors.choices):
        assert older == []
    assert ".venv/bin/python -m tools.other_processors\n" in (ROOT / ".ci" / "run").read_text()
