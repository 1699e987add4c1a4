"""What a test starts ends with it."""

import os
import sys

import pytest
from child_processes import child, run_child

SLEEPS = "import time; time.sleep(999)"
TWO = f"""
import subprocess, sys
subprocess.Popen([sys.executable, "-c", "{SLEEPS}"], close_fds=False)
print("started", flush=True)
{SLEEPS}
"""


def test_a_child_that_hangs_is_ended_at_its_deadline() -> None:
    with pytest.raises(pytest.fail.Exception, match="ended at its deadline"):
        run_child([sys.executable, "-c", SLEEPS], deadline=0.5)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no groups of processes")
def test_a_failed_assertion_ends_a_child_and_what_it_started() -> None:
    ours, theirs = os.pipe()

    def failing() -> None:
        with child([sys.executable, "-c", TWO], pass_fds=[theirs]) as started:
            os.close(theirs)
            assert started.stdout is not None
            assert started.stdout.readline() == "something else"

    with pytest.raises(AssertionError):
        failing()
    assert os.read(ours, 1) == b""  # as nobody holds the other end any more
    os.close(ours)
