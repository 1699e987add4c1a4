"""Faults planted in a copy of a chapter are refused by the very commands of `make test`."""

import os
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from tools.run_notebooks import METADATA, main

CELLS = [
    "from numrec import plotting\nfrom numrec.derivation.published import published\n"
    "from numrec.train import Pass",
    "print(6 * 7)",
    "plotting.setup()\nplotting.learning_curve([Pass(3, 0.1), Pass(2, 0.2), Pass(1, 0.3)])",
    'published("N1", [3], ["3"])',
]


@pytest.fixture(scope="module")
def chapter(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Give a small chapter with its outputs, made by the command that makes the real ones."""
    cells = [nbformat.v4.new_code_cell(source, id=f"cell-{n}") for n, source in enumerate(CELLS)]
    path = tmp_path_factory.mktemp("chapter") / "chapter.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=METADATA), path)
    assert main([path]) == 0
    return path.read_text("utf-8")


def strict_nbval(folder: Path, text: str) -> subprocess.CompletedProcess[str]:
    """Run strict nbval on a chapter, as `make check-notebooks` does."""
    (folder / "chapter.ipynb").write_text(text, "utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist"]
    command += ["--nbval", "--nbval-current-env", "--rootdir", str(folder), str(folder)]
    return subprocess.run(command, capture_output=True, text=True, timeout=200, check=False)


def test_the_chapter_as_it_is_passes(chapter: str, tmp_path: Path) -> None:
    result = strict_nbval(tmp_path, chapter)
    assert result.returncode == 0, result.stdout
    assert f"{len(CELLS)} passed" in result.stdout


@pytest.mark.parametrize(
    ("right", "planted"),
    [
        (r"print(6 * 7)", r"print(6 * 8)"),
        (r"42\n", r"43\n"),
        (r"print(6 * 7)", r"print(6 / 0)"),
        (r"Pass(2, 0.2)", r"Pass(2, 0.25)"),
        (r"[\"3\"]", r"[\"4\"]"),
    ],
    ids=["other code", "other output", "code that fails", "other numbers in a figure", "a digit"],
)
def test_a_planted_fault_is_refused(chapter: str, tmp_path: Path, right: str, planted: str) -> None:
    assert right in chapter
    result = strict_nbval(tmp_path, chapter.replace(right, planted, 1))
    assert result.returncode == 1, result.stdout
    assert re.search(r"\d failed", result.stdout)


def test_a_notebook_that_fails_is_named_and_not_written(
    chapter: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "chapter.ipynb"
    broken = chapter.replace("print(6 * 7)", "print(6 / 0)")
    path.write_text(broken, "utf-8")
    assert main([path]) == 1
    assert path.read_text("utf-8") == broken
    shown = capsys.readouterr()
    assert "chapter.ipynb" in shown.out
    assert "ZeroDivisionError" in shown.err


def test_a_second_run_changes_no_byte(chapter: str, tmp_path: Path) -> None:
    path = tmp_path / "chapter.ipynb"
    path.write_text(chapter, "utf-8")
    assert main([path]) == 0
    assert path.read_text("utf-8") == chapter


@pytest.mark.skipif(
    not subprocess.run(
        [sys.executable, "tools/older_features.py"],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    ).stdout.strip(),
    reason="this processor has none of the newer vector instructions, so none can be taken away",
)
def test_the_older_processor_that_ci_plays_moves_the_bits_of_exp() -> None:
    root = Path(__file__).parents[2]
    code = "import numpy as np; x = np.random.default_rng(0).normal(size=999)"
    code += "; print(np.exp(x).tobytes().hex(), np.exp(x.astype('f4')).tobytes().hex())"
    features = subprocess.run(
        [sys.executable, "tools/older_features.py"],
        capture_output=True,
        text=True,
        check=True,
        cwd=root,
    ).stdout.strip()
    bits = [
        subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "NPY_DISABLE_CPU_FEATURES": disabled},
        ).stdout
        for disabled in ("", features)
    ]
    assert bits[0] != bits[1]
