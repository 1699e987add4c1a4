"""Runs the reader's file, in a process of its own: it may loop for ever, or end Python itself.

What is found goes to standard output, a line of JSON for each stage, whatever the reader's file
prints.
"""

import faulthandler
import importlib.util
import json
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import IO, Any

from companion.exercises.workshop.blank import unwritten
from companion.exercises.workshop.judge import judge_stage
from companion.exercises.workshop.outcomes import Trouble, parsed, told, watched
from companion.exercises.workshop.training import EPOCH_SECONDS, keep, own_check, train
from numrec.data.mnist import load_mnist

MEMORY = 3 * 2**30
"""Bytes that the reader's file may ask for; a list that grows for ever ends there."""

Say = Callable[[dict[str, Any]], None]

CHECK = 7
"""The stage whose function can then check the reader's own stages before it."""


def load(path: Path) -> ModuleType:
    """Load the reader's file as a module.

    Raises
    ------
    Trouble
        If Python cannot read it, or a line outside of the functions raises an error.
    """
    parsed(path)
    spec = importlib.util.spec_from_file_location("my_network", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["my_network"] = module
    try:
        spec.loader.exec_module(module)
    except BaseException as error:  # SystemExit too
        raise told(error, str(path)) from None
    return module


def main(path: Path, first: int, last: int, seconds: float, model: str, say: Say, log: Any) -> None:
    """Judge the stages from first to last, and train if a model's name is given.

    Parameters
    ----------
    path : Path
        The reader's file.
    first, last : int
        The stages.
    seconds : float
        What a call of the reader's code may take.
    model : str
        Where the trained network is kept; empty not to train.
    say : callable
        Takes each finding.
    log : file
        Where the reader's line is written when the time is over.
    """
    alarm = partial(_alarm, seconds, log)
    alarm()
    try:
        with watched(str(path)) as recorder:
            module = load(path)
    except Trouble as trouble:
        say({"file": trouble.says, "line": trouble.line})
        return
    if recorder.first:
        say({"prints": recorder.first})
    blank = frozenset(unwritten(parsed(path)))
    hold = set()
    for stage in range(first, last + 1):
        say({"begins": stage})
        report = judge_stage(stage, vars(module), blank, alarm)
        say({"stage": stage, "findings": report.findings, "prints": report.prints})
        if not report.findings:
            hold.add(stage)
        if stage == CHECK and hold >= set(range(1, CHECK + 1)):
            with suppress(Trouble):  # all seven hold, so there is none
                say({"off": own_check(module)})
    if model:
        _train(module, Path(model), say, partial(_alarm, EPOCH_SECONDS * seconds, log))
    faulthandler.cancel_dump_traceback_later()


def _train(module: ModuleType, model: Path, say: Say, alarm: Callable[[], Any]) -> None:
    say({"begins": "training"})
    faulthandler.cancel_dump_traceback_later()  # loading is not the reader's to answer for
    data = load_mnist()
    try:
        net, history = train(module, data, lambda epoch: say({"epoch": asdict(epoch)}), alarm)
        faulthandler.cancel_dump_traceback_later()
        keep(net, history, model)
        say({"kept": str(model)})
    except Trouble as trouble:
        say({"trouble": trouble.says, "line": trouble.line})
    except (OSError, ValueError) as error:
        say({"trouble": f"cannot be kept: {error}", "line": None})


def _alarm(seconds: float, log: IO[str]) -> None:
    faulthandler.dump_traceback_later(seconds, exit=True, file=log)


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    if hard == resource.RLIM_INFINITY or hard > MEMORY:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, hard))


def _channel(log: IO[str]) -> Say:
    """Keep standard output for findings alone; what else is written goes to the log."""
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(log.fileno(), 1)
    os.dup2(log.fileno(), 2)

    def say(found: dict[str, Any]) -> None:
        out.write(json.dumps(found) + "\n")
        out.flush()

    return say


if __name__ == "__main__":
    name, start, end, most, to, log_name = sys.argv[1:]
    _limit_memory()
    with open(log_name, "a", encoding="utf-8") as log_file:
        tell = _channel(log_file)
        faulthandler.enable(log_file)
        main(Path(name), int(start), int(end), float(most), to, tell, log_file)
        tell({"ended": True})
    os._exit(0)  # a thread of the reader's may still run
