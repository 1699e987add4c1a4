"""How `numrec train` ends: what it says, and where the network and its history are kept."""

import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import click

from numrec.cli.options import in_words
from numrec.files.model_file import save_model
from numrec.history import History, history_of
from numrec.training import NotSavedError

Recipe = dict[str, str | int | float]


def keep(run: Callable[[], History], recipe: Recipe, save_to: Path | None) -> int:
    """Run a training that saves its network; report, and write its history beside that.

    Where the network cannot be saved after all, it goes to a new folder for temporary files.

    Parameters
    ----------
    run : callable
        The training.
    recipe : dict
        What was asked for, by name: it goes into the history.
    save_to : Path, optional
        Where the training saves its network.

    Returns
    -------
    int
        The exit status: 2 where it lies elsewhere than was asked, else 0.
    """
    began, status = time.perf_counter(), 0
    try:
        history = run()
    except NotSavedError as error:
        click.echo(f"numrec: {in_words(error)}", err=True)
        history, status = error.history, 2
        save_to = Path(tempfile.mkdtemp(prefix="numrec-")) / Path(error.filename).name
        save_model(error.net, save_to)
    _report(history, time.perf_counter() - began, save_to)
    if save_to is not None:
        replace(history, recipe=recipe).save(history_of(save_to))
    return status


def _report(history: History, seconds: float, save_to: Path | None) -> None:
    if history.epochs:
        score = history.epochs[-1].test_accuracy
        passes = len(history.epochs)
        click.echo(f"{score:.2%} of the test images read right, {passes} passes, {seconds:.1f} s")
    if save_to is not None:
        click.echo(f"saved to {save_to}")
    else:
        click.echo("not saved: give --save to keep it")
