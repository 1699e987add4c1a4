"""What a test starts ends with it."""

import os
import select
import sys

import pytest
from child_processes import run_child

SLEEPS = "import time; time.sleep(99)"
TWO = f"""
import subprocess, sys
subprocess.Popen([sys.executable, "-c", "{SLEEPS}"], close_fds=False)
{SLEEPS}
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no groups of processes")
def test_a_child_and_what_it_started_are_ended_at_its_deadline() -> None:
    ours, theirs = os.pipe()
    with pytest.raises(pytest.fail.Exception, match="ended at its deadline"):
        run_child([sys.executable, "-c", TWO], deadline=1, pass_fds=[theirs])
    os.close(theirs)
    assert select.select([ours], [], [], 10)[0], "somebody holds the other end still"
    os.close(ours)
