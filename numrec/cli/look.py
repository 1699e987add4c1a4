"""`numrec evaluate`, `numrec info` and `numrec convert`."""

import json
from pathlib import Path

import click
import numpy as np

from numrec.cli import draw
from numrec.cli.options import (
    console,
    data_option,
    examples,
    json_option,
    load_reader,
    model_option,
)
from numrec.data.mnist import load_mnist
from numrec.evaluate import confusion_matrix
from numrec.files.model_file import load_model, save_model
from numrec.history import History, history_of


@click.command(short_help="Score a network on the test images.")
@model_option
@data_option
@json_option
def evaluate(model: Path, data: Path | None, as_json: bool) -> None:
    """Score a network on the 10,000 test images, and show what it confuses."""
    net, digits = load_reader(model, all_digits=True), load_mnist(data)
    matrix = confusion_matrix(net, digits.test_images, digits.test_labels)
    accuracy = float(np.trace(matrix) / matrix.sum())
    if as_json:
        click.echo(json.dumps({"accuracy": accuracy, "confusion": matrix.tolist()}))
        return
    console().print(draw.confusion(matrix))
    click.echo(f"{accuracy:.2%} of {matrix.sum():,} test images are read right")


@click.command(
    short_help="Write a model file in the other format.",
    epilog=examples(
        "numrec convert models/784-256-10.npz model.txt",
        "numrec convert model.txt model.npz --loss quadratic",
    ),
)
@click.argument("source", type=click.Path(path_type=Path))
@click.argument("target", type=click.Path(path_type=Path))
@click.option(
    "--loss",
    type=click.Choice(["cross_entropy", "quadratic"]),
    help="A .txt file does not hold the loss: say it.  [default: cross_entropy]",
)
def convert(source: Path, target: Path, loss: str | None) -> None:
    """Write a model file in the other format: .npz, or .txt as the Rust program reads it."""
    save_model(load_model(source, loss), target)
    click.echo(f"{source} -> {target}")


@click.command(short_help="Say what a model file holds.")
@click.argument("model", type=click.Path(path_type=Path))
def info(model: Path) -> None:
    """Say what a model file holds, and how it was trained where its history lies beside it."""
    console().print(draw.description(load_model(model)))
    history = history_of(model)
    if history.is_file():
        told = History.load(history)
        for name, value in told.recipe.items():
            click.echo(f"{name}: {value}")
        if told.epochs:
            score = told.epochs[-1].test_accuracy
            click.echo(f"{len(told.epochs)} passes, {score:.2%} of the test images")
