"""`numrec evaluate`, `numrec info` and `numrec convert`: what a model file holds and is worth."""

import json
from pathlib import Path

import click
import numpy as np
from rich.box import SIMPLE_HEAD
from rich.table import Table

from numrec.cli.options import (
    console,
    data_option,
    examples,
    json_option,
    load_reader,
    loss_option,
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
    table = Table("label", title="answers by label", box=SIMPLE_HEAD, padding=(0, 1, 0, 0))
    for column in (*range(len(matrix)), "right"):
        table.add_column(str(column), justify="right")
    for digit, row in enumerate(matrix):
        right = f"{row[digit] / row.sum():.1%}" if row.sum() else "none"
        table.add_row(str(digit), *(str(count) if count else "·" for count in row), right)
    console().print(table)
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
@loss_option(help="A .txt file does not hold the loss: say it.  [default: cross_entropy]")
def convert(source: Path, target: Path, loss: str | None) -> None:
    """Write a model file in the other format: .npz, or .txt as the Rust program reads it."""
    save_model(load_model(source, loss), target)
    click.echo(f"{source} -> {target}")


@click.command(short_help="Say what a model file holds.")
@click.argument("model", type=click.Path(path_type=Path))
def info(model: Path) -> None:
    """Say what a model file holds, and how it was trained where its history lies beside it."""
    net = load_model(model)
    parameters = sum(net.omega[l].size + net.b[l].size for l in net.omega)
    slope = f", slope {net.hidden.alpha:g}" if net.hidden.alpha is not None else ""
    table = Table(show_header=False)
    table.add_row("layers", " -> ".join(map(str, net.sizes)))
    table.add_row("hidden", net.hidden.name + slope)
    table.add_row("output", net.output.name)
    table.add_row("loss", net.loss.name)
    table.add_row("weights and biases", f"{parameters:,}, {net.omega[1].dtype}")
    for l in net.omega:
        table.add_row(f"spread of omega[{l}]", f"{float(net.omega[l].std()):.4f}")
    console().print(table)
    if history_of(model).is_file():
        told = History.load(history_of(model))
        for name, value in told.recipe.items():
            click.echo(f"{name}: {value}")
        if told.epochs:
            score = told.epochs[-1].test_accuracy
            click.echo(f"epochs: {len(told.epochs)}, the last {score:.2%} of the test images")
