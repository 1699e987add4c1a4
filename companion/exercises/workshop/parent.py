"""The reader's file is looked at from a safe distance: in a child process that has a deadline."""

import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from companion.exercises.workshop.judge import Finding, Report
from companion.exercises.workshop.outcomes import Printed
from companion.exercises.workshop.training import EPOCH_SECONDS
from numrec.history import Epoch

SECONDS = 10.0
"""What one call of the reader's code may take; the slowest takes some hundredths of one."""


@dataclass
class Look:
    """What was seen of a reader's file.

    Attributes
    ----------
    reports : dict of int to Report
        What is said of each stage.
    file : Finding or None
        What is wrong with the file as a whole; then there are no reports.
    prints : Printed or None
        What a line outside of the functions printed.
    off : float or None
        How far the reader's own derivatives are from what their own stage 7 measures.
    """

    reports: dict[int, Report] = field(default_factory=dict)
    file: Finding | None = None
    prints: Printed | None = None
    off: float | None = None


def look_at(path: Path, last: int, seconds: float = SECONDS) -> Look:
    """Judge the stages 1 to last; one that does not come to its end takes no other with it.

    Parameters
    ----------
    path : Path
        The reader's file.
    last : int
        The last stage to look at.
    seconds : float
        What one call of the reader's code may take.
    """
    look, first = Look(), 1
    while first <= last:
        under_way = 0
        for found in _found(path, first, last, seconds):
            if "file" in found:
                look.file = Finding(path.name, found["file"], found["line"])
                return look
            if "begins" in found:
                under_way = found["begins"]
            elif "stage" in found:
                look.reports[under_way] = _report(found)
            elif "prints" in found:
                look.prints = Printed(*found["prints"])
            elif "off" in found:
                look.off = found["off"]
            elif "died" in found:
                function = found["function"] or "a line here"
                finding = Finding(function, found["died"], found["line"])
                if not under_way:
                    look.file = finding
                    return look
                look.reports[under_way] = Report(under_way, (finding,))
        first = max(look.reports) + 1
    return look


def train(
    path: Path,
    model: Path,
    show: Callable[[Epoch], Any],
    seconds: float = SECONDS,
) -> Finding | None:
    """Train with the reader's file, and keep what it learned; return what went wrong, if anything.

    Parameters
    ----------
    path : Path
        The reader's file, all of whose functions hold.
    model : Path
        Where the network is kept, its curve beside it.
    show : callable
        Is told of each epoch.
    seconds : float
        What one call of the reader's code may take; an epoch may take several times that.
    """
    for found in _found(path, 1, 0, seconds, str(model)):
        if "epoch" in found:
            show(Epoch(**found["epoch"]))
        elif "trouble" in found:
            return Finding("training", found["trouble"], found["line"])
        elif "died" in found:
            return Finding("training", found["died"], found["line"])
        elif "kept" in found:
            return None
    return Finding("training", "ended before it was kept")


def _report(found: dict[str, Any]) -> Report:
    findings = (Finding(*row) for row in found["findings"])
    findings = (one._replace(mistakes=tuple(one.mistakes)) for one in findings)
    return Report(found["stage"], tuple(findings), tuple(Printed(*row) for row in found["prints"]))


def _found(
    path: Path, first: int, last: int, seconds: float, model: str = ""
) -> Iterator[dict[str, Any]]:
    """Start a child and yield what it says; at the end, if it died, what it died of."""
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "log"
        log.touch()
        module = "companion.exercises.workshop.child"
        told = [path.resolve(), first, last, seconds, model, log]
        command = [sys.executable, "-m", module, *map(str, told)]
        with subprocess.Popen(
            command,
            cwd=Path(__file__).parents[3],
            env={"OPENBLAS_NUM_THREADS": "1", **os.environ},  # small products: threads would wait
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        ) as child:
            assert child.stdout is not None
            found: dict[str, Any] = {}
            try:
                for line in child.stdout:
                    found = json.loads(line)
                    yield found
            except BaseException:  # Ctrl-C, or nobody listens any more
                child.kill()
                raise
        if "ended" not in found:
            limit = EPOCH_SECONDS * seconds if model else seconds
            yield _death(path, log.read_text("utf-8", "replace"), limit)


def _death(path: Path, log: str, seconds: float) -> dict[str, Any]:
    """Say why the child died, with the reader's line where the log has it."""
    frames = re.findall(r'File "(.*)", line (\d+) in (\S+)', log)
    own = [(int(line), name) for file, line, name in frames if file == str(path.resolve())]
    line, function = own[0] if own else (None, None)
    function = None if function == "<module>" else function
    if "Timeout" in log:
        says = f"is still running after {seconds:g} s: does a loop never end?"
        return {"died": says, "line": line, "function": function}
    if "Traceback (most recent call last)" in log:
        raise RuntimeError(f"the check itself failed:\n{log}")
    return {"died": "ends Python itself", "line": line, "function": function}
