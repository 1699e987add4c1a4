"""The other processors that .ci/run plays are others indeed: the bits of np.exp move."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tools.older_features import older_features

ROOT = Path(__file__).parents[2]
EXP = (
    "import numpy as np; x = np.random.default_rng(0).normal(size=999);"
    "print(np.exp(x).tobytes().hex(), np.exp(x.astype('f4')).tobytes().hex())"
)


def bits_of_exp(disabled: str) -> list[str]:
    """Give the bits of np.exp, in float64 and float32, without some vector instructions."""
    shown = subprocess.run(
        [sys.executable, "-W", "error", "-c", EXP],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "NPY_DISABLE_CPU_FEATURES": disabled},
    )
    return shown.stdout.split()


@pytest.mark.skipif(
    not older_features(),
    reason="this processor has none of the newer vector instructions, so none can be taken away",
)
def test_the_older_processor_that_ci_plays_moves_the_bits_of_exp() -> None:
    script = [sys.executable, str(ROOT / "tools" / "older_features.py")]
    named = subprocess.run(script, capture_output=True, text=True, check=True).stdout.strip()
    assert named == " ".join(older_features())
    as_it_is, older = bits_of_exp(""), bits_of_exp(named)
    assert as_it_is == bits_of_exp("")
    # float64 moves with X86_V4 or X86_V3, float32 with X86_V3 alone.
    assert as_it_is[0] != older[0]
    assert ("X86_V3" in named) == (as_it_is[1] != older[1])


def test_only_what_the_processor_has_is_named() -> None:
    assert older_features({"X86_V3": True, "X86_V4": False}) == ["X86_V3"]
    assert older_features({"ASIMD": True}) == []


def test_ci_plays_two_other_processors() -> None:
    text = (ROOT / ".ci" / "run").read_text()
    assert "OPENBLAS_CORETYPE=Prescott OPENBLAS_NUM_THREADS=1 make check-notebooks" in text
    disabled = 'NPY_DISABLE_CPU_FEATURES="$(.venv/bin/python tools/older_features.py)"'
    assert f"{disabled} make check-notebooks" in text
