"""Child processes of the tests: each has a deadline, and none outlives the test that starts it."""

import os
import signal
import subprocess
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import active_children, get_context
from pathlib import Path
from typing import Any

import pytest

DEADLINE = 240
"""Seconds; less than the limit of a test, in pyproject.toml."""


@contextmanager
def child(
    command: Sequence[str | Path],
    *,
    deadline: float = DEADLINE,
    hears_ctrl_c: bool = True,
    **options: Any,
) -> Iterator[subprocess.Popen[str]]:
    """Start a program; end it, and what it started, at its deadline or with the block.

    A child inherits an ignored SIGINT, as from a script that runs the tests in its background, and
    no other handling of it: whether this one hears Ctrl-C is therefore said.
    """
    options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True} | options
    inherited = signal.default_int_handler if hears_ctrl_c else signal.SIG_IGN
    before = signal.signal(signal.SIGINT, inherited)
    try:
        started = subprocess.Popen(command, start_new_session=True, **options)
    finally:
        signal.signal(signal.SIGINT, before)
    late = threading.Event()

    def ring() -> None:
        late.set()
        _kill(started)

    alarm = threading.Timer(deadline, ring)
    alarm.daemon = True
    alarm.start()
    try:
        with started:
            try:
                yield started
            finally:
                _kill(started)
    finally:
        alarm.cancel()
        if late.is_set():
            pytest.fail(f"a child was ended at its deadline, {deadline} s: {command}")


def run_child(
    command: Sequence[str | Path],
    *,
    deadline: float = DEADLINE,
    check: bool = False,
    **options: Any,
) -> subprocess.CompletedProcess[str]:
    """Run a program to its end; with `check` another exit status than 0 fails the test."""
    with child(command, deadline=deadline, **options) as started:
        out, err = started.communicate()
    if check and started.returncode:
        pytest.fail(f"exit status {started.returncode} of {command}:\n{err}")
    return subprocess.CompletedProcess(command, started.returncode, out, err)


@contextmanager
def worker_processes(count: int) -> Iterator[ProcessPoolExecutor]:
    """Start workers afresh, as every system can; where the block fails, none is waited for."""
    with ProcessPoolExecutor(count, mp_context=get_context("spawn")) as pool:
        try:
            yield pool
        except BaseException:
            for worker in active_children():
                worker.kill()
            raise


def _kill(started: subprocess.Popen[str]) -> None:
    """Kill the whole group where there are groups: a program's children hold its pipes."""
    if os.name == "nt":
        started.kill()
        return
    try:
        os.killpg(started.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass  # all have ended by themselves
