"""pytest in forks of a warm process says and returns what pytest does, and ends with its asker."""

import os
import sys
from pathlib import Path

import pytest
from child_processes import child, run_child

from tools.warm_pytest import warm_pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="`make mutants` needs Linux")

TESTS = """
import subject

def test_right():
    assert subject.x == 1

def test_endless():
    with open("held", "w"):
        while True:
            pass
"""


OPTIONS = ["-q", "-p", "no:cacheprovider", "-k"]


def test_a_run_in_a_fork_is_pytests_own_also_when_the_warm_process_is_gone(tmp_path: Path) -> None:
    (tmp_path / "test_it.py").write_text(TESTS)

    def run(x: int, tests: str = "right") -> tuple[int, str]:
        (tmp_path / "subject.py").write_text(f"x = {x}")
        ended = run_child([*command, *OPTIONS, tests], cwd=tmp_path)
        assert ended.stderr == ""
        return ended.returncode, ended.stdout

    with warm_pytest(tmp_path, os.environ) as command:
        warm = [run(1), run(22), run(1), run(1, "nothing")]
    assert [status for status, _ in warm] == [0, 1, 0, 5]
    assert "1 passed" in warm[0][1]
    assert "assert 22 == 1" in warm[1][1]
    assert [run(22)[0], run(1)[0]] == [1, 0]


def test_a_run_ends_with_the_program_that_asked_for_it(tmp_path: Path) -> None:
    (tmp_path / "test_it.py").write_text(TESTS)
    (tmp_path / "subject.py").touch()
    os.mkfifo(tmp_path / "held")
    with warm_pytest(tmp_path, os.environ) as command:
        with child([*command, *OPTIONS, "endless"], cwd=tmp_path):
            held = (tmp_path / "held").open()
        with held:
            assert held.read() == "", "it comes to an end where nobody holds the other one"
